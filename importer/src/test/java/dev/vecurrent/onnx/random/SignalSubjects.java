package dev.vecurrent.onnx.random;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Every form of the signal operators. */
final class SignalSubjects {

  private SignalSubjects() {}

  static Map<String, Consumer<OneNode>> all() {
    Map<String, Consumer<OneNode>> all = new TreeMap<>();
    all.put("DFT", SignalSubjects::dft);
    all.put("STFT", SignalSubjects::stft);
    all.put("HannWindow", SignalSubjects::window);
    all.put("HammingWindow", SignalSubjects::window);
    all.put("BlackmanWindow", SignalSubjects::window);
    all.put("MelWeightMatrix", SignalSubjects::mel);
    return all;
  }

  private static ElementType real(OneNode node) {
    return node.type(ElementType.FLOAT32, ElementType.FLOAT32, ElementType.FLOAT64);
  }

  /** A scalar that ONNX Runtime and the engine read as one. */
  private static void scalar(OneNode node, long value) {
    node.parameter(node.integers(node.oneIn(2), new int[0], value));
  }

  private static void dft(OneNode node) {
    int opset = node.opset(17, 19, 20, 22);
    ElementType type = real(node);
    int axes = node.between(1, 3);
    int[] shape = new int[axes + 1];
    int along = node.random().nextInt(axes);
    for (int axis = 0; axis < axes; axis++) {
      shape[axis] = axis == along ? node.between(2, node.oneIn(4) ? 90 : 20) : node.between(1, 3);
    }
    boolean inverse = node.oneIn(2);
    boolean onesided = node.oneIn(2);
    shape[axes] = inverse && onesided ? 2 : onesided ? 1 : node.between(1, 2);
    node.data(type, shape);
    boolean isLast = along == axes - 1;
    long axis = node.oneIn(2) ? along : along - shape.length;
    boolean asInput = opset >= 20 && (!isLast || node.oneIn(2));
    if (inverse && onesided && node.oneIn(2)) {
      // Of bins too few or too many ONNX Runtime makes something else than NumPy.
      scalar(node, 2L * (shape[along] - 1) + node.between(0, 1));
    } else if (!(inverse && onesided) && node.oneIn(2)) {
      scalar(node, node.oneIn(6) ? 128 : node.between(2, 2 * shape[along]));
    } else if (asInput) {
      node.absent();
    }
    if (asInput) {
      node.parameter(Tensor.of(new long[] {axis}));
    }
    if (opset < 20) {
      node.integer("axis", axis);
    }
    if (inverse || node.oneIn(2)) {
      node.integer("inverse", inverse ? 1 : 0);
    }
    if (onesided || node.oneIn(2)) {
      node.integer("onesided", onesided ? 1 : 0);
    }
    node.output(type);
  }

  private static void stft(OneNode node) {
    node.opset(17, 20, 22);
    ElementType type = real(node);
    boolean onesided = node.oneIn(2);
    boolean complex = !onesided && node.oneIn(2);
    int length = node.oneIn(4) ? 16 : node.between(2, 40);
    int samples = length + node.between(0, 60);
    node.data(type, node.between(1, 3), samples, complex ? 2 : 1);
    boolean narrow = node.oneIn(2);
    node.parameter(node.integers(narrow, new int[0], node.between(1, 20)));
    boolean window = !complex && node.oneIn(2); // of both ONNX Runtime reads beyond the window
    if (window) {
      node.data(type, length);
    } else {
      node.absent();
    }
    if (!window || node.oneIn(2)) {
      node.parameter(node.integers(narrow, new int[0], length));
    }
    if (!onesided || node.oneIn(2)) {
      node.integer("onesided", onesided ? 1 : 0);
    }
    node.output(type);
  }

  private static void window(OneNode node) {
    node.opset(17, 20, 22);
    scalar(node, node.oneIn(8) ? node.between(0, 1) : node.between(2, 300));
    ElementType type = real(node);
    if (type == ElementType.FLOAT64 || node.oneIn(2)) {
      node.integer("output_datatype", type.onnxNumber());
    }
    if (node.oneIn(2)) {
      node.integer("periodic", node.between(0, 1));
    }
    node.output(type);
  }

  private static void mel(OneNode node) {
    node.opset(17, 20, 22);
    boolean wide = node.oneIn(2);
    int rate = node.between(4_000, 48_000);
    double low = node.oneIn(3) ? 0 : 20 + node.random().nextDouble() * 300;
    double high = low + node.random().nextDouble() * (rate / 2.0 - low);
    for (long value : new long[] {node.between(1, 40), node.between(16, 512), rate}) {
      node.parameter(wide ? Tensor.of(new long[] {value}) : Tensor.of(new int[] {(int) value}));
    }
    ElementType type = real(node);
    for (double hertz : new double[] {low, high}) {
      node.parameter(Tensor.of(new float[] {(float) hertz}));
    }
    if (type == ElementType.FLOAT64 || node.oneIn(2)) {
      node.integer("output_datatype", type.onnxNumber());
    }
    node.output(type);
  }
}
