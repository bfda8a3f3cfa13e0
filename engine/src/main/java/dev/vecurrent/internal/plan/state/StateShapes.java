package dev.vecurrent.internal.plan.state;

import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.ValueInfo;
import java.util.List;

/** Which outputs can be given as which inputs, as far as types and shapes tell. */
final class StateShapes {

  private StateShapes() {}

  static boolean fit(ValueInfo input, ValueInfo output) {
    return isTensor(input)
        && isTensor(output)
        && isSameType(input, output)
        && fitShapes(input, output);
  }

  static boolean isTensor(ValueInfo info) {
    return !info.isSequence() && !info.isOptional();
  }

  static boolean isSameType(ValueInfo input, ValueInfo output) {
    return input.isTyped() && output.isTyped() && input.type() == output.type();
  }

  /** Whether ranks are equal, and sizes that are fixed; what is not declared may be anything. */
  static boolean fitShapes(ValueInfo input, ValueInfo output) {
    if (input.shape().isEmpty() || output.shape().isEmpty()) {
      return true;
    }
    List<Dimension> before = input.shape().get();
    List<Dimension> after = output.shape().get();
    boolean fit = before.size() == after.size();
    for (int axis = 0; fit && axis < before.size(); axis++) {
      int one = before.get(axis).size();
      int other = after.get(axis).size();
      fit = one < 0 || other < 0 || one == other;
    }
    return fit;
  }

  /** Whether nothing that is known of a value contradicts what is declared. */
  static boolean fit(ValueInfo declared, int[] dims) {
    if (declared.shape().isEmpty()) {
      return true;
    }
    List<Dimension> shape = declared.shape().get();
    boolean fit = shape.size() == dims.length;
    for (int axis = 0; fit && axis < dims.length; axis++) {
      int one = shape.get(axis).size();
      fit = one < 0 || dims[axis] < 0 || one == dims[axis];
    }
    return fit;
  }
}
