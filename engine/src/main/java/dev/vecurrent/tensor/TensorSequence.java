package dev.vecurrent.tensor;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * An ONNX sequence: tensors of one element type in an order, of any shapes.
 *
 * <p>A sequence owns its tensors: what is added is copied, and removed tensors are kept to be used
 * again, so that a sequence that is filled again and again allocates nothing once it has been as
 * large before.
 *
 * <p>Not safe for use by several threads while one of them writes.
 */
public final class TensorSequence implements Value {

  /** What a tensor counts for beside its elements against the limit: it is an object, too. */
  private static final int OVERHEAD = 64;

  /** The shape of a tensor without elements. */
  private static final int[] NOTHING = {0};

  private static final AtomicLong CONTENTS = new AtomicLong();

  private final ElementType type;
  private final long most;
  private final StorageLimit limit;
  private Tensor[] tensors = new Tensor[4];

  /** For each tensor a number that no other contents have: equal numbers need no copying. */
  private long[] contents = new long[4];

  private int size;
  private long used;

  private TensorSequence(ElementType type, long most, StorageLimit limit) {
    this.type = type;
    this.most = most;
    this.limit = limit;
  }

  /** An empty sequence that grows. */
  public static TensorSequence growable(ElementType type) {
    return growable(type, Long.MAX_VALUE);
  }

  /**
   * An empty sequence that grows within a limit.
   *
   * @param most the most elements of all tensors together, each tensor counting as 64 more
   */
  public static TensorSequence growable(ElementType type, long most) {
    return growable(type, most, StorageLimit.NONE);
  }

  /**
   * As {@link #growable(ElementType, long)}, with a limit that all its tensors share.
   *
   * @param limit asked before the storage of a tensor grows
   */
  public static TensorSequence growable(ElementType type, long most, StorageLimit limit) {
    return new TensorSequence(type, most, limit);
  }

  /**
   * A sequence of copies of tensors.
   *
   * @throws IllegalArgumentException if one is of another type
   */
  public static TensorSequence of(ElementType type, Tensor... tensors) {
    TensorSequence sequence = growable(type);
    for (Tensor tensor : tensors) {
      sequence.insert(sequence.size, tensor);
    }
    return sequence;
  }

  @Override
  public ElementType type() {
    return type;
  }

  /** The number of tensors. */
  public int size() {
    return size;
  }

  /**
   * A tensor of this sequence, to be read only; valid until this sequence is changed.
   *
   * @param index in {@code [0, size)}
   */
  public Tensor get(int index) {
    requirePlace(index);
    return tensors[index];
  }

  private void requirePlace(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("tensor " + index + " of a sequence of " + size);
    }
  }

  /** Removes all tensors. */
  public void clear() {
    while (size > 0) {
      removeLast();
    }
    used = 0;
  }

  /**
   * Adds a tensor at the end.
   *
   * @param shape its dimensions, in the first {@code rank} places
   * @return the tensor, whose elements have any value: to be written at once, then only read
   * @throws IllegalArgumentException if the shape is impossible or the limit is exceeded; nothing
   *     has changed then
   */
  public Tensor add(int[] shape, int rank) {
    Tensor tensor = spare();
    tensor.resize(shape, rank);
    keep(tensor);
    return tensor;
  }

  /**
   * Inserts a copy of a tensor.
   *
   * @param index the place it gets, in {@code [0, size]}
   * @throws IllegalArgumentException if it is of another type or the limit is exceeded; nothing has
   *     changed then
   */
  public void insert(int index, Tensor tensor) {
    if (index < 0 || index > size) {
      throw new IndexOutOfBoundsException("place " + index + " in a sequence of " + size);
    }
    if (tensor.type() != type) {
      throw new IllegalArgumentException(
          "a sequence of " + type + " tensors cannot hold " + tensor);
    }
    Tensor copy = spare();
    copy.resizeLike(tensor);
    System.arraycopy(tensor.storage(), 0, copy.storage(), 0, tensor.size());
    keep(copy);
    move(size - 1, index);
  }

  /**
   * Removes a tensor.
   *
   * @param index in {@code [0, size)}
   */
  public void remove(int index) {
    requirePlace(index);
    move(index, size - 1);
    removeLast();
  }

  private void removeLast() {
    Tensor last = tensors[--size];
    used -= cost(last);
    if (type == ElementType.STRING) {
      last.resize(NOTHING, 1); // no text lives on where nobody sees it
    }
  }

  /**
   * Becomes equal to another sequence of the same type. Tensors that this one has from the other
   * already, unchanged and in the same place, are not copied again.
   *
   * @throws IllegalArgumentException if the types differ or the limit is exceeded; this sequence is
   *     empty then
   */
  public void assign(TensorSequence other) {
    assign(other, _ -> {});
  }

  /**
   * As {@link #assign(TensorSequence)}, and tells how much is to be copied.
   *
   * @param before is given the number of elements of each tensor before that is copied; what it
   *     throws ends the copying, and leaves this sequence empty
   */
  public void assign(TensorSequence other, LongConsumer before) {
    if (other == this) {
      return;
    }
    int known = 0;
    while (known < Math.min(size, other.size) && contents[known] == other.contents[known]) {
      known++;
    }
    boolean done = false;
    try {
      while (size > known) {
        removeLast();
      }
      for (int i = known; i < other.size; i++) {
        before.accept(1L + other.tensors[i].size());
        insert(i, other.tensors[i]);
        contents[i] = other.contents[i];
      }
      done = true;
    } finally {
      if (!done) {
        clear();
      }
    }
  }

  /** The tensor behind the last one, which holds nothing of value. */
  private Tensor spare() {
    if (size == tensors.length) {
      tensors = Arrays.copyOf(tensors, 2 * size);
      contents = Arrays.copyOf(contents, 2 * size);
    }
    if (tensors[size] == null) {
      tensors[size] = Tensor.growable(type, limit);
    }
    return tensors[size];
  }

  private void keep(Tensor tensor) {
    if (used + cost(tensor) > most) {
      throw new IllegalArgumentException(
          "a sequence of "
              + (size + 1)
              + " tensors is larger than "
              + most
              + " elements (limit: valueBytes; raise it with CompileOptions.withValueBytes or"
              + " --limit-value-bytes)");
    }
    used += cost(tensor);
    contents[size] = CONTENTS.incrementAndGet();
    size++;
  }

  private static long cost(Tensor tensor) {
    return (long) tensor.size() + OVERHEAD;
  }

  private void move(int from, int to) {
    Tensor tensor = tensors[from];
    long content = contents[from];
    int by = from < to ? 1 : -1;
    for (int i = from; i != to; i += by) {
      tensors[i] = tensors[i + by];
      contents[i] = contents[i + by];
    }
    tensors[to] = tensor;
    contents[to] = content;
  }

  /** Type and number of tensors, such as {@code sequence of 3 FLOAT32}; never the elements. */
  @Override
  public String toString() {
    return "sequence of " + size + " " + type;
  }
}
