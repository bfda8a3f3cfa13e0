package dev.vecurrent.onnx.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import dev.vecurrent.internal.Nullable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code AttributeProto}; of sparse tensors and lists of types and graphs only that there is one is
 * known.
 */
public final class AttributeMessage extends WireMessage {

  /** {@code AttributeProto.AttributeType}, each at its number. */
  public enum Type {
    UNDEFINED,
    FLOAT,
    INT,
    STRING,
    TENSOR,
    GRAPH,
    FLOATS,
    INTS,
    STRINGS,
    TENSORS,
    GRAPHS,
    SPARSE_TENSOR,
    SPARSE_TENSORS,
    TYPE_PROTO,
    TYPE_PROTOS
  }

  private static final Type[] TYPES = Type.values();

  public Numbers.Floats floats = Numbers.Floats.NONE;
  public Numbers.Integers integers = Numbers.Integers.NONE;
  public List<ByteString> strings = List.of();
  public @Nullable TensorMessage tensor;
  public @Nullable GraphMessage graph;
  public ValueMessage.@Nullable Type valueType;
  public String name = "";
  public String refersTo = "";
  public Type type = Type.UNDEFINED;
  public float number;
  public long integer;
  public ByteString string = ByteString.EMPTY;

  private static AttributeMessage of(String name, Type type) {
    AttributeMessage attribute = new AttributeMessage();
    attribute.name = name;
    attribute.type = type;
    return attribute;
  }

  /** An attribute of type INT. */
  public static AttributeMessage ofInteger(String name, long value) {
    AttributeMessage attribute = of(name, Type.INT);
    attribute.integer = value;
    return attribute;
  }

  /** An attribute of type INTS. */
  public static AttributeMessage ofIntegers(String name, long... values) {
    AttributeMessage attribute = of(name, Type.INTS);
    attribute.integers = Numbers.Integers.of(values);
    return attribute;
  }

  /** An attribute of type FLOAT. */
  public static AttributeMessage ofNumber(String name, float value) {
    AttributeMessage attribute = of(name, Type.FLOAT);
    attribute.number = value;
    return attribute;
  }

  /** An attribute of type STRING. */
  public static AttributeMessage ofText(String name, String value) {
    AttributeMessage attribute = of(name, Type.STRING);
    attribute.string = ByteString.copyFromUtf8(value);
    return attribute;
  }

  /** An attribute of type GRAPH. */
  public static AttributeMessage ofGraph(String name, GraphMessage value) {
    AttributeMessage attribute = of(name, Type.GRAPH);
    attribute.graph = value;
    return attribute;
  }

  @Override
  boolean field(int tag, CodedInputStream in) throws IOException {
    if (tag == bytes(1)) {
      name = in.readString();
    } else if (tag == number32(2)) {
      number = in.readFloat();
    } else if (tag == integer(3)) {
      integer = in.readInt64();
    } else if (tag == bytes(4)) {
      string = in.readBytes();
    } else if (tag == bytes(5)) {
      if (tensor == null) {
        tensor = new TensorMessage();
      }
      tensor.mergeNested(in);
    } else if (tag == bytes(6)) {
      if (graph == null) {
        graph = new GraphMessage();
      }
      graph.mergeNested(in);
    } else if (tag == bytes(14)) {
      if (valueType == null) {
        valueType = new ValueMessage.Type();
      }
      valueType.mergeNested(in);
    } else if (tag == integer(20)) {
      int number = in.readEnum();
      type = number >= 0 && number < TYPES.length ? TYPES[number] : type;
    } else if (tag == bytes(21)) {
      refersTo = in.readString();
    } else {
      return list(tag, in);
    }
    return true;
  }

  private boolean list(int tag, CodedInputStream in) throws IOException {
    if (tag == number32(7) || tag == bytes(7)) {
      floats = Numbers.Floats.with(floats, tag == bytes(7), in);
    } else if (tag == integer(8) || tag == bytes(8)) {
      integers = Numbers.Integers.with(integers, tag == bytes(8), in);
    } else if (tag == bytes(9)) {
      strings = strings.isEmpty() ? new ArrayList<>() : strings;
      strings.add(in.readBytes());
    } else {
      return false;
    }
    return true;
  }

  /** An attribute of another name with the same value. */
  public AttributeMessage as(String other) {
    AttributeMessage same = new AttributeMessage();
    same.name = other;
    same.type = type;
    same.number = number;
    same.integer = integer;
    same.string = string;
    same.floats = floats;
    same.integers = integers;
    same.strings = strings;
    same.tensor = tensor;
    same.graph = graph;
    same.refersTo = refersTo;
    return same;
  }
}
