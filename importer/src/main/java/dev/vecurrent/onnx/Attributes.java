package dev.vecurrent.onnx;

import com.google.protobuf.ByteString;
import dev.vecurrent.internal.Nullable;
import dev.vecurrent.onnx.message.AttributeMessage;
import dev.vecurrent.onnx.message.Findings;
import dev.vecurrent.onnx.message.NodeMessage;
import dev.vecurrent.onnx.message.TensorMessage;
import dev.vecurrent.onnx.message.ValueMessage;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.ControlNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Attributes of a node to values; whatever cannot be one is a finding. */
final class Attributes {

  /** Lists are short, axes and shapes, or the keys of a vocabulary. */
  private static final int MOST_NUMBERS = 1 << 20;

  private final TensorReader tensors;
  private final Findings findings;

  Attributes(TensorReader tensors, Findings findings) {
    this.tensors = tensors;
    this.findings = findings;
  }

  /** The attributes of a node by name, without the bodies of control flow. */
  Map<String, AttributeValue> read(NodeMessage node, String nodeName) throws IOException {
    boolean control = ControlNode.OPERATORS.contains(node.operator);
    Map<String, AttributeValue> values = new LinkedHashMap<>();
    for (AttributeMessage attribute : node.attributes) {
      if (findings.isFull()) {
        break;
      }
      if (control && attribute.type == AttributeMessage.Type.GRAPH) {
        continue; // a body, which is not read here
      }
      String name = attribute.name;
      try {
        AttributeValue value = value(attribute);
        if (values.put(name, value) != null) {
          throw new IllegalArgumentException("is set twice");
        }
      } catch (IllegalArgumentException e) {
        findings.add(nodeName, node.operator, name, "", String.valueOf(e.getMessage()));
      }
    }
    return values;
  }

  private AttributeValue value(AttributeMessage attribute) throws IOException {
    if (attribute.name.isEmpty()) {
      throw new IllegalArgumentException("an attribute has no name");
    }
    if (!attribute.refersTo.isEmpty()) {
      throw new IllegalArgumentException("refers to an attribute of a function");
    }
    int most = Math.max(attribute.integers.size(), attribute.floats.size());
    if (most > MOST_NUMBERS) {
      throw new IllegalArgumentException(
          "a list of "
              + most
              + " numbers is too long, expected at most "
              + MOST_NUMBERS
              + ": store it as a tensor");
    }
    AttributeValue value = typed(attribute);
    if (value == null) {
      throw new IllegalArgumentException(
          "attributes of type " + attribute.type + " are not supported");
    }
    return value;
  }

  private @Nullable AttributeValue typed(AttributeMessage attribute) throws IOException {
    return switch (attribute.type) {
      case INT -> new AttributeValue.OfInt(attribute.integer);
      case FLOAT -> new AttributeValue.OfFloat(attribute.number);
      case STRING -> new AttributeValue.OfString(text(attribute.string));
      case INTS -> new AttributeValue.OfInts(integers(attribute));
      case FLOATS -> new AttributeValue.OfFloats(floats(attribute));
      case STRINGS ->
          new AttributeValue.OfStrings(attribute.strings.stream().map(Attributes::text).toList());
      case TENSOR -> new AttributeValue.OfTensor(tensors.read(tensor(attribute)));
      case TYPE_PROTO -> type(attribute);
      default -> null;
    };
  }

  private static AttributeValue type(AttributeMessage attribute) {
    ValueMessage.Type type = attribute.valueType;
    ValueMessage.TensorType tensor = type == null ? null : type.tensor;
    if (type == null || tensor == null || type.isOptional) {
      throw new IllegalArgumentException(
          "expected the type of a tensor or of a sequence of tensors, found "
              + (type == null ? "none" : type.kind));
    }
    return new AttributeValue.OfType(TensorReader.type(tensor.elementType), type.isSequence);
  }

  private static TensorMessage tensor(AttributeMessage attribute) {
    if (attribute.tensor == null) {
      throw new IllegalArgumentException("has no tensor");
    }
    return attribute.tensor;
  }

  private static List<Long> integers(AttributeMessage attribute) {
    List<Long> list = new ArrayList<>();
    for (int i = 0; i < attribute.integers.size(); i++) {
      list.add(attribute.integers.get(i));
    }
    return list;
  }

  private static List<Float> floats(AttributeMessage attribute) {
    List<Float> list = new ArrayList<>();
    for (int i = 0; i < attribute.floats.size(); i++) {
      list.add(attribute.floats.get(i));
    }
    return list;
  }

  private static String text(ByteString bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.asReadOnlyByteBuffer()).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("is no UTF-8 text", e);
    }
  }
}
