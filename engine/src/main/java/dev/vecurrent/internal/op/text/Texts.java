package dev.vecurrent.internal.op.text;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.Fact;
import dev.vecurrent.internal.op.Ports;
import dev.vecurrent.internal.op.Types;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What operators of text have in common. */
final class Texts {

  static final Set<ElementType> TYPE = Collections.unmodifiableSet(EnumSet.of(ElementType.STRING));

  private Texts() {}

  /** An input of text. */
  static Fact input(String operator, @Nullable Fact[] inputs, int index) {
    Fact x = Ports.required(operator, inputs, index);
    Types.require(operator, index == 0 ? "X" : "Y", x, TYPE);
    return x;
  }

  /**
   * Refuses more characters than a tensor may have bytes for: an operator that makes text longer
   * could otherwise fill the memory in a few steps.
   */
  static void requireRoom(String operator, Tensor out, long characters) {
    long elements = 2 * characters / ElementType.STRING.bytes();
    if (characters > Integer.MAX_VALUE - 8L || !out.hasRoomFor((int) elements)) {
      throw new IllegalArgumentException(
          operator + ": a result of " + characters + " characters is too large");
    }
  }
}
