package dev.vecurrent.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.Model;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.spec.ModelRefusedException;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What fuzzing found: models that hold together, but whose values do not suit their operators. */
class FuzzFindingsTest {

  private static final int FLOATS = TensorProto.DataType.FLOAT_VALUE;

  /** One node that reads all inputs. */
  private static Model compile(NodeProto.Builder node, long[]... shapes) {
    GraphProto.Builder graph = GraphProto.newBuilder().addOutput(Protos.value("y", FLOATS));
    for (int i = 0; i < shapes.length; i++) {
      graph.addInput(Protos.value("x" + i, FLOATS, shapes[i]));
      node.addInput("x" + i);
    }
    return compile(graph.addNode(node.addOutput("y")));
  }

  private static Model compile(GraphProto.Builder graph) {
    return Model.compile(
        OnnxImporter.read(
            Protos.model(graph, 21).build().toByteArray(), "fuzz", ImportLimits.defaults()));
  }

  private static Map<String, Tensor> run(GraphProto.Builder graph, Map<String, Tensor> inputs) {
    return compile(graph).newSession().run(inputs);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 6, 8})
  void aGridOfAnotherRankThanItsImagesIsRefused(int rank) {
    long[] grid = new long[rank];
    Arrays.fill(grid, 2);
    NodeProto.Builder node = Protos.node("GridSample", List.of(), List.of());
    assertThatThrownBy(() -> compile(node, new long[] {1, 1, 4, 4}, grid))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContaining("GridSample: X is shape [1, 1, 4, 4] and grid");
  }

  /** One side takes away more than there is, and the other gives it back. */
  @ParameterizedTest
  @CsvSource({"-3, 2, 9", "5, -6, 9", "-3, 4, 9 9 9", "4, -3, 9 9 9", "-2, 1, 9"})
  void padsThatTakeAwayMoreThanThereIsLeaveTheConstant(long before, long after, String expected) {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(Protos.value("x", FLOATS, 2))
            .addInitializer(
                Protos.tensor("pads", TensorProto.DataType.INT64_VALUE, 2)
                    .addInt64Data(before)
                    .addInt64Data(after))
            .addInitializer(Protos.tensor("fill", FLOATS).addFloatData(9))
            .addNode(Protos.node("Pad", List.of("x", "pads", "fill"), List.of("y")))
            .addOutput(Protos.value("y", FLOATS, -1));
    Tensor y = run(graph, Map.of("x", Tensor.of(new float[] {1, 2}, 2))).get("y");
    String found = "";
    for (int i = 0; i < y.size(); i++) {
      found += (i == 0 ? "" : " ") + (int) y.floats()[i];
    }
    assertThat(found).isEqualTo(expected);
  }
}
