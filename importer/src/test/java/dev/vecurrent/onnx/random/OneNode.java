package dev.vecurrent.onnx.random;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.onnx.proto.OperatorSetIdProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A drawn node of one operator: its form, its data and the tensors that say what it does. */
final class OneNode {

  /** How a model gives the node its inputs. */
  enum Form {
    /** All are inputs of declared shape. */
    GIVEN,
    /** All are inputs, of which the rank is declared. */
    ANY_SHAPE,
    /** Those that say what the operator does are constants. */
    PARAMETERS_KNOWN,
    /** All are constants but one that the node does not read. */
    ALL_KNOWN
  }

  private final Random random;
  private final NodeProto.Builder node;
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final Map<String, Boolean> isParameter = new LinkedHashMap<>();
  private final List<ElementType> outputs = new ArrayList<>();
  private int opset;
  private int domainVersion;
  private @Nullable ElementType movedType;

  OneNode(Random random, String operator) {
    this.random = random;
    this.node = NodeProto.newBuilder().setOpType(operator).setName(operator);
  }

  /** What only moves elements is to move those of one type, whatever it draws. */
  void moves(ElementType type) {
    movedType = type;
  }

  /** One of some opsets. */
  int opset(int... choices) {
    opset = choices[random.nextInt(choices.length)];
    return opset;
  }

  /** Makes the node one of another domain than ONNX's own. */
  void domain(String domain, int version) {
    node.setDomain(domain);
    domainVersion = version;
  }

  Random random() {
    return random;
  }

  int between(int from, int to) {
    return from + random.nextInt(to - from + 1);
  }

  boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  ElementType type(ElementType... choices) {
    if (movedType != null && choices == IndexSubjects.ANY) {
      return movedType;
    }
    return choices[random.nextInt(choices.length)];
  }

  /** Dimensions of a rank in a range; now and then one is 1, or 0 where that is allowed. */
  int[] shape(int least, int most, boolean empty) {
    int[] shape = new int[between(least, most)];
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = oneIn(6) ? 1 : empty && oneIn(20) ? 0 : between(1, 5);
    }
    return shape;
  }

  /** An axis of a rank, counted from either end. */
  long axis(int rank) {
    int axis = random.nextInt(rank);
    return random.nextBoolean() ? axis : axis - rank;
  }

  /** The axis from the front. */
  static int front(long axis, int rank) {
    return (int) (axis < 0 ? axis + rank : axis);
  }

  Tensor data(ElementType type, int... shape) {
    return data(Domain.ANY.draw(random, type, shape));
  }

  Tensor data(Tensor tensor) {
    return add(tensor, false);
  }

  /** A tensor that says what the operator does. */
  Tensor parameter(Tensor tensor) {
    return add(tensor, true);
  }

  /** Integers as INT32 or INT64. */
  Tensor integers(boolean narrow, int[] shape, long... elements) {
    if (!narrow) {
      return Tensor.of(elements.clone(), shape);
    }
    Tensor tensor = Tensor.zeros(ElementType.INT32, shape);
    for (int i = 0; i < elements.length; i++) {
      tensor.ints()[i] = (int) elements[i];
    }
    return tensor;
  }

  /** A vector of INT64 that says what the operator does. */
  void vector(long... elements) {
    parameter(Tensor.of(elements, elements.length));
  }

  void absent() {
    node.addInput("");
  }

  private Tensor add(Tensor tensor, boolean parameter) {
    String name = "i" + inputs.size();
    inputs.put(name, tensor);
    isParameter.put(name, parameter);
    node.addInput(name);
    return tensor;
  }

  void attribute(AttributeProto attribute) {
    node.addAttribute(attribute);
  }

  void integer(String name, long value) {
    attribute(Attribute.integer(name, value));
  }

  void output(ElementType type) {
    node.addOutput("o" + outputs.size());
    outputs.add(type);
  }

  /** An output in the middle that nobody wants. */
  void unwanted() {
    node.addOutput("");
  }

  Map<String, Tensor> given(Form form) {
    Map<String, Tensor> given = new LinkedHashMap<>();
    inputs.forEach((name, tensor) -> {
      if (!isConstant(name, form)) {
        given.put(name, tensor);
      }
    });
    if (form == Form.ALL_KNOWN) {
      given.put("other", Tensor.of(new float[] {1}, 1));
    }
    return given;
  }

  private boolean isConstant(String name, Form form) {
    return form == Form.ALL_KNOWN
        || (form == Form.PARAMETERS_KNOWN && Boolean.TRUE.equals(isParameter.get(name)));
  }

  byte[] model(Form form) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("one").addNode(node);
    inputs.forEach((name, tensor) -> {
      if (isConstant(name, form)) {
        graph.addInitializer(Wire.tensor(name, tensor));
        return;
      }
      List<String> dims = new ArrayList<>();
      for (int axis = 0; axis < tensor.rank(); axis++) {
        String size = Integer.toString(tensor.dim(axis));
        dims.add(form == Form.ANY_SHAPE ? "n" + size : size);
      }
      graph.addInput(Wire.declaration(name, tensor.type(), dims));
    });
    for (int i = 0; i < outputs.size(); i++) {
      graph.addOutput(Wire.declaration("o" + i, outputs.get(i)));
    }
    if (form == Form.ALL_KNOWN) {
      graph.addInput(Wire.declaration("other", ElementType.FLOAT32, List.of("1")));
      graph.addNode(
          NodeProto.newBuilder().setOpType("Neg").addInput("other").addOutput("negative"));
      graph.addOutput(Wire.declaration("negative", ElementType.FLOAT32));
    }
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
            .setGraph(graph);
    if (domainVersion > 0) {
      model.addOpsetImport(
          OperatorSetIdProto.newBuilder().setDomain(node.getDomain()).setVersion(domainVersion));
    }
    return model.build().toByteArray();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("opset " + opset);
    inputs.forEach((name, tensor) -> {
      text.append(", ").append(name).append(' ').append(tensor);
      if (Boolean.TRUE.equals(isParameter.get(name))) {
        for (int i = 0; i < tensor.size(); i++) {
          text.append(i == 0 ? " = " : ", ").append(Array.get(tensor.storage(), i));
        }
      }
    });
    return text.append(": ").append(node).toString();
  }
}
