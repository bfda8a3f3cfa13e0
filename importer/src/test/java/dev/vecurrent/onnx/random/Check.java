package dev.vecurrent.onnx.random;

import ai.onnxruntime.OrtException;
import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/** A graph in this library and in ONNX Runtime. */
final class Check {

  /** Of floats, absolute and relative: a graph has up to 14 roundings of sums in a row. */
  private static final double TOLERANCE = 2e-4;

  private Check() {}

  /**
   * What is wrong with a graph; nothing if both engines agree, and a second run has the bits of the
   * first.
   */
  static Optional<String> of(RandomGraph graph) {
    byte[] file = graph.bytes();
    Map<String, Tensor> inputs = graph.inputs();
    Map<String, Tensor> expected;
    try {
      expected = OnnxRuntime.run(file, inputs);
    } catch (OrtException refused) {
      return Optional.of("ONNX Runtime refuses: " + refused.getMessage());
    }
    Map<String, Tensor> first;
    Map<String, Tensor> second;
    try {
      Session session =
          Model.compile(OnnxImporter.read(file, "graph", ImportLimits.defaults())).newSession();
      first = session.run(inputs);
      second = session.run(inputs);
    } catch (RuntimeException | AssertionError failed) {
      StackTraceElement[] trace = failed.getStackTrace();
      return Optional.of("fails: " + failed + (trace.length == 0 ? "" : " at " + trace[0]));
    }
    for (String output : graph.outputs()) {
      Optional<String> wrong =
          difference(first.get(output), expected.get(output), TOLERANCE)
              .map(what -> output + ": " + what)
              .or(() ->
                  difference(second.get(output), first.get(output), 0)
                      .map(what -> output + " in a second run: " + what));
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  /** Where two tensors differ: by more than the tolerance where they are floats, else at all. */
  static Optional<String> difference(Tensor found, Tensor expected, double tolerance) {
    if (!found.toString().equals(expected.toString())) {
      return Optional.of("expected " + expected + ", found " + found);
    }
    for (int i = 0; i < expected.size(); i++) {
      if (expected.type() == ElementType.STRING) {
        if (!found.strings()[i].equals(expected.strings()[i])) {
          return Optional.of(
              "element %d of %s: expected '%s', found '%s'"
                  .formatted(i, found, expected.strings()[i], found.strings()[i]));
        }
        continue;
      }
      double a = number(found, i);
      double b = number(expected, i);
      boolean close = Math.abs(a - b) <= tolerance * (1 + Math.abs(b));
      boolean same = Double.compare(a, b) == 0;
      if (!same && !(close && found.type().isFloatingPoint())) {
        return Optional.of("element " + i + " of " + found + ": expected " + b + ", found " + a);
      }
    }
    return Optional.empty();
  }

  private static double number(Tensor tensor, int i) {
    return switch (tensor.type()) {
      case FLOAT32 -> tensor.floats()[i];
      case FLOAT64 -> tensor.doubles()[i];
      case INT32 -> tensor.ints()[i];
      case INT64, UINT64 -> tensor.longs()[i];
      case UINT32 -> Integer.toUnsignedLong(tensor.ints()[i]);
      case INT8, INT4, UINT4 -> tensor.bytes()[i];
      case UINT8 -> tensor.bytes()[i] & 0xff;
      case INT16 -> tensor.shorts()[i];
      case UINT16 -> tensor.shorts()[i] & 0xffff;
      case FLOAT16 -> Float.float16ToFloat(tensor.shorts()[i]);
      case BFLOAT16 -> Float.intBitsToFloat(tensor.shorts()[i] << 16);
      default -> tensor.booleans()[i] ? 1 : 0;
    };
  }
}
