package dev.vecurrent.bench.startup;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;

/** A process that answers with Vecurrent. */
public final class VecurrentStart extends MeasuredCalls {

  private final Session session;
  private final Tensor[] inputs;
  private final Tensor[] outputs;

  private VecurrentStart(Path file, int steps, int hidden, boolean warmUp) throws IOException {
    Model model = Model.compile(OnnxImporter.read(file));
    if (warmUp) {
      model.warmUp();
    }
    session = model.newSession();
    inputs = new Tensor[] {Tensor.of(input(steps * hidden), steps, 1, hidden)};
    outputs = new Tensor[] {Tensor.of(new float[steps * hidden], steps, 1, 1, hidden)};
  }

  /**
   * Measures.
   *
   * @param args model file, steps, H, milliseconds after the first call, and {@code warm} to warm
   *     up
   */
  public static void main(String[] args) throws IOException {
    int steps = Integer.parseInt(args[1]);
    int hidden = Integer.parseInt(args[2]);
    new VecurrentStart(Path.of(args[0]), steps, hidden, args[4].equals("warm"))
        .run(Integer.parseInt(args[3]));
  }

  @Override
  void call() {
    session.run(inputs, outputs);
  }

  @Override
  float[] answer() {
    return outputs[0].floats();
  }
}
