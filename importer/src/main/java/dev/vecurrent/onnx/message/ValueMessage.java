package dev.vecurrent.onnx.message;

import com.google.protobuf.CodedInputStream;
import dev.vecurrent.internal.Nullable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code ValueInfoProto}. */
public final class ValueMessage extends WireMessage {

  public final Type type;
  public String name = "";

  /** A value of which nothing is said yet. */
  public ValueMessage() {
    this(new Type());
  }

  private ValueMessage(Type type) {
    this.type = type;
  }

  /** A value of another name with the same type. */
  public ValueMessage as(String other) {
    ValueMessage same = new ValueMessage(type);
    same.name = other;
    return same;
  }

  @Override
  boolean field(int tag, CodedInputStream in) throws IOException {
    if (tag == bytes(1)) {
      name = in.readString();
    } else if (tag == bytes(2)) {
      type.mergeNested(in);
    } else {
      return false;
    }
    return true;
  }

  /** {@code TypeProto}: one of several kinds of type, the last one if there are more. */
  public static final class Type extends WireMessage {

    /** The type of a tensor, or of each tensor of a sequence; {@code null} for another kind. */
    public @Nullable TensorType tensor;

    public boolean isSequence;
    public boolean isOptional;

    /** What kind, in words. */
    public String kind = "none";

    @Override
    boolean field(int tag, CodedInputStream in) throws IOException {
      if (tag == bytes(1)) {
        if (tensor == null) {
          tensor = new TensorType();
        }
        tensor.mergeNested(in);
        isSequence = false;
        isOptional = false;
        kind = "a tensor";
        return true;
      }
      if (tag == bytes(4)) {
        SequenceType sequence = new SequenceType();
        sequence.mergeNested(in);
        isSequence = !sequence.element.isSequence && !sequence.element.isOptional;
        isOptional = false;
        tensor = isSequence ? sequence.element.tensor : null;
        kind = "a sequence of " + sequence.element.kind;
        return true;
      }
      if (tag == bytes(9)) {
        SequenceType optional = new SequenceType();
        optional.mergeNested(in);
        isOptional = !optional.element.isOptional;
        tensor = isOptional ? optional.element.tensor : null;
        isSequence = isOptional && optional.element.isSequence;
        kind = "an optional value that is " + optional.element.kind;
        return true;
      }
      if (tag == bytes(5)) {
        kind = "a map";
      } else if (tag == bytes(8)) {
        kind = "a sparse tensor";
      } else {
        return false;
      }
      tensor = null;
      isSequence = false;
      isOptional = false;
      in.skipField(tag);
      return true;
    }
  }

  /** {@code TypeProto.Sequence}, and {@code TypeProto.Optional}, which has the same form. */
  static final class SequenceType extends WireMessage {

    final Type element = new Type();

    @Override
    boolean field(int tag, CodedInputStream in) throws IOException {
      if (tag != bytes(1)) {
        return false;
      }
      element.mergeNested(in);
      return true;
    }
  }

  /** {@code TypeProto.Tensor}. */
  public static final class TensorType extends WireMessage {

    public int elementType;
    public @Nullable Shape shape;

    @Override
    boolean field(int tag, CodedInputStream in) throws IOException {
      if (tag == integer(1)) {
        elementType = in.readInt32();
      } else if (tag == bytes(2)) {
        if (shape == null) {
          shape = new Shape();
        }
        shape.mergeNested(in);
      } else {
        return false;
      }
      return true;
    }
  }

  /** {@code TensorShapeProto}. */
  public static final class Shape extends WireMessage {

    public final List<Size> sizes = new ArrayList<>();

    @Override
    boolean field(int tag, CodedInputStream in) throws IOException {
      if (tag != bytes(1)) {
        return false;
      }
      Size size = new Size();
      size.mergeNested(in);
      sizes.add(size);
      return true;
    }
  }

  /** {@code TensorShapeProto.Dimension}: a number or a symbol, the last one if there are more. */
  public static final class Size extends WireMessage {

    public boolean isNumber;
    public long number;
    public String symbol = "";

    @Override
    boolean field(int tag, CodedInputStream in) throws IOException {
      if (tag == integer(1)) {
        isNumber = true;
        number = in.readInt64();
      } else if (tag == bytes(2)) {
        isNumber = false;
        symbol = in.readString();
      } else {
        return false;
      }
      return true;
    }
  }
}
