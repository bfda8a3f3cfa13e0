package dev.vecurrent.bench.contender;

import dev.vecurrent.bench.shape.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The contenders by name.
 *
 * <ul>
 *   <li>{@code vecurrent}: Vecurrent at the machine's preferred width
 *   <li>{@code vecurrent-128}, {@code vecurrent-256}, {@code vecurrent-512}: at a width, in a
 *       process of its own
 *   <li>{@code vecurrent-scalar}: its scalar twin
 *   <li>{@code auto-vectorised}: plain Java loops that C2 turns into SIMD
 *   <li>{@code scalar-loops}: plain Java loops that it does not
 *   <li>{@code onnxruntime}: ONNX Runtime's Java binding
 *   <li>{@code onednn}: oneDNN's primitives
 * </ul>
 */
public final class Contenders {

  private static final String VECURRENT = "vecurrent";
  private static final String WIDTH_PREFIX = VECURRENT + "-";

  /** Largest difference of two answers. */
  private static final float TOLERANCE = 1e-5f;

  private Contenders() {}

  /** Why a contender cannot run on this machine; empty where it can. */
  public static Optional<String> missing(String engine) {
    return engine.equals("onednn") ? OneDnn.missing() : Optional.empty();
  }

  /**
   * Opens a contender.
   *
   * @param engine its name
   * @param threads threads of a call; more than 1 for {@code vecurrent}, {@code onnxruntime} and
   *     {@code onednn} only
   * @throws IllegalStateException if it cannot run here, or not with kernels of its name
   */
  public static Contender open(String engine, int threads, Network network) {
    boolean hasPool = List.of(VECURRENT, "onnxruntime", "onednn").contains(engine);
    if (threads != 1 && !hasPool) {
      throw new IllegalArgumentException(engine + " runs a call on 1 thread, found " + threads);
    }
    if (network.h0().length > 0 && !engine.equals(VECURRENT) && !engine.equals("onnxruntime")) {
      throw new IllegalArgumentException(engine + " is not given initial states here");
    }
    missing(engine)
        .ifPresent(reason -> {
          throw new IllegalStateException(reason);
        });
    return switch (engine) {
      case VECURRENT -> vecurrent(network, threads, 0);
      case "vecurrent-scalar" -> new VecurrentContender(network, 1, false);
      case "vecurrent-128", "vecurrent-256", "vecurrent-512" ->
          vecurrent(network, 1, Integer.parseInt(engine.substring(WIDTH_PREFIX.length())));
      case "auto-vectorised" -> new AutoVectorisedContender(network);
      case "scalar-loops" -> new ScalarLoopsContender(network);
      case "onnxruntime" -> new OnnxRuntimeContender(network, threads);
      case "onednn" -> new OneDnnContender(network, threads);
      default -> throw new IllegalArgumentException("no contender is called " + engine);
    };
  }

  private static Contender vecurrent(Network network, int threads, int bits) {
    if (bits > 0) {
      VectorBits.ask(bits);
    }
    VecurrentContender contender = new VecurrentContender(network, threads, true);
    VectorBits.check(contender.kernels(), bits);
    return contender;
  }

  /** Vecurrent's kernels in this process, in words. */
  public static String kernels() {
    Network small = Network.random(new Shape("lstm", 8, 1, 1));
    try (VecurrentContender contender = new VecurrentContender(small, 1, true)) {
      return contender.kernels();
    }
  }

  /** Versions of the other engines that are here. */
  public static Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    versions.put("onnxruntime", OnnxRuntimeContender.version());
    if (OneDnn.missing().isEmpty()) {
      versions.put("onednn", OneDnn.version());
    }
    return versions;
  }

  /**
   * Compares the last answers of contenders with those of the first.
   *
   * @throws IllegalStateException if two differ by more than 1e-5
   */
  public static void requireSameAnswers(Shape shape, List<String> names, List<Contender> all) {
    float[] expected = all.getFirst().output();
    for (int other = 1; other < all.size(); other++) {
      float[] actual = all.get(other).output();
      if (actual.length != expected.length) {
        throw new IllegalStateException(
            "%s: %s gives %d values, %s %d"
                .formatted(
                    shape, names.getFirst(), expected.length, names.get(other), actual.length));
      }
      for (int i = 0; i < expected.length; i++) {
        if (!(Math.abs(actual[i] - expected[i]) <= TOLERANCE)) {
          throw new IllegalStateException(
              "%s: answers differ at %d: %s %s, %s %s"
                  .formatted(shape, i, names.getFirst(), expected[i], names.get(other), actual[i]));
        }
      }
    }
  }
}
