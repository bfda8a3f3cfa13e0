package dev.vecurrent.onnx.random;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random graphs all of whose initialisers are optional inputs: a call that gives some of them, as
 * the file has them, has the bits of one that gives none.
 */
class OptionalInputsTest {

  private static final int GRAPHS = 300;
  private static final int MOST_FAILURES = 5;

  @Test
  void givenConstantsHaveTheBitsOfFoldedOnes() throws InvalidProtocolBufferException {
    long seed = Seeds.of(OptionalInputsTest.class);
    RandomGraphs graphs = new RandomGraphs();
    Random random = new Random(seed);
    List<String> failures = new ArrayList<>();
    long[] seeds = Seeds.cases(seed, GRAPHS).toArray();
    int given = 0;
    for (int i = 0; i < GRAPHS && failures.size() < MOST_FAILURES; i++) {
      RandomGraph graph = graphs.draw(random.nextInt(10_000), seeds[i]);
      Graph read =
          OnnxImporter.read(allOptional(graph.bytes()), "optional", ImportLimits.defaults());
      Model model = Model.compile(read);
      Session session = model.newSession();
      Map<String, Tensor> expected = session.run(graph.inputs());
      for (int call = 0; call < 2; call++) {
        Map<String, Tensor> inputs = new HashMap<>(graph.inputs());
        for (ValueInfo optional : model.optionalInputs()) {
          if (random.nextBoolean()) {
            String name = optional.name();
            inputs.put(name, Objects.requireNonNull(read.constants().get(name)));
            given++;
          }
        }
        difference(session, inputs, expected)
            .ifPresent(wrong ->
                failures.add(wrong + " with " + inputs.keySet() + "\n" + graph.describe()));
      }
    }
    assertThat(failures).as("seed %d", seed).isEmpty();
    assertThat(given).isGreaterThan(GRAPHS / 2);
  }

  private static byte[] allOptional(byte[] file) throws InvalidProtocolBufferException {
    ModelProto.Builder model = ModelProto.parseFrom(file).toBuilder();
    model
        .getGraph()
        .getInitializerList()
        .forEach(tensor ->
            model
                .getGraphBuilder()
                .addInputBuilder()
                .setName(tensor.getName())
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .setElemType(tensor.getDataType()));
    return model.build().toByteArray();
  }

  private static Optional<String> difference(
      Session session, Map<String, Tensor> inputs, Map<String, Tensor> expected) {
    try {
      Map<String, Tensor> found = session.run(inputs);
      return expected.entrySet().stream()
          .flatMap(e ->
              Check.difference(Objects.requireNonNull(found.get(e.getKey())), e.getValue(), 0)
                  .map(what -> e.getKey() + ": " + what)
                  .stream())
          .findFirst();
    } catch (RuntimeException | AssertionError failed) {
      return Optional.of("fails: " + failed + Arrays.toString(failed.getStackTrace()));
    }
  }
}
