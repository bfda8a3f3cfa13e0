package dev.vecurrent.internal.start;

import dev.vecurrent.internal.kernel.KernelKind;
import dev.vecurrent.internal.kernel.Kernels;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Decides once which twin runs, and says so where it is not the fast one. */
public final class KernelChoice {

  /** Forces the scalar twin where it is {@code true}. */
  static final String SCALAR_PROPERTY = "dev.vecurrent.scalar";

  /** Lets the vector twin run from the first call on where it is {@code false}. */
  static final String QUICK_START_PROPERTY = "dev.vecurrent.quickStart";

  private static final boolean VECTOR = isVectorTwinFit();

  private static final HandOvers HAND_OVERS = new HandOvers(new ThisProcess());

  private KernelChoice() {}

  /** The vector twin where it is available, else the scalar one; logged where scalar. */
  public static Kernels best() {
    return VECTOR ? Kernels.vector() : Kernels.scalar();
  }

  /**
   * The kernels of one model: the vector twin where it is available, else the scalar one. Where the
   * process may have just started, the scalar twin stands in for the vector twin until that is
   * compiled, with the same bits.
   */
  public static Kernels ofModel() {
    boolean wanted = !"false".equals(System.getProperty(QUICK_START_PROPERTY));
    return VECTOR && wanted ? new QuickStartKernels(Kernels.vectorLanes(), HAND_OVERS) : best();
  }

  private static boolean isVectorTwinFit() {
    if (Boolean.getBoolean(SCALAR_PROPERTY)) {
      logger().log(Level.INFO, "Vecurrent runs its scalar kernels: {0} is set", SCALAR_PROPERTY);
      return false;
    }
    Optional<String> obstacle =
        obstacle(
            ModuleLayer.boot().findModule(Kernels.VECTOR_MODULE).isPresent(),
            System.getProperty("java.vm.name", ""),
            System.getProperty("java.vm.info", ""));
    if (obstacle.isPresent()) {
      log(obstacle.get());
    }
    return obstacle.isEmpty();
  }

  /** Says why the scalar twin runs although the vector twin was wanted. */
  static void log(String why) {
    logger().log(Level.WARNING, "Vecurrent runs its scalar kernels (same results, slower): " + why);
  }

  private static System.Logger logger() {
    return System.getLogger("dev.vecurrent");
  }

  /**
   * Why the vector twin cannot run, or would be slow for good: only C2 makes vectors of it.
   *
   * @param hasModule whether the Vector API is there
   * @param name the name of the JVM
   * @param info how it runs, such as {@code mixed mode}
   */
  static Optional<String> obstacle(boolean hasModule, String name, String info) {
    if (!hasModule) {
      return Optional.of("start java with --add-modules " + Kernels.VECTOR_MODULE);
    }
    if (info.contains("interpreted mode")) {
      return Optional.of("this JVM only interprets (-Xint)");
    }
    if (info.contains("emulated-client") || name.contains("Client VM")) {
      return Optional.of("this JVM runs without C2 (such as by -XX:TieredStopAtLevel=1)");
    }
    if (name.contains("OpenJ9")) {
      return Optional.of("this JVM has no C2: " + name);
    }
    return Optional.empty();
  }

  /** This process. */
  private static final class ThisProcess implements HandOvers.World {

    @Override
    public long now() {
      return System.nanoTime();
    }

    @Override
    public Kernels vector() {
      return Kernels.vector();
    }

    @Override
    public boolean loadPart(int part) {
      return Kernels.loadVectorPart(part);
    }

    @Override
    public Kernels.Rehearsal rehearsal(KernelKind kind) {
      return Kernels.rehearsal(kind);
    }
  }
}
