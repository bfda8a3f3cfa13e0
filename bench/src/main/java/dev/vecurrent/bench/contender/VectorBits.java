package dev.vecurrent.bench.contender;

/** The vector width of a process, which is fixed once Vecurrent has computed anything. */
final class VectorBits {

  /** The engine's property. */
  private static final String PROPERTY = "dev.vecurrent.vectorBits";

  private VectorBits() {}

  /** Asks for a width, before the engine's kernels are loaded. */
  static void ask(int bits) {
    System.setProperty(PROPERTY, Integer.toString(bits));
  }

  /**
   * Checks that the answers come from vector kernels, of a width where one was asked for.
   *
   * @param bits the width, or 0 for the preferred one
   * @throws IllegalStateException if they do not
   */
  static void check(String kernels, int bits) {
    boolean asExpected =
        bits == 0 ? kernels.startsWith("vector") : kernels.equals("vector, " + bits + " bit");
    if (!asExpected) {
      throw new IllegalStateException(
          bits == 0
              ? "expected the vector kernels, found " + kernels
              : "expected %d bit, found %s: each width needs a process of its own"
                  .formatted(bits, kernels));
    }
  }
}
