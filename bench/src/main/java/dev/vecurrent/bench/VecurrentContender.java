package dev.vecurrent.bench;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.tensor.Tensor;

/** Vecurrent into a buffer of the caller. */
final class VecurrentContender implements Contender {

  private final Session session;
  private final Tensor[] inputs;
  private final Tensor[] outputs;

  VecurrentContender(byte[] model, Shape shape, float[] x, boolean vector) {
    CompileOptions options = CompileOptions.defaults().withVector(vector);
    session =
        Model.compile(OnnxImporter.read(model, shape.toString(), ImportLimits.defaults()), options)
            .newSession();
    inputs = new Tensor[] {Tensor.of(x, shape.steps(), shape.batch(), shape.hidden())};
    float[] y = new float[x.length];
    outputs = new Tensor[] {Tensor.of(y, shape.steps(), 1, shape.batch(), shape.hidden())};
  }

  @Override
  public void run() {
    session.run(inputs, outputs);
  }

  @Override
  public float[] output() {
    return outputs[0].floats();
  }

  @Override
  public void close() {
    // Nothing is held outside the heap.
  }
}
