package dev.vecurrent.tensor;

import dev.vecurrent.internal.Nullable;
import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * A dense, row-major array with an element type and a shape.
 *
 * <p>A tensor is a view on one Java array, its storage, which may be longer than {@link #size}: the
 * first {@code size} elements are the tensor. A tensor can therefore be used again for another
 * shape without allocation ({@link #resize}), which is how a {@code Session} fills outputs that the
 * caller owns. A scalar has rank 0 and size 1; a dimension of 0 makes a tensor empty.
 *
 * <p>Not safe for use by several threads while one of them writes.
 */
public final class Tensor implements Value {

  /** The largest rank a tensor can have. */
  public static final int MAX_RANK = 8;

  private final ElementType type;

  /** What is asked before the storage grows; {@code null} where it may not grow. */
  private final @Nullable StorageLimit limit;

  private final int[] dims = new int[MAX_RANK];
  private int rank;
  private int size;
  private Object storage;
  private int capacity;

  /** Bytes of the storage that the limit knows of: none while this is a view of another. */
  private long counted;

  private Tensor(ElementType type, Object storage, int capacity, @Nullable StorageLimit limit) {
    this.type = type;
    this.storage = storage;
    this.capacity = capacity;
    this.limit = limit;
    this.rank = 1;
  }

  /**
   * A tensor on the caller's array, which is not copied.
   *
   * @throws IllegalArgumentException if the array is shorter than the shape
   */
  public static Tensor of(float[] data, int... shape) {
    return wrap(ElementType.FLOAT32, data, data.length, shape);
  }

  /** As {@link #of(float[], int...)}, for doubles. */
  public static Tensor of(double[] data, int... shape) {
    return wrap(ElementType.FLOAT64, data, data.length, shape);
  }

  /** As {@link #of(float[], int...)}, for longs. */
  public static Tensor of(long[] data, int... shape) {
    return wrap(ElementType.INT64, data, data.length, shape);
  }

  /** As {@link #of(float[], int...)}, for ints. */
  public static Tensor of(int[] data, int... shape) {
    return wrap(ElementType.INT32, data, data.length, shape);
  }

  /** As {@link #of(float[], int...)}, for truth values. */
  public static Tensor of(boolean[] data, int... shape) {
    return wrap(ElementType.BOOL, data, data.length, shape);
  }

  /** As {@link #of(float[], int...)}, for text; no element may be {@code null}. */
  public static Tensor of(String[] data, int... shape) {
    return wrap(ElementType.STRING, data, data.length, shape);
  }

  /**
   * As {@link #of(float[], int...)}, for any type and the array that stores it.
   *
   * @throws IllegalArgumentException also if the array is not the one that stores {@code type}
   */
  public static Tensor of(ElementType type, Object data, int... shape) {
    int length = lengthOf(type, data);
    return wrap(type, data, length, shape);
  }

  /**
   * A new tensor of zeros with storage of its own, of exactly the given shape.
   *
   * @throws IllegalArgumentException if a dimension is negative or the size exceeds {@code int}
   */
  public static Tensor zeros(ElementType type, int... shape) {
    int size = sizeOf(shape);
    return wrap(type, newStorage(type, size), size, shape);
  }

  /** A new tensor of shape {@code [0]} whose storage grows as {@link #resize} asks for it. */
  public static Tensor growable(ElementType type) {
    return growable(type, StorageLimit.NONE);
  }

  /**
   * As {@link #growable(ElementType)}, within a limit.
   *
   * @param most the most elements that the storage may grow to
   */
  public static Tensor growable(ElementType type, int most) {
    return growable(type, new MostBytes((long) most * type.bytes()));
  }

  /**
   * As {@link #growable(ElementType)}, within a limit that may be shared by several tensors.
   *
   * @param limit asked before the storage grows, and told when it is given up
   */
  public static Tensor growable(ElementType type, StorageLimit limit) {
    return new Tensor(type, newStorage(type, 0), 0, limit);
  }

  private static Tensor wrap(ElementType type, Object data, int capacity, int[] shape) {
    Tensor tensor = new Tensor(type, data, capacity, null);
    tensor.resize(shape, shape.length);
    if (data instanceof String[] texts) {
      for (int i = 0; i < tensor.size; i++) {
        if (texts[i] == null) {
          throw new IllegalArgumentException("text " + i + " is null");
        }
      }
    }
    return tensor;
  }

  /** The element type. */
  @Override
  public ElementType type() {
    return type;
  }

  /** The number of dimensions; 0 for a scalar. */
  public int rank() {
    return rank;
  }

  /**
   * The size of one dimension.
   *
   * @param axis in {@code [0, rank)}
   */
  public int dim(int axis) {
    if (axis < 0 || axis >= rank) {
      throw new IndexOutOfBoundsException("axis " + axis + " of a tensor of rank " + rank);
    }
    return dims[axis];
  }

  /** A copy of the shape; allocates. */
  public int[] shape() {
    return Arrays.copyOf(dims, rank);
  }

  /** The number of elements: the product of the dimensions. */
  public int size() {
    return size;
  }

  /** The number of elements that the storage can hold. */
  public int capacity() {
    return capacity;
  }

  /** Whether the storage may be replaced by a longer one. */
  public boolean isGrowable() {
    return limit != null;
  }

  /** Whether {@link #resize} to a shape of {@code size} elements would succeed. */
  public boolean hasRoomFor(int size) {
    return size <= capacity || (limit != null && limit.allows(counted, (long) size * type.bytes()));
  }

  /** Whether both tensors have the same rank and dimensions. */
  public boolean sameShape(Tensor other) {
    return Arrays.equals(dims, 0, rank, other.dims, 0, other.rank);
  }

  /**
   * Gives this tensor another shape. Elements keep their place in the storage; elements that come
   * into view have any value. Does not allocate unless the tensor is {@linkplain #growable
   * growable} and its storage is too short.
   *
   * @param shape the new dimensions, in the first {@code rank} places
   * @param rank the new number of dimensions, at most {@link #MAX_RANK}
   * @throws IllegalArgumentException if a dimension is negative, the rank or the size is too large,
   *     or the storage is too short and may not grow; the tensor is then unchanged
   */
  public void resize(int[] shape, int rank) {
    if (!hasShape(shape, rank)) {
      change(shape, rank);
    }
  }

  private boolean hasShape(int[] shape, int rank) {
    if (rank != this.rank) {
      return false;
    }
    for (int axis = 0; axis < rank; axis++) {
      if (shape[axis] != dims[axis]) {
        return false;
      }
    }
    return true;
  }

  private void change(int[] shape, int rank) {
    if (rank > MAX_RANK) {
      throw new IllegalArgumentException("rank " + rank + " exceeds " + MAX_RANK);
    }
    long size = 1;
    boolean empty = false;
    for (int axis = 0; axis < rank; axis++) {
      int dim = shape[axis];
      if (dim < 0) {
        throw new IllegalArgumentException("negative dimension in " + text(shape, rank));
      }
      empty |= dim == 0;
      size = Math.min(size * Math.max(dim, 1), Integer.MAX_VALUE + 1L);
    }
    if (empty) {
      size = 0;
    } else if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "shape "
              + text(shape, rank)
              + " has more than the "
              + (Integer.MAX_VALUE - 8)
              + " elements of a Java array");
    }
    reserve((int) size, shape, rank);
    if (limit != null && size < this.size && storage instanceof String[] texts) {
      Arrays.fill(texts, (int) size, this.size, ""); // no text lives on where nobody sees it
    }
    System.arraycopy(shape, 0, dims, 0, rank);
    this.rank = rank;
    this.size = (int) size;
  }

  private void reserve(int size, int[] shape, int rank) {
    if (size <= capacity) {
      return;
    }
    StorageLimit asked = limit;
    if (asked == null) {
      throw new IllegalArgumentException(
          "shape " + text(shape, rank) + " needs " + size + " elements, the array has " + capacity);
    }
    long bytes = (long) size * type.bytes();
    asked.change("a tensor " + type + text(shape, rank), counted, bytes);
    counted = bytes;
    boolean done = false;
    try {
      empty(); // the old storage is not to live beside the new one
      storage = newStorage(type, size);
      capacity = size;
      done = true;
    } finally {
      if (!done) {
        release(); // the heap has ended
      }
    }
  }

  /**
   * Gives up the storage of a {@linkplain #growable growable} tensor, which is then of shape {@code
   * [0]}.
   *
   * @throws IllegalStateException if it is not growable
   */
  public void release() {
    StorageLimit told = limit;
    if (told == null) {
      throw new IllegalStateException(this + " is not growable");
    }
    told.change("nothing", counted, 0);
    counted = 0;
    empty();
  }

  private void empty() {
    storage = newStorage(type, 0);
    capacity = 0;
    dims[0] = 0;
    rank = 1;
    size = 0;
  }

  /** Gives this tensor the shape of another; see {@link #resize}. */
  public void resizeLike(Tensor other) {
    resize(other.dims, other.rank);
  }

  /**
   * Makes this growable tensor of the same type a view on the storage of another, with a shape of
   * its own. Writing through either is seen by both; nothing is copied.
   *
   * @throws IllegalArgumentException if the types differ or the sizes differ
   */
  public void viewOf(Tensor other, int[] shape, int rank) {
    StorageLimit told = limit;
    if (other.type != type || told == null) {
      throw new IllegalArgumentException("a " + type + " tensor cannot view " + other);
    }
    if (counted > 0 && other != this) {
      told.change("nothing", counted, 0);
      counted = 0;
    }
    storage = other.storage;
    capacity = other.capacity;
    size = 0; // whatever this was before, nothing of the other's storage is left over
    change(shape, rank);
    if (size != other.size) {
      throw new IllegalArgumentException(this + " cannot view " + other);
    }
  }

  /** The storage of a {@link ElementType#FLOAT32} tensor: at least {@link #size} elements. */
  public float[] floats() {
    return (float[]) storage(ElementType.FLOAT32);
  }

  /** The storage of a {@link ElementType#FLOAT64} tensor. */
  public double[] doubles() {
    return (double[]) storage(ElementType.FLOAT64);
  }

  /** The storage of a tensor of 64-bit integers. */
  public long[] longs() {
    if (storage instanceof long[] longs) {
      return longs;
    }
    throw new IllegalStateException("64-bit integers were asked for, the tensor holds " + type);
  }

  /** The storage of a tensor of 32-bit integers. */
  public int[] ints() {
    if (storage instanceof int[] ints) {
      return ints;
    }
    throw new IllegalStateException("32-bit integers were asked for, the tensor holds " + type);
  }

  /** The storage of a {@link ElementType#STRING} tensor. */
  public String[] strings() {
    return (String[]) storage(ElementType.STRING);
  }

  /** The storage of a {@link ElementType#BOOL} tensor. */
  public boolean[] booleans() {
    return (boolean[]) storage(ElementType.BOOL);
  }

  /** The storage of a tensor of 16-bit integers or floats. */
  public short[] shorts() {
    if (storage instanceof short[] shorts) {
      return shorts;
    }
    throw new IllegalStateException("16-bit elements were asked for, the tensor holds " + type);
  }

  /** The storage of a tensor of integers of 4 or 8 bits. */
  public byte[] bytes() {
    if (storage instanceof byte[] bytes) {
      return bytes;
    }
    throw new IllegalStateException("8-bit elements were asked for, the tensor holds " + type);
  }

  /** The storage, whatever its type: for {@link System#arraycopy}. */
  public Object storage() {
    return storage;
  }

  private Object storage(ElementType asked) {
    if (type != asked) {
      throw new IllegalStateException(asked + " elements were asked for, the tensor holds " + type);
    }
    return storage;
  }

  /** Type and shape, such as {@code FLOAT32[3, 4]}; never the elements. */
  @Override
  public String toString() {
    return type + text(dims, rank);
  }

  private static String text(int[] dims, int rank) {
    return Arrays.toString(Arrays.copyOf(dims, rank));
  }

  private static int sizeOf(int[] shape) {
    long size = 1;
    for (int dim : shape) {
      size = Math.min(size * Math.max(dim, 0), Integer.MAX_VALUE + 1L);
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "shape "
              + Arrays.toString(shape)
              + " has more than the "
              + (Integer.MAX_VALUE - 8)
              + " elements of a Java array");
    }
    return (int) size;
  }

  private static Object newStorage(ElementType type, int size) {
    return switch (type) {
      case FLOAT32 -> new float[size];
      case FLOAT64 -> new double[size];
      case INT64, UINT64 -> new long[size];
      case INT32, UINT32 -> new int[size];
      case BOOL -> new boolean[size];
      case FLOAT16, BFLOAT16, INT16, UINT16 -> new short[size];
      case INT8, UINT8, INT4, UINT4 -> new byte[size];
      case STRING -> emptyStrings(size);
    };
  }

  private static String[] emptyStrings(int size) {
    String[] strings = new String[size];
    Arrays.fill(strings, "");
    return strings;
  }

  private static int lengthOf(ElementType type, Object data) {
    if (data.getClass() != newStorage(type, 0).getClass()) {
      throw new IllegalArgumentException(
          type + " elements cannot be stored in " + data.getClass().getSimpleName());
    }
    return Array.getLength(data);
  }

  /** The limit of one tensor. */
  private record MostBytes(long most) implements StorageLimit {

    @Override
    public boolean allows(long from, long to) {
      return to <= most;
    }

    @Override
    public void change(String what, long from, long to) {
      if (to > most) {
        throw new IllegalArgumentException(
            what + " needs " + to + " bytes, more than the " + most + " that it may have");
      }
    }
  }
}
