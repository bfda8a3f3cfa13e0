package dev.vecurrent.bench.contender;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.Workers;
import dev.vecurrent.bench.shape.Shape;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Vecurrent into a buffer of the caller. */
final class VecurrentContender implements Contender {

  private final Model model;
  private final Workers workers;
  private final Session session;
  private final Tensor[] inputs;
  private final Tensor[] outputs;

  VecurrentContender(Network network, int threads, boolean vector) {
    Shape shape = network.shape();
    CompileOptions options = CompileOptions.defaults().withVector(vector);
    byte[] file = LayerModel.bytes(network);
    model =
        Model.compile(OnnxImporter.read(file, shape.toString(), ImportLimits.defaults()), options);
    workers = Workers.of(threads);
    session = model.newSession(workers);
    List<Tensor> given = new ArrayList<>();
    given.add(Tensor.of(network.x(), shape.steps(), shape.batch(), shape.input()));
    for (float[] state : List.of(network.h0(), network.c0())) {
      if (state.length > 0) {
        given.add(Tensor.of(state, shape.directions(), shape.batch(), shape.hidden()));
      }
    }
    inputs = given.toArray(Tensor[]::new);
    float[] y = new float[network.outputFloats()];
    outputs =
        new Tensor[] {
          Tensor.of(y, shape.steps(), shape.directions(), shape.batch(), shape.hidden())
        };
  }

  /** The kernels in the plan's words, such as {@code vector, 512 bit}. */
  String kernels() {
    return model.plan().steps().stream()
        .flatMap(step -> step.details().stream())
        .filter(detail -> detail.contains("float32, "))
        .map(VecurrentContender::kernels)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no recurrent layer in " + model.plan()));
  }

  /** {@code ... float32, vector, 512 bit, fused ...} or {@code ... float32, scalar, ...}. */
  private static String kernels(String detail) {
    List<String> parts = List.of(detail.substring(detail.indexOf("float32, ")).split(", ", -1));
    boolean width = parts.size() > 2 && parts.get(2).endsWith(" bit");
    return width ? parts.get(1) + ", " + parts.get(2) : parts.get(1);
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
  public boolean allocatesNothing() {
    return true;
  }

  @Override
  public void close() {
    workers.close();
  }
}
