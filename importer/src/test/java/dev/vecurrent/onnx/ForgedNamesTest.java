package dev.vecurrent.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.vecurrent.Model;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names of a file cannot forge lines of a message or turn its text around. */
class ForgedNamesTest {

  private static final String EVIL = "n\nerror: forged\r\u001b[2J\u202e\u2028\u200b";
  private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;

  private static void assertClean(String text, int lines) {
    assertThat(text.lines().count()).isEqualTo(lines);
    assertThat(text).matches("[ -~\n]*").doesNotContain("\nerror: forged").contains("\\u202e");
    assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThan(1 << 16);
  }

  /** A node between an input and an output, all with such names. */
  private static ModelProto.Builder model(String operator, String inner) {
    ModelProto.Builder model = Protos.small();
    model
        .getGraphBuilder()
        .clear()
        .setName(EVIL)
        .addInput(Protos.value("x" + EVIL, FLOAT, 2))
        .addOutput(Protos.value("y" + EVIL, FLOAT))
        .addNode(
            Protos.node(operator, List.of("x" + EVIL, inner), List.of("y" + EVIL)).setName(EVIL));
    return model;
  }

  private static Model compile(ModelProto.Builder model) {
    return Model.compile(
        OnnxImporter.read(model.build().toByteArray(), "a\nb\u202e", ImportLimits.defaults()));
  }

  @Test
  void imports() {
    byte[] noModel = "\u0007\u0007nothing".getBytes(StandardCharsets.UTF_8);
    Throwable e =
        catchThrowable(() -> OnnxImporter.read(noModel, "f" + EVIL, ImportLimits.defaults()));
    assertThat(e).isInstanceOf(MalformedModelException.class);
    assertClean(e.getMessage(), 1);
    ModelProto.Builder twice = model("Add", "x" + EVIL);
    twice.getGraphBuilder().addNode(twice.getGraphBuilder().getNode(0));
    e = catchThrowable(() -> compile(twice));
    assertThat(e.getMessage()).contains("assigned twice");
    assertThat(e.getMessage()).matches("[ -~\n]*").doesNotContain("\nerror: forged");
  }

  @Test
  void compiles() {
    for (ModelProto.Builder model :
        List.of(
            model("Frobnicate" + EVIL, "x" + EVIL),
            model("Add", "missing" + EVIL),
            model("Concat", "x" + EVIL))) {
      Throwable e = catchThrowable(() -> compile(model));
      assertThat(e).isInstanceOf(IllegalArgumentException.class);
      assertThat(e.getMessage()).matches("[ -~\n]*").doesNotContain("\nerror: forged");
      assertThat(e.getMessage()).contains("\\u202e");
    }
  }

  @Test
  void runs() {
    ModelProto.Builder add = model("Add", "z" + EVIL);
    add.getGraphBuilder().addInput(Protos.value("z" + EVIL, FLOAT));
    Model model = compile(add);
    Map<String, Tensor> good = new LinkedHashMap<>();
    good.put("x" + EVIL, Tensor.of(new float[2], 2));
    Map<String, Tensor> extra = new LinkedHashMap<>(good);
    extra.put("z" + EVIL, Tensor.of(new float[3], 3));
    assertClean(catchThrowable(() -> model.newSession().run(extra)).getMessage(), 1);
    assertClean(catchThrowable(() -> model.newSession().run(good)).getMessage(), 1);
    extra.put("z" + EVIL, Tensor.zeros(ElementType.INT64, 2));
    assertClean(catchThrowable(() -> model.newSession().run(extra)).getMessage(), 1);
    extra.put("z" + EVIL, Tensor.of(new float[2], 2));
    extra.put("w\n", Tensor.of(new float[2], 2));
    assertClean(catchThrowable(() -> model.newSession().run(extra)).getMessage(), 1);
    extra.remove("w\n");
    assertThat(model.newSession().run(extra)).containsOnlyKeys("y" + EVIL);
  }

  @Test
  void plans() {
    ModelProto.Builder add = model("Add", "x" + EVIL);
    Model model = compile(add);
    String plan = model.plan().describe();
    assertThat(plan).matches("[ -~\n]*").contains("\\u202e").doesNotContain("\nerror");
    assertThat(model.inputs().toString() + model.outputs() + model.nodes()).matches("[ -~]*");
    assertThat(model.memory(Map.of()).describe()).matches("[ -~\n]*").doesNotContain("\nerror");
  }

  @Test
  void messagesWithManyNamesAreBounded() {
    ModelProto.Builder many = model("Sum", "x" + EVIL);
    String[] names = new String[500];
    for (int i = 0; i < names.length; i++) {
      names[i] = i + "\u202e".repeat(1000);
      many.getGraphBuilder().addInput(Protos.value(names[i], FLOAT, 2));
    }
    many.getGraphBuilder().getNodeBuilder(0).addAllInput(Arrays.asList(names));
    Model model = compile(many);
    String message =
        catchThrowable(() -> model.newSession().run(Map.of("none", Tensor.of(new float[1], 1))))
            .getMessage();
    assertThat(message.getBytes(StandardCharsets.UTF_8).length).isLessThan(1 << 16);
    Throwable e = catchThrowable(() -> model.newSession().run(new Tensor[1], new Tensor[1]));
    assertClean(e.getMessage(), 1);
    ModelProto.Builder bad = model("Sum", "x" + EVIL);
    for (int i = 0; i < 1500; i++) {
      String missing = "m" + i + "\u202e".repeat(680);
      bad.getGraphBuilder()
          .addNode(Protos.node("Frobnicate", List.of(missing), List.of("o" + missing)))
          .addOutput(Protos.value("o" + missing, FLOAT));
    }
    e = catchThrowable(() -> compile(bad));
    assertThat(e.getMessage().getBytes(StandardCharsets.UTF_8).length).isLessThan(1 << 16);
  }
}
