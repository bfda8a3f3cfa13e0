package dev.vecurrent.bench;

/** An engine with one layer loaded, its input bound and its output buffer ready. */
interface Contender extends AutoCloseable {

  /** Runs the layer once. */
  void run();

  /** Y {@code [T, 1, N, H]} of the last run; may allocate. */
  float[] output();

  @Override
  void close();

  /** Opens the contender of a name. */
  static Contender open(String name, Shape shape, float[] x) {
    byte[] model = LayerModel.bytes(shape);
    return switch (name) {
      case "vecurrent" -> new VecurrentContender(model, shape, x, true);
      case "vecurrent-scalar" -> new VecurrentContender(model, shape, x, false);
      case "onnxruntime" -> new OnnxRuntimeContender(model, shape, x, 1);
      default -> throw new IllegalArgumentException("no contender is called " + name);
    };
  }
}
