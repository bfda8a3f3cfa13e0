package dev.vecurrent.onnx;

import static dev.vecurrent.onnx.Bodies.BOOL;
import static dev.vecurrent.onnx.Bodies.FLOAT;
import static dev.vecurrent.onnx.Bodies.INT64;
import static dev.vecurrent.onnx.Bodies.body;
import static dev.vecurrent.onnx.Bodies.compile;
import static dev.vecurrent.onnx.Bodies.value;
import static dev.vecurrent.onnx.Protos.integer;
import static dev.vecurrent.onnx.Protos.model;
import static dev.vecurrent.onnx.Protos.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.TypeProto;
import dev.vecurrent.onnx.proto.ValueInfoProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sequences of tensors in graphs, in loops, and between a caller and a model. */
class SequenceTest {

  private static ValueInfoProto sequence(String name, int type) {
    TypeProto.Builder element =
        TypeProto.newBuilder().setTensorType(TypeProto.Tensor.newBuilder().setElemType(type));
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setSequenceType(TypeProto.Sequence.newBuilder().setElemType(element)))
        .build();
  }

  private static Tensor number(long value) {
    return Tensor.of(new long[] {value});
  }

  /** A loop that starts with a sequence and puts {@code x + i} at a place of it, i times. */
  private static ModelProto.Builder collecting(boolean atFront) {
    GraphProto.Builder turn =
        GraphProto.newBuilder()
            .addInput(value("i", INT64))
            .addInput(value("c", BOOL))
            .addInput(sequence("before", FLOAT))
            .addOutput(value("stay", BOOL))
            .addOutput(sequence("after", FLOAT))
            .addNode(node("Identity", List.of("c"), List.of("stay")))
            .addNode(node("Cast", List.of("i"), List.of("f")).addAttribute(integer("to", FLOAT)))
            .addNode(node("Add", List.of("x", "f"), List.of("sum")))
            .addNode(
                node(
                    "SequenceInsert",
                    atFront ? List.of("before", "sum", "zero") : List.of("before", "sum"),
                    List.of("after")));
    return model(
        GraphProto.newBuilder()
            .addInput(sequence("start", FLOAT))
            .addInput(Protos.value("x", FLOAT, -1))
            .addInput(Protos.value("turns", INT64))
            .addInitializer(Protos.tensor("zero", INT64).addInt64Data(0))
            .addOutput(sequence("all", FLOAT))
            .addOutput(value("count", INT64))
            .addNode(
                node("Loop", List.of("turns", "", "start"), List.of("all"))
                    .addAttribute(body("body", turn)))
            .addNode(node("SequenceLength", List.of("all"), List.of("count"))),
        13);
  }

  @Test
  void loopsCollect() {
    for (boolean atFront : new boolean[] {false, true}) {
      Session session = compile(collecting(atFront)).newSession();
      for (int turns : new int[] {5, 0, 2, 9}) {
        TensorSequence start =
            TensorSequence.of(ElementType.FLOAT32, Tensor.of(new float[] {-1}, 1, 1));
        Map<String, Value> found =
            session.runValues(
                Map.of(
                    "start",
                    start,
                    "x",
                    Tensor.of(new float[] {10, 20}, 2),
                    "turns",
                    number(turns)));
        assertThat(((Tensor) found.get("count")).longs()[0]).isEqualTo(turns + 1);
        TensorSequence all = (TensorSequence) found.get("all");
        assertThat(all.size()).isEqualTo(turns + 1);
        assertThat(all.get(atFront ? turns : 0).floats()[0]).isEqualTo(-1);
        for (int i = 0; i < turns; i++) {
          assertThat(all.get(atFront ? turns - 1 - i : i + 1).floats()).startsWith(10 + i, 20 + i);
        }
        assertThat(start.size()).isEqualTo(1);
      }
    }
  }

  @Test
  void steadyLoopsAllocateNothing() {
    Session session = compile(collecting(false)).newSession();
    Value[] in = {
      TensorSequence.growable(ElementType.FLOAT32), Tensor.of(new float[32], 32), number(40)
    };
    Value[] out = {
      TensorSequence.growable(ElementType.FLOAT32), Tensor.growable(ElementType.INT64)
    };
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int call = 0; call < 50; call++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      session.run(in, out);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
    assertThat(((TensorSequence) out[0]).size()).isEqualTo(40);
  }

  /** The place of a sequence that an input tells. */
  private static ModelProto.Builder at() {
    return model(
        GraphProto.newBuilder()
            .addInput(sequence("s", FLOAT))
            .addInput(Protos.value("place", INT64))
            .addOutput(value("y", FLOAT))
            .addNode(node("SequenceAt", List.of("s", "place"), List.of("y")).setName("pick")),
        11);
  }

  @Test
  void placesOutsideAreRefused() {
    Session session = compile(at()).newSession();
    TensorSequence two =
        TensorSequence.of(
            ElementType.FLOAT32, Tensor.of(new float[] {1}, 1), Tensor.of(new float[] {2, 3}, 2));
    assertThat(((Tensor) session.runValues(pair(two, -1)).get("y")).floats()).startsWith(2, 3);
    for (long place : new long[] {2, -3, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> session.runValues(pair(two, place)))
          .hasMessageContaining("pick")
          .hasMessageContaining("position " + place + " is outside [-2, 1]");
    }
  }

  private static Map<String, Value> pair(TensorSequence sequence, long place) {
    return Map.of("s", sequence, "place", number(place));
  }

  @Test
  void whatIsNoSequenceIsRefused() {
    Model model = compile(at());
    assertThat(model.inputs().getFirst()).asString().isEqualTo("s: sequence of FLOAT32[...]");
    Session session = model.newSession();
    assertThatThrownBy(
            () -> session.run(Map.of("s", Tensor.of(new float[1], 1), "place", number(0))))
        .hasMessageContaining("sequence of FLOAT32")
        .hasMessageContaining("found FLOAT32[1]");
    assertThatThrownBy(() ->
            session.runValues(
                Map.of("s", TensorSequence.growable(ElementType.INT64), "place", number(0))))
        .hasMessageContaining("found sequence of 0 INT64");
    Value[] in = {TensorSequence.of(ElementType.FLOAT32, Tensor.of(new float[1], 1)), number(0)};
    assertThatThrownBy(
            () -> session.run(in, new Value[] {TensorSequence.growable(ElementType.FLOAT32)}))
        .hasMessageContaining("expected a FLOAT32 tensor");
    assertThatThrownBy(() -> session.run(in, new Value[0])).hasMessageContaining("expected 1");
    assertThatThrownBy(() -> compile(collecting(true)).newSession().run(Map.of()))
        .hasMessageContaining("runValues");
  }

  @Test
  void operatorsOnTensorsRefuseSequences() {
    ModelProto.Builder relu =
        model(
            GraphProto.newBuilder()
                .addInput(sequence("s", FLOAT))
                .addOutput(value("y", FLOAT))
                .addNode(node("Relu", List.of("s"), List.of("y")).setName("relu")),
            11);
    assertThatThrownBy(() -> compile(relu))
        .hasMessageContaining("relu")
        .hasMessageContaining("sequence of FLOAT32, expected a tensor");
    ModelProto.Builder length =
        model(
            GraphProto.newBuilder()
                .addInput(value("x", FLOAT))
                .addOutput(value("y", INT64))
                .addNode(node("SequenceLength", List.of("x"), List.of("y")).setName("length")),
            11);
    assertThatThrownBy(() -> compile(length))
        .hasMessageContaining("length")
        .hasMessageContaining("FLOAT32 tensor, expected a sequence");
    ModelProto.Builder declared =
        model(
            GraphProto.newBuilder()
                .addInput(value("x", FLOAT))
                .addOutput(sequence("y", FLOAT))
                .addNode(node("Neg", List.of("x"), List.of("y"))),
            11);
    assertThatThrownBy(() -> compile(declared))
        .hasMessageContaining("declared a sequence of FLOAT32, but is FLOAT32");
  }
}
