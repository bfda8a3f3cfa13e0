package dev.vecurrent.onnx.random;

import com.google.protobuf.ByteString;
import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.AttributeProto.AttributeType;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Attributes of nodes. */
final class Attribute {

  private Attribute() {}

  private static AttributeProto.Builder named(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  static AttributeProto integer(String name, long value) {
    return named(name, AttributeType.INT).setI(value).build();
  }

  static AttributeProto flag(String name, boolean value) {
    return integer(name, value ? 1 : 0);
  }

  static AttributeProto number(String name, double value) {
    return named(name, AttributeType.FLOAT).setF((float) value).build();
  }

  static AttributeProto text(String name, String value) {
    return named(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value)).build();
  }

  static AttributeProto texts(String name, List<String> values) {
    return named(name, AttributeType.STRINGS)
        .addAllStrings(values.stream().map(ByteString::copyFromUtf8).toList())
        .build();
  }

  static AttributeProto integers(String name, long... values) {
    return named(name, AttributeType.INTS)
        .addAllInts(Arrays.stream(values).boxed().toList())
        .build();
  }

  static AttributeProto numbers(String name, float... values) {
    AttributeProto.Builder attribute = named(name, AttributeType.FLOATS);
    for (float value : values) {
      attribute.addFloats(value);
    }
    return attribute.build();
  }

  static AttributeProto tensor(String name, Tensor value) {
    return named(name, AttributeType.TENSOR).setT(Wire.tensor("", value)).build();
  }

  static AttributeProto graph(String name, GraphProto.Builder value) {
    return named(name, AttributeType.GRAPH).setG(value.setName(name)).build();
  }
}
