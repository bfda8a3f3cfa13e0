package dev.vecurrent.lecture;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.text.ModelOptions;
import java.io.IOException;
import java.util.Arrays;

/**
 * Size and speed of a sample's model.
 *
 * @param name of the file
 * @param parameters numbers in float tensors
 * @param tokensPerSecond of one text of {@code LENGTH} tokens in one call, one thread
 */
record ModelSpeed(String name, long parameters, double tokensPerSecond) {

  private static final int LENGTH = 20;
  private static final long SOME_TOKEN = 5;

  static ModelSpeed of(Class<?> owner, String resource, Stopwatch watch) throws IOException {
    Graph graph = ModelOptions.graph(owner, resource);
    Session session = Model.compile(graph).newSession();
    long[] tokens = new long[LENGTH];
    Arrays.fill(tokens, SOME_TOKEN);
    Tensor[] in = {Tensor.of(tokens, 1, LENGTH)};
    Tensor[] out = new Tensor[graph.outputs().size()];
    out[0] = Tensor.growable(ElementType.FLOAT32);
    double seconds = watch.seconds(() -> session.run(in, out));
    long parameters =
        graph.constants().values().stream()
            .filter(constant -> constant.type().isFloatingPoint())
            .mapToLong(Tensor::size)
            .sum();
    return new ModelSpeed(resource, parameters, LENGTH / seconds);
  }
}
