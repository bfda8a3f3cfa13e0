package dev.vecurrent.bench.contender;

import java.nio.file.Path;

/** Silero VAD in some engine, one thread, with the state carried from chunk to chunk. */
@FunctionalInterface
public interface VadContender extends AutoCloseable {

  /**
   * The next chunk.
   *
   * @param window its samples after the last samples of the chunk before
   * @return the probability of speech
   */
  float run(float[] window);

  @Override
  default void close() {
    // Most hold nothing that needs it.
  }

  /**
   * Opens a contender.
   *
   * @param engine {@code vecurrent} or {@code onnxruntime}
   * @param model Silero VAD v5 or v6
   * @param rate 16,000 or 8,000 samples a second
   */
  static VadContender open(String engine, Path model, int rate) {
    int window = rate * 36 / 1_000;
    return switch (engine) {
      case "vecurrent" -> new VecurrentVad(model, rate, window);
      case "onnxruntime" -> new OnnxRuntimeVad(model, rate, window);
      default ->
          throw new IllegalArgumentException(
              "engine: expected vecurrent or onnxruntime, found " + engine);
    };
  }
}
