package dev.vecurrent.internal.op.ml;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The numbers that operators of {@code ai.onnx.ml} take: floats and integers of 32 and 64 bits. */
final class Numbers {

  static final Set<ElementType> TYPES =
      Collections.unmodifiableSet(
          EnumSet.of(
              ElementType.FLOAT32, ElementType.FLOAT64, ElementType.INT32, ElementType.INT64));

  private Numbers() {}

  /** The first input, which is one of numbers. */
  static Fact input(String operator, @Nullable Fact[] inputs) {
    Fact x = Ports.required(operator, inputs, 0);
    Types.require(operator, "X", x, TYPES);
    return x;
  }

  /** The element, rounded to FLOAT32. */
  static float single(Tensor x, int i) {
    return switch (x.type()) {
      case FLOAT32 -> x.floats()[i];
      case FLOAT64 -> (float) x.doubles()[i];
      case INT32 -> (float) x.ints()[i];
      default -> (float) x.longs()[i];
    };
  }

  /** The length of rows: the last dimension, 1 for a scalar. */
  static int features(Tensor x) {
    return x.rank() == 0 ? 1 : x.dim(x.rank() - 1);
  }

  /**
   * Refuses parameters that are neither one nor one for each feature.
   *
   * @param count how many there are
   * @param features how many features there are; negative where that is not known
   */
  static void requireFit(String operator, String parameters, int count, int features) {
    if (count != 1 && features >= 0 && count != features) {
      throw new IllegalArgumentException(
          "%s: %s has %d values, expected 1 or one for each of the %d features of the last axis"
              .formatted(operator, parameters, count, features));
    }
  }

  /** As {@link #requireFit(String, String, int, int)}, as far as the shape is known. */
  static void requireFit(String operator, String parameters, int count, int @Nullable [] dims) {
    if (dims != null) {
      requireFit(operator, parameters, count, dims.length == 0 ? 1 : dims[dims.length - 1]);
    }
  }
}
