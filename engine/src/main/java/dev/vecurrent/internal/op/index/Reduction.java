package dev.vecurrent.internal.op.index;

import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Locale;

/** How a scattered element meets the one that is there. */
enum Reduction {
  NONE,
  ADD,
  MUL,
  MAX,
  MIN;

  /** Reads the attribute reduction. */
  static Reduction read(NodeReader reader, boolean extremes) {
    String name = reader.string("reduction", "none");
    for (Reduction reduction : values()) {
      boolean known = extremes || (reduction != MAX && reduction != MIN);
      if (known && reduction.name().toLowerCase(Locale.ROOT).equals(name)) {
        return reduction;
      }
    }
    reader.refuse("reduction", name, "expected none, add, mul" + (extremes ? ", max or min" : ""));
    return NONE;
  }

  /** Refuses types that cannot be reduced. */
  void require(String operator, Fact data) {
    if (this != NONE) {
      Types.require(operator, "data", data, Types.ALL_NUMBERS);
    }
  }

  /** Puts one element. */
  void put(Tensor from, int fromAt, Tensor to, int toAt) {
    if (this == NONE) {
      System.arraycopy(from.storage(), fromAt, to.storage(), toAt, 1);
      return;
    }
    switch (to.type()) {
      case FLOAT32 -> {
        float a = to.floats()[toAt];
        float b = from.floats()[fromAt];
        to.floats()[toAt] =
            switch (this) {
              case ADD -> a + b;
              case MUL -> a * b;
              case MAX -> Math.max(a, b);
              default -> Math.min(a, b);
            };
      }
      case FLOAT64 -> to.doubles()[toAt] = real(to.doubles()[toAt], from.doubles()[fromAt]);
      default -> {
        long a = Integers.get(to, toAt);
        long b = Integers.get(from, fromAt);
        Integers.set(to, toAt, whole(to.type(), a, b));
      }
    }
  }

  private double real(double a, double b) {
    return switch (this) {
      case ADD -> a + b;
      case MUL -> a * b;
      case MAX -> Math.max(a, b);
      default -> Math.min(a, b);
    };
  }

  private long whole(ElementType type, long a, long b) {
    return switch (this) {
      case ADD -> a + b;
      case MUL -> a * b;
      case MAX -> Integers.compare(type, a, b) < 0 ? b : a;
      default -> Integers.compare(type, a, b) < 0 ? a : b;
    };
  }
}
