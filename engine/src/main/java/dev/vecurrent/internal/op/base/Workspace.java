package dev.vecurrent.internal.op.base;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Operands;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.random.RandomStream;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scratch memory of one node in one session. Arrays keep the largest size that was asked for, so
 * that a steady run allocates nothing; their contents are whatever the last run left.
 */
public final class Workspace {

  private static final int SLOTS = 4;

  private final Bounds bounds;
  private final double[][] doubles = new double[SLOTS][0];
  private final float[][] floats = new float[SLOTS][0];
  private final int[][] ints = new int[SLOTS][0];
  private final short[][] shorts = new short[SLOTS][0];
  private final List<Tensor> tensors = new ArrayList<>();

  private final double[] eight = new double[8];
  private @Nullable Workspace inner;
  private @Nullable Tensor view;

  private @Nullable Tensor[] given = new Tensor[0];
  private final @Nullable Tensor[] made = new Tensor[1];
  private @Nullable Object kept;
  private final KnownShapes shapes = new KnownShapes();
  private @Nullable RandomStream random;
  private final Operands operands = new Operands();

  /** Scratch without limits, for work that nobody waits for. */
  public Workspace() {
    this(Bounds.none());
  }

  /** Scratch within bounds. */
  public Workspace(Bounds bounds) {
    this.bounds = bounds;
  }

  /** What bounds the work of this node. */
  public Bounds bounds() {
    return bounds;
  }

  /**
   * Counts work that is about to be done; see {@link dev.vecurrent.internal.limit.Watch#spend}.
   *
   * @throws dev.vecurrent.limit.CallEndedException if the call is to end
   */
  public void spend(long work) {
    bounds.watch().spend(work);
  }

  /**
   * The next piece of a long loop over {@code [from, to)}, whose work is counted: a loop goes from
   * piece to piece, so that a call can end between them.
   *
   * @param each the work of one turn
   * @return where the piece ends: one turn on at least
   */
  public int piece(int from, int to, long each) {
    return Pieces.end(bounds.watch(), from, to, each);
  }

  /** Copies elements as {@link System#arraycopy} does, piece by piece, and counts the work. */
  public void copy(Object from, int fromAt, Object to, int toAt, int count) {
    bounds.watch().spend(Work.ROW + Math.min(count, Watch.BLOCK));
    if (count <= Watch.BLOCK) {
      System.arraycopy(from, fromAt, to, toAt, count);
      return;
    }
    for (int done = 0; done < count; ) {
      int some = (int) Math.min(count - done, Watch.BLOCK);
      System.arraycopy(from, fromAt + done, to, toAt + done, some);
      done += some;
      bounds.watch().spend(Math.min(count - done, Watch.BLOCK));
    }
  }

  /** The dimensions under construction: {@link Tensor#MAX_RANK} places. */
  public final int[] dims = new int[Tensor.MAX_RANK];

  /**
   * At least {@code size} floats, within the budget.
   *
   * @param slot which array, in {@code [0, 4)}
   */
  public float[] floats(int slot, long size) {
    if (floats[slot].length < size) {
      floats[slot] = bounds.budget().floats(floats[slot], size);
    }
    return floats[slot];
  }

  /** A tensor of this node to be made a view of an input. */
  public Tensor view(ElementType type) {
    Tensor own = view;
    if (own == null || own.type() != type) {
      own = Tensor.growable(type, bounds.budget());
      view = own;
    }
    return own;
  }

  /** Another workspace, for work that is done between that of the first. */
  public Workspace inner() {
    Workspace own = inner;
    if (own == null) {
      own = new Workspace(bounds);
      inner = own;
    }
    return own;
  }

  /**
   * The object in which the node's operator keeps what is its own: one for a node. Where it holds
   * arrays that grow, it is a {@link Scratch}.
   *
   * @return {@code null} where none of that kind is kept yet: the first run makes one to {@link
   *     #keep}
   */
  public <T> @Nullable T kept(Class<T> kind) {
    return kind.isInstance(kept) ? kind.cast(kept) : null;
  }

  /** Keeps an object for later runs, in place of another one. */
  public <T> T keep(T own) {
    kept = own;
    return own;
  }

  /**
   * Whether the inputs have the shapes of the call that {@link #noteShapes} saw last. The output
   * then has its shape of that call. Otherwise no shapes are known until others are noted.
   */
  public boolean knowsShapes(@Nullable Tensor[] inputs, Tensor output) {
    return shapes.resize(inputs, output);
  }

  /** Notes that what follows from the shapes of the inputs is ready in this workspace. */
  public void noteShapes(@Nullable Tensor[] inputs, Tensor output) {
    shapes.note(inputs, output);
  }

  /** The operands of this node's products. */
  public Operands operands() {
    return operands;
  }

  /** The random numbers of this node in this session. */
  public RandomStream random() {
    RandomStream own = random;
    if (own == null) {
      own = new RandomStream();
      random = own;
    }
    return own;
  }

  /** Bytes of all arrays of elements. */
  public long bytes() {
    long bytes =
        (kept instanceof Scratch own ? own.bytes() : 0) + (inner == null ? 0 : inner.bytes());
    for (int slot = 0; slot < SLOTS; slot++) {
      bytes += 4L * (floats[slot].length + ints[slot].length) + 2L * shorts[slot].length;
      bytes += 8L * doubles[slot].length;
    }
    for (Tensor tensor : tensors) {
      bytes += (long) tensor.capacity() * tensor.type().bytes();
    }
    return bytes;
  }

  /** Eight sums of 0. */
  public double[] eightSums() {
    Arrays.fill(eight, 0);
    return eight;
  }

  /** At least {@code size} doubles; see {@link #floats}. */
  public double[] doubles(int slot, long size) {
    if (doubles[slot].length < size) {
      doubles[slot] = bounds.budget().doubles(doubles[slot], size);
    }
    return doubles[slot];
  }

  /** At least {@code size} ints; see {@link #floats}. */
  public int[] ints(int slot, long size) {
    if (ints[slot].length < size) {
      ints[slot] = bounds.budget().ints(ints[slot], size);
    }
    return ints[slot];
  }

  /** At least {@code size} shorts; see {@link #floats}. */
  public short[] shorts(int slot, long size) {
    if (shorts[slot].length < size) {
      shorts[slot] = bounds.budget().shorts(shorts[slot], size);
    }
    return shorts[slot];
  }

  /**
   * A growable FLOAT32 tensor, with the shape that the last run left.
   *
   * @param index which one, counted from 0 without gaps
   */
  public Tensor tensor(int index) {
    while (tensors.size() <= index) {
      tensors.add(Tensor.growable(ElementType.FLOAT32, bounds.budget()));
    }
    return tensors.get(index);
  }

  /**
   * An array of exactly so many places, for the inputs of an operator that does part of the work.
   */
  public @Nullable Tensor[] given(int inputs) {
    if (given.length != inputs) {
      given = new Tensor[inputs];
    }
    return given;
  }

  /** An array of one place, for the output of such an operator. */
  public @Nullable Tensor[] made() {
    return made;
  }
}
