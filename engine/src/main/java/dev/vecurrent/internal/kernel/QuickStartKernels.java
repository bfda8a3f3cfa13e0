package dev.vecurrent.internal.kernel;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.pack.PackedMatrix;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * The vector twin in a process that has just started: the scalar twin stands in for it, on the same
 * layout and with the same bits, until the JIT compiler has got to it. Before that a vector
 * operation makes objects, and is a hundred times slower than a scalar one.
 *
 * <p>{@link HandOver} decides for each kind of kernel by itself, once in a process. These kernels
 * are those of one model, and know which kinds it has called.
 */
final class QuickStartKernels extends Kernels {

  /** The hand-overs of a process. */
  static final class HandOvers {

    private final LongSupplier clock;
    private final HandOver.Budget budget = new HandOver.Budget();
    private final Map<PackedMatrix.Format, OfFormat> products =
        new EnumMap<>(PackedMatrix.Format.class);
    private final HandOver image = new HandOver(budget);
    private final HandOver elu = new HandOver(budget);
    private final Map<StepKind, HandOver> steps = new EnumMap<>(StepKind.class);
    private final Map<RowKind, HandOver> functions = new EnumMap<>(RowKind.class);

    /** Hand-overs on a clock that tells nanoseconds. */
    HandOvers(LongSupplier clock) {
      this.clock = clock;
    }

    private synchronized HandOver step(StepKind kind) {
      return steps.computeIfAbsent(kind, _ -> new HandOver(budget));
    }

    private synchronized HandOver function(RowKind kind) {
      return functions.computeIfAbsent(kind, _ -> new HandOver(budget));
    }

    private synchronized OfFormat products(PackedMatrix.Format format) {
      return products.computeIfAbsent(
          format,
          _ ->
              new OfFormat(
                  new HandOver(budget),
                  new HandOver(budget),
                  new HandOver(budget),
                  new HandOver(budget)));
    }

    /** Those of the products with one format of matrices. */
    private record OfFormat(
        HandOver oneRow, HandOver alignedRow, HandOver twoRows, HandOver manyRows) {}
  }

  private final Kernels vector;
  private final Kernels scalar;
  private final HandOvers process;
  private final Map<PackedMatrix.Format, Product> products =
      new EnumMap<>(PackedMatrix.Format.class);
  private @Nullable ImageProduct imageProduct;
  private final Map<StepKind, StepEpilogue> epilogues = new EnumMap<>(StepKind.class);
  private final Map<RowKind, RowFunction> functions = new EnumMap<>(RowKind.class);
  private final HandOver.Turns elu;

  /** One for each kind, however many sessions there are. */
  private final List<HandOver.Turns> all = new CopyOnWriteArrayList<>();

  /**
   * Kernels that begin with one twin and end with the other.
   *
   * @param vector the twin to hand over to
   * @param scalar a twin of the same number of lanes
   * @param process what other models of this process share
   */
  QuickStartKernels(Kernels vector, Kernels scalar, HandOvers process) {
    super(vector.lanes());
    this.vector = vector;
    this.scalar = scalar;
    this.process = process;
    this.elu = turns(process.elu, process);
  }

  private HandOver.Turns turns(HandOver handOver, HandOvers process) {
    HandOver.Turns made = new HandOver.Turns(handOver, process.clock);
    all.add(made);
    return made;
  }

  /** Whether no kind that this model has called is on its way to the vector twin. */
  @Override
  public boolean isSettled() {
    return all.stream().noneMatch(HandOver.Turns::isUnderWay);
  }

  @Override
  public void forgetCalls() {
    all.forEach(HandOver.Turns::forget);
  }

  @Override
  public String describe() {
    return vector.describe();
  }

  @Override
  public boolean isVector() {
    return vector.isVector();
  }

  @Override
  public synchronized Product product(PackedMatrix b) {
    return products.computeIfAbsent(
        b.format(),
        format -> {
          HandOvers.OfFormat handOvers = process.products(format);
          return new QuickStartProduct(
              vector.product(b),
              scalar.product(b),
              turns(handOvers.oneRow(), process),
              turns(handOvers.alignedRow(), process),
              turns(handOvers.twoRows(), process),
              turns(handOvers.manyRows(), process));
        });
  }

  @Override
  public synchronized ImageProduct imageProduct() {
    ImageProduct made = imageProduct;
    if (made == null) {
      made =
          new QuickStartProduct.OfImage(
              vector.imageProduct(), scalar.imageProduct(), turns(process.image, process));
      imageProduct = made;
    }
    return made;
  }

  @Override
  public synchronized StepEpilogue epilogue(StepKind kind) {
    return epilogues.computeIfAbsent(
        kind,
        _ ->
            new QuickStartEpilogue(
                vector.epilogue(kind), scalar.epilogue(kind), turns(process.step(kind), process)));
  }

  @Override
  public synchronized RowFunction function(RowKind kind) {
    return functions.computeIfAbsent(
        kind,
        _ ->
            new QuickStartFunction(
                vector.function(kind),
                scalar.function(kind),
                turns(process.function(kind), process)));
  }

  @Override
  public RowFunction elu(float low, float high, float divisor) {
    return new QuickStartFunction(
        vector.elu(low, high, divisor), scalar.elu(low, high, divisor), elu);
  }

  /** An epilogue that begins with the scalar twin; see {@link QuickStartKernels}. */
  private static final class QuickStartEpilogue extends StepEpilogue {

    private final StepEpilogue vector;
    private final StepEpilogue scalar;
    private final HandOver.Turns turns;

    QuickStartEpilogue(StepEpilogue vector, StepEpilogue scalar, HandOver.Turns turns) {
      this.vector = vector;
      this.scalar = scalar;
      this.turns = turns;
    }

    @Override
    public void run(StepRows rows, int count) {
      if (turns.isDone()) {
        vector.run(rows, count);
        return;
      }
      boolean isProbe = turns.isProbe();
      long start = turns.now();
      (isProbe ? vector : scalar).run(rows, count);
      turns.ran(isProbe, start, (long) count * rows.blocks);
    }
  }

  /** A function of rows that begins with the scalar twin; see {@link QuickStartKernels}. */
  private static final class QuickStartFunction extends RowFunction {

    private final RowFunction vector;
    private final RowFunction scalar;
    private final HandOver.Turns turns;

    QuickStartFunction(RowFunction vector, RowFunction scalar, HandOver.Turns turns) {
      this.vector = vector;
      this.scalar = scalar;
      this.turns = turns;
    }

    @Override
    public void apply(float[] from, int fromAt, float[] to, int toAt, int size) {
      if (turns.isDone()) {
        vector.apply(from, fromAt, to, toAt, size);
        return;
      }
      boolean isProbe = turns.isProbe();
      long start = turns.now();
      (isProbe ? vector : scalar).apply(from, fromAt, to, toAt, size);
      turns.ran(isProbe, start, size);
    }
  }
}
