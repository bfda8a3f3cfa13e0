package dev.vecurrent.internal.kernel;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  static final class Process {

    private final LongSupplier clock;
    private final HandOver.Budget budget = new HandOver.Budget();
    private final HandOver oneRow = new HandOver(budget);
    private final HandOver alignedRow = new HandOver(budget);
    private final HandOver twoRows = new HandOver(budget);
    private final HandOver manyRows = new HandOver(budget);
    private final HandOver image = new HandOver(budget);
    private final HandOver elu = new HandOver(budget);
    private final Map<StepKind, HandOver> steps = new EnumMap<>(StepKind.class);
    private final Map<RowKind, HandOver> functions = new EnumMap<>(RowKind.class);

    /** Hand-overs on a clock that tells nanoseconds. */
    Process(LongSupplier clock) {
      this.clock = clock;
      for (StepKind kind : StepKind.values()) {
        steps.put(kind, new HandOver(budget));
      }
      for (RowKind kind : RowKind.values()) {
        functions.put(kind, new HandOver(budget));
      }
    }
  }

  private final Kernels vector;
  private final Kernels scalar;
  private final Product floatProduct;
  private final ImageProduct imageProduct;
  private final Map<StepKind, StepEpilogue> epilogues = new EnumMap<>(StepKind.class);
  private final Map<RowKind, RowFunction> functions = new EnumMap<>(RowKind.class);
  private final Turns elu;

  /** One for each kind, however many sessions there are. */
  private final List<Turns> all = new ArrayList<>();

  /**
   * Kernels that begin with one twin and end with the other.
   *
   * @param vector the twin to hand over to
   * @param scalar a twin of the same number of lanes
   * @param process what other models of this process share
   */
  QuickStartKernels(Kernels vector, Kernels scalar, Process process) {
    super(vector.lanes());
    this.vector = vector;
    this.scalar = scalar;
    this.floatProduct =
        new QuickStartProduct(
            vector.floatProduct(),
            scalar.floatProduct(),
            turns(process.oneRow, process),
            turns(process.alignedRow, process),
            turns(process.twoRows, process),
            turns(process.manyRows, process));
    this.imageProduct =
        new QuickStartImageProduct(
            vector.imageProduct(), scalar.imageProduct(), turns(process.image, process));
    process.steps.forEach((kind, handOver) ->
        epilogues.put(
            kind,
            new QuickStartEpilogue(
                vector.epilogue(kind), scalar.epilogue(kind), turns(handOver, process))));
    process.functions.forEach((kind, handOver) ->
        functions.put(
            kind,
            new QuickStartFunction(
                vector.function(kind), scalar.function(kind), turns(handOver, process))));
    this.elu = turns(process.elu, process);
  }

  private Turns turns(HandOver handOver, Process process) {
    Turns made = new Turns(handOver, process.clock);
    all.add(made);
    return made;
  }

  /** Whether no kind that this model has called is on its way to the vector twin. */
  @Override
  public boolean isSettled() {
    return all.stream().noneMatch(Turns::isUnderWay);
  }

  @Override
  public void forgetCalls() {
    all.forEach(Turns::forget);
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
  Product floatProduct() {
    return floatProduct;
  }

  @Override
  public ImageProduct imageProduct() {
    return imageProduct;
  }

  @Override
  public StepEpilogue epilogue(StepKind kind) {
    return Objects.requireNonNull(epilogues.get(kind));
  }

  @Override
  public RowFunction function(RowKind kind) {
    return Objects.requireNonNull(functions.get(kind));
  }

  @Override
  public RowFunction elu(float low, float high, float divisor) {
    return new QuickStartFunction(
        vector.elu(low, high, divisor), scalar.elu(low, high, divisor), elu);
  }
}
