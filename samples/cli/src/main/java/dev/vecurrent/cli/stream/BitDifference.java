package dev.vecurrent.cli.stream;

import dev.vecurrent.cli.tensor.Elements;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The first element in which two answers differ, be it in one bit. NaN equals NaN. */
final class BitDifference {

  private BitDifference() {}

  /**
   * Words for the first difference.
   *
   * @param random names of outputs whose elements are not compared
   * @return {@code null} if there is none
   */
  static @Nullable String of(
      StreamAxes axes,
      Map<String, Tensor> expected,
      Map<String, Tensor> found,
      Set<String> random) {
    for (ValueInfo output : axes.outputs()) {
      Tensor a = expected.get(output.name());
      Tensor b = found.get(output.name());
      if (a == null || b == null) {
        continue; // neither is a tensor
      }
      if (a.type() != b.type() || !a.sameShape(b)) {
        return output.name() + ": expected " + a + ", found " + b;
      }
      int at = random.contains(output.name()) ? -1 : mismatch(a, b);
      if (at >= 0) {
        return words(axes, output, a, b, at);
      }
    }
    return null;
  }

  private static String words(StreamAxes axes, ValueInfo output, Tensor a, Tensor b, int at) {
    int[] index = Elements.index(a, at);
    int time = axes.timeAxisOf(output);
    String step =
        time >= 0
            ? ", step " + index[time]
            : axes.hasTime() ? ", after the last step" : ", call " + index[0];
    return "%s%s%s: expected %s, found %s"
        .formatted(
            output.name(),
            Arrays.toString(index),
            step,
            Elements.word(a, at),
            Elements.word(b, at));
  }

  private static int mismatch(Tensor a, Tensor b) {
    int size = a.size();
    return switch (a.storage()) {
      case float[] x -> Arrays.mismatch(x, 0, size, (float[]) b.storage(), 0, size);
      case double[] x -> Arrays.mismatch(x, 0, size, (double[]) b.storage(), 0, size);
      case long[] x -> Arrays.mismatch(x, 0, size, (long[]) b.storage(), 0, size);
      case int[] x -> Arrays.mismatch(x, 0, size, (int[]) b.storage(), 0, size);
      case short[] x -> Arrays.mismatch(x, 0, size, (short[]) b.storage(), 0, size);
      case byte[] x -> Arrays.mismatch(x, 0, size, (byte[]) b.storage(), 0, size);
      case boolean[] x -> Arrays.mismatch(x, 0, size, (boolean[]) b.storage(), 0, size);
      default -> Arrays.mismatch(a.strings(), 0, size, b.strings(), 0, size);
    };
  }
}
