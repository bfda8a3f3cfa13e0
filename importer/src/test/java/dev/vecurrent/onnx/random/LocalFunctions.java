package dev.vecurrent.onnx.random;

import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.AttributeProto.AttributeType;
import dev.vecurrent.onnx.proto.FunctionProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.onnx.proto.OperatorSetIdProto;
import dev.vecurrent.onnx.proto.ValueInfoProto;
import dev.vecurrent.tensor.ElementType;
import java.util.Arrays;
import java.util.List;

/** A model from x [2, 3] with functions of domain {@code pkg}, in few words. */
final class LocalFunctions {

  static final String DOMAIN = "pkg";

  private final ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(10);
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("graph");

  LocalFunctions(int opset) {
    model.addOpsetImportBuilder().setVersion(opset);
    model.addOpsetImportBuilder().setDomain(DOMAIN).setVersion(1);
    graph.addInput(Wire.declaration("x", ElementType.FLOAT32, List.of("2", "3")));
  }

  static NodeProto.Builder node(
      String operator, String inputs, String outputs, AttributeProto... attributes) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .addAllInput(names(inputs))
        .addAllOutput(names(outputs))
        .addAllAttribute(List.of(attributes));
  }

  static NodeProto.Builder call(
      String function, String inputs, String outputs, AttributeProto... attributes) {
    return node(function, inputs, outputs, attributes).setDomain(DOMAIN);
  }

  /** Names apart by blanks, {@code -} for one that is empty. */
  private static List<String> names(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(" ")).map(name -> name.equals("-") ? "" : name).toList();
  }

  static AttributeProto reference(String name, String to, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setRefAttrName(to).setType(type).build();
  }

  /** A body without inputs. */
  static AttributeProto body(String name, String output, NodeProto.Builder... nodes) {
    GraphProto.Builder body =
        GraphProto.newBuilder().addOutput(ValueInfoProto.newBuilder().setName(output));
    for (NodeProto.Builder node : nodes) {
      body.addNode(node);
    }
    return Attribute.graph(name, body);
  }

  FunctionProto.Builder function(
      String name, String inputs, String outputs, NodeProto.Builder... nodes) {
    FunctionProto.Builder function =
        model
            .addFunctionsBuilder()
            .setName(name)
            .setDomain(DOMAIN)
            .addAllInput(names(inputs))
            .addAllOutput(names(outputs));
    for (NodeProto.Builder node : nodes) {
      function.addNode(node);
    }
    return imports(imports(function, "", (int) model.getOpsetImport(0).getVersion()), DOMAIN, 1);
  }

  static FunctionProto.Builder imports(FunctionProto.Builder function, String domain, int opset) {
    function.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(opset));
    return function;
  }

  LocalFunctions imports(String domain) {
    model.addOpsetImportBuilder().setDomain(domain).setVersion(1);
    return this;
  }

  LocalFunctions nodes(NodeProto.Builder... nodes) {
    for (NodeProto.Builder node : nodes) {
      graph.addNode(node);
    }
    return this;
  }

  LocalFunctions output(String... names) {
    for (String name : names) {
      graph.addOutput(Wire.declaration(name, ElementType.FLOAT32));
    }
    return this;
  }

  byte[] bytes() {
    return model.setGraph(graph).build().toByteArray();
  }
}
