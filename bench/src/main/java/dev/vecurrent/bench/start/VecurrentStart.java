package dev.vecurrent.bench.start;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** A process that answers with Vecurrent. */
public final class VecurrentStart extends MeasuredCalls {

  private final Session session;
  private final Tensor[] inputs;
  private final Tensor[] outputs;

  /** Places of each state among the inputs and among the outputs. */
  private final int[][] states;

  private final int answerAt;

  private VecurrentStart(CallSpec spec, boolean warmUp) throws IOException {
    Model model = Model.compile(OnnxImporter.read(spec.file()));
    if (warmUp) {
      model.warmUp();
    }
    session = model.newSession();
    List<ValueInfo> declared = model.inputs();
    List<ValueInfo> given = model.outputs();
    inputs = new Tensor[declared.size()];
    outputs = new Tensor[given.size()];
    int[][] pairs = new int[spec.parts().size()][];
    int states = 0;
    int answer = 0;
    for (CallSpec.Part part : spec.parts()) {
      switch (part.kind()) {
        case INPUT ->
            inputs[at(declared, part.name())] = Tensor.of(input(part.size()), part.dims());
        case NUMBER -> inputs[at(declared, part.name())] = Tensor.of(new long[] {part.number()});
        case OUTPUT -> {
          answer = at(given, part.name());
          outputs[answer] = Tensor.of(new float[part.size()], part.dims());
        }
        case STATE -> {
          int[] pair = {at(declared, part.name()), at(given, part.output())};
          inputs[pair[0]] = Tensor.of(new float[part.size()], part.dims());
          outputs[pair[1]] = Tensor.of(new float[part.size()], part.dims());
          pairs[states++] = pair;
        }
      }
    }
    this.states = Arrays.copyOf(pairs, states);
    this.answerAt = answer;
  }

  private static int at(List<ValueInfo> values, String name) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("the model has no " + name);
  }

  /**
   * Measures.
   *
   * @param args see {@link MeasuredCalls#main}
   */
  public static void main(String[] args) throws IOException {
    MeasuredCalls.main(args, VecurrentStart::new);
  }

  @Override
  void call() {
    session.run(inputs, outputs);
    for (int[] pair : states) {
      Tensor next = outputs[pair[1]];
      outputs[pair[1]] = inputs[pair[0]];
      inputs[pair[0]] = next;
    }
  }

  @Override
  float[] answer() {
    return outputs[answerAt].floats();
  }
}
