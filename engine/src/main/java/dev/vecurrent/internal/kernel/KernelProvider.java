package dev.vecurrent.internal.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Decides once which twin runs, and says so where it is not the fast one. */
final class KernelProvider {

  /** Forces the scalar twin where it is {@code true}. */
  static final String SCALAR_PROPERTY = "dev.vecurrent.scalar";

  /** Lets the vector twin run from the first call on where it is {@code false}. */
  static final String QUICK_START_PROPERTY = "dev.vecurrent.quickStart";

  static final Kernels BEST = choose();

  static final Kernels QUICK_START = quickStart();

  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private KernelProvider() {}

  private static Kernels choose() {
    Optional<String> obstacle = obstacle();
    if (obstacle.isEmpty()) {
      return VectorKernels.INSTANCE;
    }
    Logger logger = System.getLogger("dev.vecurrent");
    logger.log(
        Boolean.getBoolean(SCALAR_PROPERTY) ? Level.INFO : Level.WARNING,
        "Vecurrent runs its scalar kernels (same results, slower): " + obstacle.get());
    return ScalarKernels.INSTANCE;
  }

  private static Kernels quickStart() {
    boolean wanted = !"false".equals(System.getProperty(QUICK_START_PROPERTY));
    return BEST.isVector() && wanted
        ? new QuickStartKernels(BEST, ScalarKernels.of(BEST.lanes()), System::nanoTime)
        : BEST;
  }

  private static Optional<String> obstacle() {
    if (Boolean.getBoolean(SCALAR_PROPERTY)) {
      return Optional.of("system property " + SCALAR_PROPERTY + " is set");
    }
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return Optional.of("start java with --add-modules " + VECTOR_MODULE);
    }
    return Optional.empty();
  }
}
