package dev.vecurrent.onnx.random;

import com.google.protobuf.ByteString;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.onnx.proto.TensorShapeProto;
import dev.vecurrent.onnx.proto.TypeProto;
import dev.vecurrent.onnx.proto.ValueInfoProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Tensors and declarations as ONNX has them on the wire. */
final class Wire {

  private Wire() {}

  static TensorProto tensor(String name, Tensor tensor) {
    TensorProto.Builder proto =
        TensorProto.newBuilder().setName(name).setDataType(tensor.type().onnxNumber());
    for (int axis = 0; axis < tensor.rank(); axis++) {
      proto.addDims(tensor.dim(axis));
    }
    if (tensor.type() == ElementType.STRING) {
      for (int i = 0; i < tensor.size(); i++) {
        proto.addStringData(ByteString.copyFromUtf8(tensor.strings()[i]));
      }
      return proto.build();
    }
    return proto.setRawData(ByteString.copyFrom(raw(tensor))).build();
  }

  /** The elements as little-endian bytes, ready to be read. */
  static ByteBuffer raw(Tensor tensor) {
    ByteBuffer raw =
        ByteBuffer.allocateDirect(tensor.size() * tensor.type().bytes())
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < tensor.size(); i++) {
      switch (tensor.type()) {
        case FLOAT32 -> raw.putFloat(tensor.floats()[i]);
        case FLOAT64 -> raw.putDouble(tensor.doubles()[i]);
        case INT32, UINT32 -> raw.putInt(tensor.ints()[i]);
        case INT64, UINT64 -> raw.putLong(tensor.longs()[i]);
        case INT8, UINT8 -> raw.put(tensor.bytes()[i]);
        case INT16, UINT16, FLOAT16, BFLOAT16 -> raw.putShort(tensor.shorts()[i]);
        case BOOL -> raw.put((byte) (tensor.booleans()[i] ? 1 : 0));
        default -> throw new IllegalArgumentException("no random graph has " + tensor);
      }
    }
    return raw.flip();
  }

  /** A declaration without a shape. */
  static ValueInfoProto declaration(String name, ElementType type) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type.onnxNumber())))
        .build();
  }

  /** A declaration with a shape. */
  static ValueInfoProto declaration(String name, ElementType type, List<String> dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (String dim : dims) {
      TensorShapeProto.Dimension.Builder one = shape.addDimBuilder();
      if (Character.isDigit(dim.charAt(0))) {
        one.setDimValue(Long.parseLong(dim));
      } else {
        one.setDimParam(dim);
      }
    }
    ValueInfoProto.Builder declared = declaration(name, type).toBuilder();
    declared.getTypeBuilder().getTensorTypeBuilder().setShape(shape);
    return declared.build();
  }
}
