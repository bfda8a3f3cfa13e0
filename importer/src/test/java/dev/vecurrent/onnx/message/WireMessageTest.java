package dev.vecurrent.onnx.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.FunctionProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.onnx.proto.SparseTensorProto;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.onnx.proto.TensorShapeProto;
import dev.vecurrent.onnx.proto.TypeProto;
import dev.vecurrent.onnx.proto.ValueInfoProto;
import dev.vecurrent.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Our messages hold what protobuf's generated ones hold. */
class WireMessageTest {

  private final SplittableRandom random = new SplittableRandom(Seeds.of(WireMessageTest.class));

  private static ModelMessage read(byte[] bytes) throws IOException {
    ModelMessage message = new ModelMessage();
    message.merge(ByteString.copyFrom(bytes).newCodedInput());
    return message;
  }

  @Test
  void randomModelsAreReadAsProtobufReadsThem() throws IOException {
    for (int round = 0; round < 300; round++) {
      ModelProto one = model();
      assertSame(read(one.toByteArray()), one);
    }
  }

  @Test
  void messagesThatComeTwiceAreMerged() throws IOException {
    for (int round = 0; round < 100; round++) {
      ByteArrayOutputStream twice = new ByteArrayOutputStream();
      twice.writeBytes(model().toByteArray());
      twice.writeBytes(model().toByteArray());
      assertSame(read(twice.toByteArray()), ModelProto.parseFrom(twice.toByteArray()));
    }
  }

  @Test
  void numbersAreReadPackedOrNot() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeFloat(4, 1.5f);
    out.writeDouble(10, 2.5);
    out.writeInt32(5, -3);
    out.writeInt64(7, -4);
    out.writeUInt64(11, 5);
    out.writeByteArray(1, new byte[] {2, 3});
    out.flush();
    bytes.writeBytes(
        TensorProto.newBuilder().addFloatData(6).addInt32Data(7).addDims(8).build().toByteArray());
    TensorMessage message = new TensorMessage();
    message.merge(ByteString.copyFrom(bytes.toByteArray()).newCodedInput());
    assertSame(message, TensorProto.parseFrom(bytes.toByteArray()));
    assertThat(message.dims.size()).isEqualTo(3);
  }

  @Test
  void typesOfAttributesHaveTheirNumbers() {
    for (AttributeMessage.Type type : AttributeMessage.Type.values()) {
      assertThat(AttributeProto.AttributeType.forNumber(type.ordinal()).name())
          .isEqualTo(type.name());
    }
    assertThat(AttributeProto.AttributeType.forNumber(AttributeMessage.Type.values().length))
        .isNull();
  }

  private boolean flip() {
    return random.nextBoolean();
  }

  private String text() {
    return random.nextInt(5) == 0 ? "" : "n\u00e4me" + random.nextInt(100);
  }

  private ModelProto model() {
    GraphProto.Builder graph = GraphProto.newBuilder().setName(text()).setDocString(text());
    for (int i = random.nextInt(4); i > 0; i--) {
      graph.addNode(node());
      graph.addInitializer(tensor());
      graph.addInput(value());
      graph.addOutput(value());
      graph.addValueInfo(value());
      graph.addSparseInitializer(SparseTensorProto.newBuilder().setValues(tensor()));
    }
    ModelProto.Builder model = ModelProto.newBuilder().setProducerName(text());
    if (flip()) {
      model.setIrVersion(random.nextLong());
    }
    if (flip()) {
      model.setGraph(graph);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      model.addOpsetImportBuilder().setDomain(text()).setVersion(random.nextLong());
      model.addFunctions(function());
      model.addTrainingInfoBuilder().setAlgorithm(graph);
    }
    return model.build();
  }

  private FunctionProto function() {
    FunctionProto.Builder function = FunctionProto.newBuilder().setName(text()).setDomain(text());
    for (int i = random.nextInt(3); i > 0; i--) {
      function.addInput(text()).addOutput(text()).addAttribute(text()).addNode(node());
      function.addAttributeProto(attribute()).addValueInfo(value());
      function.addOpsetImportBuilder().setDomain(text()).setVersion(random.nextLong());
    }
    return function.setOverload(text()).build();
  }

  private NodeProto node() {
    NodeProto.Builder node = NodeProto.newBuilder().setDocString(text());
    for (int i = random.nextInt(4); i > 0; i--) {
      node.addInput(text()).addOutput(text()).addAttribute(attribute());
    }
    return node.setName(text()).setOpType(text()).setDomain(text()).setOverload(text()).build();
  }

  private AttributeProto attribute() {
    AttributeProto.AttributeType[] types = AttributeProto.AttributeType.values();
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder()
            .setName(text())
            .setRefAttrName(text())
            .setType(types[random.nextInt(types.length)]);
    if (flip()) {
      attribute.setF((float) random.nextDouble()).setI(random.nextLong()).setT(tensor());
      attribute
          .setS(ByteString.copyFromUtf8(text()))
          .setG(GraphProto.newBuilder().addNode(NodeProto.newBuilder().setName(text())));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      attribute.addFloats((float) random.nextDouble()).addInts(random.nextLong());
      attribute.addStrings(ByteString.copyFromUtf8(text()));
      attribute.addTensors(tensor());
    }
    return attribute.build();
  }

  private TensorProto tensor() {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(text());
    tensor.setDataType(random.nextInt());
    if (flip()) {
      tensor.setRawData(ByteString.copyFromUtf8(text()));
      tensor.setDataLocation(
          flip() ? TensorProto.DataLocation.EXTERNAL : TensorProto.DataLocation.DEFAULT);
      tensor.getSegmentBuilder().setBegin(1);
      tensor.addExternalDataBuilder().setKey(text()).setValue(text());
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      tensor.addDims(random.nextLong()).addFloatData((float) random.nextDouble());
      tensor.addDoubleData(random.nextDouble()).addInt32Data(random.nextInt());
      tensor.addInt64Data(random.nextLong()).addUint64Data(random.nextLong());
      tensor.addStringData(ByteString.copyFromUtf8(text()));
    }
    return tensor.build();
  }

  private ValueInfoProto value() {
    ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(text());
    TypeProto.Builder type = value.getTypeBuilder();
    switch (random.nextInt(6)) {
      case 0 -> type.getSequenceTypeBuilder();
      case 1 -> type.getMapTypeBuilder();
      case 2 -> type.getOptionalTypeBuilder();
      case 3 -> type.getSparseTensorTypeBuilder();
      case 4 -> type.setDenotation(text());
      default -> {
        TypeProto.Tensor.Builder of = type.getTensorTypeBuilder().setElemType(random.nextInt());
        for (int i = random.nextInt(4); i > 0; i--) {
          TensorShapeProto.Dimension.Builder dim = of.getShapeBuilder().addDimBuilder();
          if (flip()) {
            dim.setDimValue(random.nextLong());
          } else if (flip()) {
            dim.setDimParam(text());
          }
        }
      }
    }
    return value.build();
  }

  private static void assertSame(FunctionMessage actual, FunctionProto expected) {
    assertThat(actual.name).isEqualTo(expected.getName());
    assertThat(actual.domain).isEqualTo(expected.getDomain());
    assertThat(actual.overload).isEqualTo(expected.getOverload());
    assertThat(actual.inputs).isEqualTo(expected.getInputList());
    assertThat(actual.outputs).isEqualTo(expected.getOutputList());
    assertThat(actual.operatorSets).hasSameSizeAs(expected.getOpsetImportList());
    assertThat(actual.defaults).hasSameSizeAs(expected.getAttributeProtoList());
    for (int i = 0; i < actual.defaults.size(); i++) {
      assertSame(actual.defaults.get(i), expected.getAttributeProto(i));
    }
    assertThat(actual.nodes).hasSameSizeAs(expected.getNodeList());
    for (int i = 0; i < actual.nodes.size(); i++) {
      assertSame(actual.nodes.get(i), expected.getNode(i));
    }
  }

  private static void assertSame(ModelMessage actual, ModelProto expected) {
    assertThat(actual.irVersion).isEqualTo(expected.getIrVersion());
    assertThat(actual.functions).hasSameSizeAs(expected.getFunctionsList());
    for (int i = 0; i < expected.getFunctionsCount(); i++) {
      assertSame(actual.functions.get(i), expected.getFunctions(i));
    }
    assertThat(actual.trainingInfos).isEqualTo(expected.getTrainingInfoCount());
    assertThat(actual.operatorSets.stream().map(set -> set.domain + " " + set.version))
        .isEqualTo(
            expected.getOpsetImportList().stream()
                .map(set -> set.getDomain() + " " + set.getVersion())
                .toList());
    assertThat(actual.graph != null).isEqualTo(expected.hasGraph());
    if (actual.graph != null) {
      assertSame(actual.graph, expected.getGraph());
    }
  }

  private static void assertSame(GraphMessage actual, GraphProto expected) {
    assertThat(actual.sparseInitializers).hasSize(expected.getSparseInitializerCount());
    assertThat(actual.nodes).hasSize(expected.getNodeCount());
    for (int i = 0; i < actual.nodes.size(); i++) {
      assertSame(actual.nodes.get(i), expected.getNode(i));
    }
    assertThat(actual.initializers).hasSize(expected.getInitializerCount());
    for (int i = 0; i < actual.initializers.size(); i++) {
      assertSame(actual.initializers.get(i), expected.getInitializer(i));
    }
    assertSame(actual.inputs, expected.getInputList());
    assertSame(actual.outputs, expected.getOutputList());
  }

  private static void assertSame(NodeMessage actual, NodeProto expected) {
    assertThat(actual.name).isEqualTo(expected.getName());
    assertThat(actual.operator).isEqualTo(expected.getOpType());
    assertThat(actual.domain).isEqualTo(expected.getDomain());
    assertThat(actual.inputs).isEqualTo(expected.getInputList());
    assertThat(actual.outputs).isEqualTo(expected.getOutputList());
    assertThat(actual.attributes).hasSize(expected.getAttributeCount());
    for (int i = 0; i < actual.attributes.size(); i++) {
      assertSame(actual.attributes.get(i), expected.getAttribute(i));
    }
  }

  private static void assertSame(AttributeMessage actual, AttributeProto expected) {
    assertThat(actual.name).isEqualTo(expected.getName());
    assertThat(actual.refersTo).isEqualTo(expected.getRefAttrName());
    assertThat(actual.type.name()).isEqualTo(expected.getType().name());
    assertThat(actual.number).isEqualTo(expected.getF());
    assertThat(actual.integer).isEqualTo(expected.getI());
    assertThat(actual.string).isEqualTo(expected.getS());
    assertThat(actual.strings).isEqualTo(expected.getStringsList());
    assertThat(floats(actual.floats)).isEqualTo(expected.getFloatsList());
    assertThat(integers(actual.integers)).isEqualTo(expected.getIntsList());
    assertThat(actual.tensor != null).isEqualTo(expected.hasT());
    if (actual.tensor != null) {
      assertSame(actual.tensor, expected.getT());
    }
  }

  private static void assertSame(TensorMessage actual, TensorProto expected) {
    assertThat(actual.name).isEqualTo(expected.getName());
    assertThat(actual.type).isEqualTo(expected.getDataType());
    assertThat(actual.raw != null).isEqualTo(expected.hasRawData());
    if (actual.raw != null) {
      assertThat(actual.raw).isEqualTo(expected.getRawData());
    }
    assertThat(actual.isSegment).isEqualTo(expected.hasSegment());
    assertThat(actual.isExternal)
        .isEqualTo(expected.getDataLocation() == TensorProto.DataLocation.EXTERNAL);
    assertThat(actual.externalData.stream().map(entry -> entry.key + "=" + entry.value))
        .isEqualTo(
            expected.getExternalDataList().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList());
    assertThat(actual.strings).isEqualTo(expected.getStringDataList());
    assertThat(integers(actual.dims)).isEqualTo(expected.getDimsList());
    assertThat(floats(actual.floats)).isEqualTo(expected.getFloatDataList());
    assertThat(integers(actual.longs)).isEqualTo(expected.getInt64DataList());
    assertThat(integers(actual.unsigned)).isEqualTo(expected.getUint64DataList());
    assertThat(integers(actual.ints).stream().map(Long::intValue))
        .isEqualTo(expected.getInt32DataList());
    assertThat(actual.doubles.size()).isEqualTo(expected.getDoubleDataCount());
    for (int i = 0; i < actual.doubles.size(); i++) {
      assertThat(actual.doubles.get(i)).isEqualTo(expected.getDoubleData(i));
    }
  }

  private static void assertSame(List<ValueMessage> actual, List<ValueInfoProto> expected) {
    assertThat(actual).hasSize(expected.size());
    for (int i = 0; i < actual.size(); i++) {
      TypeProto type = expected.get(i).getType();
      ValueMessage.TensorType tensor = actual.get(i).type.tensor;
      assertThat(actual.get(i).name).isEqualTo(expected.get(i).getName());
      assertThat(tensor != null).isEqualTo(type.hasTensorType());
      assertThat(actual.get(i).type.kind.equals("none"))
          .isEqualTo(type.getValueCase() == TypeProto.ValueCase.VALUE_NOT_SET);
      if (tensor != null) {
        assertThat(tensor.elementType).isEqualTo(type.getTensorType().getElemType());
        assertThat(tensor.shape != null).isEqualTo(type.getTensorType().hasShape());
        assertThat(tensor.shape == null ? "" : sizes(tensor.shape))
            .isEqualTo(tensor.shape == null ? "" : sizes(type.getTensorType().getShape()));
      }
    }
  }

  private static String sizes(ValueMessage.Shape shape) {
    StringBuilder text = new StringBuilder();
    shape.sizes.forEach(
        size -> text.append(size.isNumber ? size.number : "'" + size.symbol).append(' '));
    return text.toString();
  }

  private static String sizes(TensorShapeProto shape) {
    StringBuilder text = new StringBuilder();
    shape
        .getDimList()
        .forEach(size ->
            text.append(size.hasDimValue() ? size.getDimValue() : "'" + size.getDimParam())
                .append(' '));
    return text.toString();
  }

  private static List<Float> floats(Numbers.Floats numbers) {
    List<Float> list = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      list.add(numbers.get(i));
    }
    return list;
  }

  private static List<Long> integers(Numbers.Integers numbers) {
    List<Long> list = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      list.add(numbers.get(i));
    }
    return list;
  }
}
