package dev.vecurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.io.NpyFiles;
import dev.vecurrent.onnx.OnnxTensors;
import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.onnx.proto.OperatorSetIdProto;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.onnx.proto.TensorShapeProto;
import dev.vecurrent.onnx.proto.TypeProto;
import dev.vecurrent.onnx.proto.ValueInfoProto;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** No command prints what a file's names would make of a terminal. */
class ForgedLinesTest {

  private static final String EVIL = "\nerror: forged\r\u001b[2J\u202e\u2028\u009b";

  @TempDir private Path folder = Path.of("");

  private static ValueInfoProto value(String name) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT_VALUE)
                        .setShape(
                            TensorShapeProto.newBuilder()
                                .addDim(
                                    TensorShapeProto.Dimension.newBuilder()
                                        .setDimParam("d" + EVIL)))))
        .build();
  }

  private Path model(String operator) throws IOException {
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .setProducerName("p" + EVIL)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("o" + EVIL).setVersion(1))
            .setGraph(
                GraphProto.newBuilder()
                    .setName("g" + EVIL)
                    .addNode(
                        NodeProto.newBuilder()
                            .setOpType(operator)
                            .setName("n" + EVIL)
                            .addInput("x" + EVIL)
                            .addOutput("y" + EVIL)
                            .addAttribute(
                                AttributeProto.newBuilder()
                                    .setName("a" + EVIL)
                                    .setType(AttributeProto.AttributeType.INT)
                                    .setI(1)
                                    .build()))
                    .addInput(value("x" + EVIL))
                    .addOutput(value("y" + EVIL)))
            .build();
    ModelProto.Builder built = model.toBuilder();
    if (operator.equals("Relu")) {
      built.getGraphBuilder().getNodeBuilder(0).clearAttribute();
    }
    Path file = Files.createDirectories(folder.resolve("case")).resolve("model.onnx");
    return Files.write(file, built.build().toByteArray());
  }

  private static void assertClean(CommandRun run) {
    assertThat(run.out() + run.err())
        .matches("[ -~\n]*")
        .doesNotContain("\nerror: forged")
        .contains("\\u202e");
  }

  @Test
  void inspect() throws IOException {
    for (String operator : List.of("Relu", "Frobnicate" + EVIL)) {
      Path model = model(operator);
      assertClean(CommandRun.of("inspect", model));
      CommandRun json = CommandRun.of("inspect", "--json", model);
      assertClean(json);
      assertThat(JsonMapper.builder().build().readTree(json.out()).get("producer").asString())
          .isEqualTo("p" + EVIL);
    }
    assertClean(CommandRun.of("inspect", "--debug", model("Frobnicate" + EVIL)));
    assertClean(CommandRun.of("inspect", folder.resolve("no" + EVIL)));
    assertClean(CommandRun.of("inspect", "--dim", "q=0", model("Relu")));
  }

  @Test
  void run() throws IOException {
    Path model = model("Relu");
    Path x = folder.resolve("x.npy");
    NpyFiles.write(x, Tensor.of(new float[] {1, 2}, 2));
    Path out = folder.resolve("out");
    CommandRun run = CommandRun.of("run", model, "--input", "x" + EVIL + "=" + x, "--out", out);
    assertThat(run.status()).as(run.err()).isZero();
    assertClean(run);
    assertClean(CommandRun.of("run", model, "--input", "z=" + x, "--out", out));
    assertClean(CommandRun.of("run", model, "--input", "x" + EVIL, "--out", out));
    Files.writeString(folder.resolve("b" + EVIL.replace("/", "") + ".npy"), "no");
    assertClean(
        CommandRun.of(
            "run", model, "--input", "x=" + folder.resolve("b" + EVIL + ".npy"), "--out", out));
  }

  @Test
  void verify() throws IOException {
    Path model = model("Relu");
    Path set = Files.createDirectories(folder.resolve("case/test_data_set_0"));
    OnnxTensors.write(set.resolve("input_0.pb"), "x" + EVIL, Tensor.of(new float[] {1}, 1));
    OnnxTensors.write(set.resolve("output_0.pb"), "y" + EVIL, Tensor.of(new float[] {2}, 1));
    Path table = folder.resolve("table.md");
    for (String json : List.of("", "--json")) {
      for (String operator : List.of("Relu", "Frobnicate" + EVIL)) {
        model(operator);
        Object[] words = {"verify", "--table", table, model};
        Object[] more = {"verify", "--table", table, model, "--json"};
        assertClean(CommandRun.of(json.isEmpty() ? words : more));
        assertThat(Files.readString(table)).matches("[ -~\n]*").doesNotContain("\nerror: forged");
      }
    }
  }

  @Test
  void score() throws IOException {
    Path model = model("Relu");
    Path in =
        Files.write(
            folder.resolve("in"),
            List.of(
                "{\"id\": \"\\u202e\\u2028\", \"x\": [1]}",
                "{\"id\": 1, \"\\u202e\\n\": [1]}",
                "{\"id\": 1, \"x\": [[[1]]]}"));
    Path out = folder.resolve("out" + EVIL);
    CommandRun run = CommandRun.of("score", model, "--input", in, "--output", out);
    assertClean(run);
    Path errors = folder.resolve("out" + EVIL + ".errors.jsonl");
    assertThat(Files.readString(errors)).matches("[ -~\n]*");
    assertThat(Files.readString(out)).contains("\"id\":\"\\u202e\\u2028\"");
    assertClean(CommandRun.of("score", model("Frobnicate" + EVIL), "--input", in, "--output", out));
  }
}
