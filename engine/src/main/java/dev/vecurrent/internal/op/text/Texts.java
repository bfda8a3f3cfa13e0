package dev.vecurrent.internal.op.text;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What operators of text have in common. */
final class Texts {

  static final Set<ElementType> TYPE = Collections.unmodifiableSet(EnumSet.of(ElementType.STRING));

  /** The work of a text beside that of its characters. */
  static final int TEXT = 64;

  private Texts() {}

  /** An input of text. */
  static Fact input(String operator, @Nullable Fact[] inputs, int index) {
    Fact x = Ports.required(operator, inputs, index);
    Types.require(operator, index == 0 ? "X" : "Y", x, TYPE);
    return x;
  }

  /** The characters that a node made in its last run, as far as the budget goes. */
  private static final class Made {
    private long bytes;
  }

  /**
   * Takes memory for the characters that a node is about to make, and gives that for those of its
   * last run back. Texts are made of texts: in a few steps they could fill the memory otherwise.
   *
   * @throws dev.vecurrent.limit.LimitExceededException if they are too many
   */
  static void take(long characters, Workspace workspace) {
    Made made = workspace.kept(Made.class);
    if (made == null) {
      made = workspace.keep(new Made());
    }
    long bytes = Shapes.times(2, characters);
    if (bytes != made.bytes) {
      workspace
          .bounds()
          .budget()
          .values()
          .change("text of " + characters + " characters", made.bytes, bytes);
      made.bytes = bytes;
    }
  }
}
