package dev.vecurrent.onnx;

import com.google.protobuf.ByteString;
import dev.vecurrent.internal.Nullable;
import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.spec.AttributeValue;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Attributes of a node to values; whatever cannot be one is a finding. */
final class Attributes {

  /** Lists are short: axes, shapes, parameters. */
  private static final int MOST_NUMBERS = 1 << 16;

  private final TensorReader tensors;
  private final Findings findings;

  Attributes(TensorReader tensors, Findings findings) {
    this.tensors = tensors;
    this.findings = findings;
  }

  /** The attributes of a node by name. */
  Map<String, AttributeValue> read(NodeProto node, String nodeName) throws IOException {
    Map<String, AttributeValue> values = new LinkedHashMap<>();
    for (AttributeProto attribute : node.getAttributeList()) {
      String name = attribute.getName();
      try {
        AttributeValue value = value(attribute);
        if (values.put(name, value) != null) {
          throw new IllegalArgumentException("is set twice");
        }
      } catch (IllegalArgumentException e) {
        findings.add(nodeName, node.getOpType(), name, "", String.valueOf(e.getMessage()));
      }
    }
    return values;
  }

  private AttributeValue value(AttributeProto attribute) throws IOException {
    if (attribute.getName().isEmpty()) {
      throw new IllegalArgumentException("an attribute has no name");
    }
    if (!attribute.getRefAttrName().isEmpty()) {
      throw new IllegalArgumentException("refers to an attribute of a function");
    }
    int most = Math.max(attribute.getIntsCount(), attribute.getFloatsCount());
    if (most > MOST_NUMBERS) {
      throw new IllegalArgumentException(
          "a list of " + most + " numbers is too long, expected at most " + MOST_NUMBERS);
    }
    AttributeValue value = typed(attribute);
    if (value == null) {
      throw new IllegalArgumentException(
          "attributes of type " + attribute.getType() + " are not supported");
    }
    return value;
  }

  private @Nullable AttributeValue typed(AttributeProto attribute) throws IOException {
    return switch (attribute.getType()) {
      case INT -> new AttributeValue.OfInt(attribute.getI());
      case FLOAT -> new AttributeValue.OfFloat(attribute.getF());
      case STRING -> new AttributeValue.OfString(text(attribute.getS()));
      case INTS -> new AttributeValue.OfInts(attribute.getIntsList());
      case FLOATS -> new AttributeValue.OfFloats(attribute.getFloatsList());
      case STRINGS -> {
        if (attribute.getStringsCount() > 64) {
          throw new IllegalArgumentException(attribute.getStringsCount() + " strings are too many");
        }
        yield new AttributeValue.OfStrings(
            attribute.getStringsList().stream().map(Attributes::text).toList());
      }
      case TENSOR -> new AttributeValue.OfTensor(tensors.read(attribute.getT()));
      default -> null;
    };
  }

  private static String text(ByteString bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.asReadOnlyByteBuffer()).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("is no UTF-8 text", e);
    }
  }
}
