package dev.vecurrent.internal.op.text;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX RegexFullMatch: whether all of a text matches a pattern in RE2's syntax. The time is in
 * proportion to text and pattern, whatever they are: see {@link RegexProgram}.
 */
final class RegexFullMatch implements Operator {

  private static final String NAME = "RegexFullMatch";

  private final RegexProgram program;

  private RegexFullMatch(RegexProgram program) {
    this.program = program;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(20);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    String pattern = reader.string("pattern", "");
    if (!reader.has("pattern")) {
      reader.refuse("pattern", "", "is required");
    }
    try {
      return new RegexFullMatch(RegexProgram.of(pattern));
    } catch (IllegalArgumentException e) {
      reader.refuse("pattern", pattern, String.valueOf(e.getMessage()));
      return new RegexFullMatch(RegexProgram.of(""));
    }
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Texts.input(NAME, inputs, 0);
    return new Fact[] {new Fact(ElementType.BOOL, x.dims(), null, null)};
  }

  /** Of a constant; else its characters are not known. */
  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    Fact x = inputs[0];
    Tensor texts = x == null ? null : x.constant();
    if (texts == null) {
      return Work.UNSTATED;
    }
    long work = Work.elements(inputs, outputs);
    for (int i = 0; i < texts.size(); i++) {
      work = Work.plus(work, program.work(texts.strings()[i].length()));
    }
    return work;
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.required(NAME, outputs, 0);
    out.resizeLike(x);
    for (int i = 0; i < x.size(); i++) {
      out.booleans()[i] = program.matches(x.strings()[i], workspace);
    }
  }
}
