package dev.vecurrent.internal.start;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.ImageProduct;
import dev.vecurrent.internal.kernel.KernelKind;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.kernel.Product;
import dev.vecurrent.internal.kernel.ProductKind;
import dev.vecurrent.internal.kernel.RowFunction;
import dev.vecurrent.internal.kernel.RowKind;
import dev.vecurrent.internal.kernel.StepEpilogue;
import dev.vecurrent.internal.kernel.StepKind;
import dev.vecurrent.internal.pack.PackedMatrix;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The vector twin in a process that has just started: the scalar twin stands in for it, on the same
 * layout and with the same bits, until the JIT compiler has got to it. Before that a vector
 * operation makes objects, and is a hundred times slower than a scalar one.
 *
 * <p>{@link HandOver} decides for each kind of kernel by itself, once in a process. These kernels
 * are those of one model, and know which kinds it has called. The Vector API is loaded by the first
 * rehearsal.
 */
final class QuickStartKernels extends Kernels {

  /** Between rehearsals that nobody waits for, the JIT compiler gets the processor. */
  private static final long PAUSE_NANOS = 200_000;

  private final HandOvers process;
  private final Kernels scalar;
  private final Map<KernelKind, HandOver.Turns> turns = new HashMap<>();
  private final Map<PackedMatrix.Format, Product> products =
      new EnumMap<>(PackedMatrix.Format.class);
  private final Map<StepKind, StepEpilogue> epilogues = new EnumMap<>(StepKind.class);
  private final Map<RowKind, RowFunction> functions = new EnumMap<>(RowKind.class);
  private @Nullable ImageProduct imageProduct;

  /**
   * Kernels of a model that begin with the scalar twin.
   *
   * @param lanes floats of a vector of the vector twin
   * @param process what other models of this process share
   */
  QuickStartKernels(int lanes, HandOvers process) {
    super(lanes);
    this.scalar = Kernels.scalar(lanes);
    this.process = process;
  }

  private synchronized HandOver.Turns turns(KernelKind kind) {
    HandOver.Turns known = turns.get(kind);
    if (known == null) {
      known = new HandOver.Turns(process.of(kind));
      turns.put(kind, known);
    }
    return known;
  }

  private synchronized HandOver.Turns[] all() {
    return turns.values().toArray(new HandOver.Turns[0]);
  }

  /** Whether no kind that this model has called is on its way to the vector twin. */
  @Override
  public boolean isSettled() {
    for (HandOver.Turns one : all()) {
      if (one.isUnderWay()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void forgetCalls() {
    for (HandOver.Turns one : all()) {
      one.forget();
    }
  }

  @Override
  public void rehearse() {
    for (HandOver.Turns one : all()) {
      if (one.isUnderWay()) {
        one.rehearse();
      }
    }
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  @Override
  public String describe() {
    return "vector, " + Float.SIZE * lanes() + " bit";
  }

  @Override
  public boolean isVector() {
    return true;
  }

  @Override
  public synchronized Product product(PackedMatrix b) {
    Product known = products.get(b.format());
    if (known == null) {
      Map<ProductKind, HandOver.Turns> each = new EnumMap<>(ProductKind.class);
      for (ProductKind kind : ProductKind.values()) {
        each.put(kind, turns(kind));
      }
      known = new QuickStartProduct(process, scalar.product(b), each);
      products.put(b.format(), known);
    }
    return known;
  }

  @Override
  public synchronized ImageProduct imageProduct() {
    ImageProduct known = imageProduct;
    if (known == null) {
      known =
          new QuickStartProduct.OfImage(
              process, scalar.imageProduct(), turns(KernelKind.Other.IMAGE_PRODUCT));
      imageProduct = known;
    }
    return known;
  }

  @Override
  public synchronized StepEpilogue epilogue(StepKind kind) {
    StepEpilogue known = epilogues.get(kind);
    if (known == null) {
      known = new QuickStartEpilogue(process, kind, scalar.epilogue(kind), turns(kind));
      epilogues.put(kind, known);
    }
    return known;
  }

  @Override
  public synchronized RowFunction function(RowKind kind) {
    RowFunction known = functions.get(kind);
    if (known == null) {
      known = new QuickStartFunction(process, scalar, it -> it.function(kind), turns(kind));
      functions.put(kind, known);
    }
    return known;
  }

  @Override
  public RowFunction elu(float low, float high, float divisor) {
    return new QuickStartFunction(
        process, scalar, it -> it.elu(low, high, divisor), turns(KernelKind.Other.ELU));
  }
}
