package dev.vecurrent.onnx.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.vecurrent.Model;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.spec.ModelRefusedException;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs that ONNX Runtime's optimiser saved run as those that they were made of. */
class SavedGraphTest {

  private static final Path MODELS = Path.of("src/test/resources/dev/vecurrent/onnx");

  @TempDir Path folder;

  private byte[] saved(Path model, OptLevel level) throws OrtException, IOException {
    Path file = folder.resolve("saved.onnx");
    Files.deleteIfExists(file);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(level);
      options.setOptimizedModelFilePath(file.toString());
      OrtEnvironment.getEnvironment().createSession(model.toString(), options).close();
    }
    return Files.readAllBytes(file);
  }

  private static Map<String, Tensor> inputs(Model model, Random random) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (ValueInfo info : model.inputs()) {
      int[] shape =
          info.shape().orElseThrow().stream().mapToInt(d -> d.isFixed() ? d.size() : 2).toArray();
      Tensor tensor = Tensor.zeros(info.type(), shape);
      for (int i = 0; i < tensor.size(); i++) {
        if (info.type() == ElementType.FLOAT32) {
          tensor.floats()[i] = random.nextFloat(-1, 1);
        } else if (info.type() == ElementType.INT64) {
          tensor.longs()[i] = 1;
        }
      }
      inputs.put(info.name(), tensor);
    }
    return inputs;
  }

  private static void operators(GraphProto graph, Set<String> into) {
    for (NodeProto node : graph.getNodeList()) {
      into.add(node.getDomain() + "." + node.getOpType());
      node.getAttributeList().forEach(attribute -> operators(attribute.getG(), into));
    }
  }

  private Set<String> compare(OptLevel level) throws IOException, OrtException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(MODELS)) {
      files = all.filter(file -> file.toString().endsWith(".onnx")).sorted().toList();
    }
    int compared = 0;
    Set<String> operators = new TreeSet<>();
    for (Path file : files) {
      byte[] saved = saved(file, level);
      Set<String> of = new TreeSet<>();
      operators(ModelProto.parseFrom(saved).getGraph(), of);
      operators.addAll(of);
      Model plain = Model.compile(OnnxImporter.read(file));
      Model again;
      try {
        again = Model.compile(OnnxImporter.read(saved, "saved " + file, ImportLimits.defaults()));
      } catch (RuntimeException e) {
        throw new AssertionError(file + " " + of, e);
      }
      Map<String, Tensor> inputs = inputs(plain, new Random(7));
      Map<String, Tensor> expected;
      try {
        expected = plain.newSession().run(inputs);
      } catch (IllegalArgumentException e) {
        continue; // sizes that this model has no use for
      }
      Map<String, Tensor> found = again.newSession().run(inputs);
      expected.forEach((name, tensor) ->
          assertThat(Check.difference(found.get(name), tensor, 5e-5))
              .as(file + " " + name)
              .isEmpty());
      compared++;
    }
    assertThat(compared).isGreaterThan(50);
    return operators;
  }

  @Test
  void basicLevel() throws IOException, OrtException {
    assertThat(compare(OptLevel.BASIC_OPT)).contains(".LSTM");
  }

  @Test
  void extendedLevel() throws IOException, OrtException {
    assertThat(compare(OptLevel.EXTENDED_OPT))
        .contains(
            ".LayerNormalization",
            "com.microsoft.FusedConv",
            "com.microsoft.FusedGemm",
            "com.microsoft.FusedMatMul",
            "com.microsoft.Gelu");
  }

  @Test
  void graphsOfOneProcessorAreRefusedWithAdvice() {
    OneNode node = new OneNode(new Random(1), "Conv");
    node.opset(13);
    node.domain("com.microsoft.nchwc", 1);
    node.data(ElementType.FLOAT32, 1, 8, 4, 4);
    node.data(ElementType.FLOAT32, 8, 8, 1, 1);
    node.output(ElementType.FLOAT32);
    byte[] model = node.model(OneNode.Form.GIVEN);
    assertThatThrownBy(
            () -> Model.compile(OnnxImporter.read(model, "model", ImportLimits.defaults())))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContainingAll("com.microsoft.nchwc", "from before ONNX Runtime optimised it");
  }

  @Test
  void anAttributeThatIsNotKnownIsRefused() {
    OneNode node = new OneNode(new Random(1), "FusedMatMul");
    node.opset(13);
    node.domain("com.microsoft", 1);
    node.data(ElementType.FLOAT32, 2, 3);
    node.data(ElementType.FLOAT32, 3, 2);
    node.integer("turned", 1);
    node.output(ElementType.FLOAT32);
    byte[] model = node.model(OneNode.Form.GIVEN);
    assertThatThrownBy(
            () -> Model.compile(OnnxImporter.read(model, "model", ImportLimits.defaults())))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContainingAll("FusedMatMul", "turned", "not known");
  }
}
