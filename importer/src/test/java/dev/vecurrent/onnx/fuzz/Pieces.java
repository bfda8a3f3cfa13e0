package dev.vecurrent.onnx.fuzz;

import com.google.protobuf.ByteString;
import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.onnx.proto.TensorShapeProto;
import dev.vecurrent.onnx.proto.TypeProto;
import dev.vecurrent.onnx.proto.ValueInfoProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.testing.FuzzBytes;
import java.util.List;

/** Tensors, declarations and attributes that a fuzzer's bytes make, likely and unlikely ones. */
final class Pieces {

  private static final List<ElementType> TYPES = List.of(ElementType.values());

  /** Types that most operators take. */
  private static final List<ElementType> COMMON =
      List.of(ElementType.FLOAT32, ElementType.INT64, ElementType.FLOAT32, ElementType.INT32);

  private static final int MOST_RANK = 9;
  private static final int LIKELY_RANK = 4;
  private static final int MOST_ELEMENTS = 512;

  private final FuzzBytes bytes;
  private final List<String> texts;

  Pieces(FuzzBytes bytes, List<String> texts) {
    this.bytes = bytes;
    this.texts = texts;
  }

  ElementType type() {
    return bytes.oneIn(2) ? bytes.pick(TYPES) : bytes.pick(COMMON);
  }

  private int rank() {
    return bytes.below(bytes.oneIn(8) ? MOST_RANK + 1 : LIKELY_RANK + 1);
  }

  /** A tensor with as many elements as its shape says. */
  TensorProto tensor(String name, ElementType type) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(type.onnxNumber());
    int size = 1;
    int rank = rank();
    for (int axis = 0; axis < rank; axis++) {
      int dim = bytes.size();
      int fitting = (long) size * dim > MOST_ELEMENTS ? 1 : dim;
      size *= fitting;
      tensor.addDims(fitting);
    }
    return fill(tensor, size).build();
  }

  /** Other elements for a tensor of the type and shape that it has. */
  TensorProto refilled(TensorProto tensor) {
    long size = 1;
    for (long dim : tensor.getDimsList()) {
      size *= Math.clamp(dim, 0, MOST_ELEMENTS);
      size = Math.min(size, MOST_ELEMENTS);
    }
    TensorProto.Builder other =
        TensorProto.newBuilder()
            .setName(tensor.getName())
            .setDataType(tensor.getDataType())
            .addAllDims(tensor.getDimsList());
    return fill(other, (int) size).build();
  }

  /** Draws the first elements, which the others repeat. */
  private TensorProto.Builder fill(TensorProto.Builder tensor, int size) {
    int period = 1 + bytes.below(4);
    float[] numbers = new float[period];
    long[] integers = new long[period];
    boolean floats =
        tensor.getDataType() == TensorProto.DataType.FLOAT_VALUE
            || tensor.getDataType() == TensorProto.DataType.DOUBLE_VALUE;
    for (int i = 0; i < period; i++) {
      if (floats) {
        numbers[i] = bytes.number();
      } else {
        integers[i] = bytes.integer();
      }
    }
    for (int i = 0; i < size; i++) {
      long integer = integers[i % period];
      switch (tensor.getDataType()) {
        case TensorProto.DataType.FLOAT_VALUE -> tensor.addFloatData(numbers[i % period]);
        case TensorProto.DataType.DOUBLE_VALUE -> tensor.addDoubleData(numbers[i % period]);
        case TensorProto.DataType.INT64_VALUE -> tensor.addInt64Data(integer);
        case TensorProto.DataType.UINT32_VALUE, TensorProto.DataType.UINT64_VALUE ->
            tensor.addUint64Data(integer & 0xffffffffL);
        case TensorProto.DataType.STRING_VALUE ->
            tensor.addStringData(ByteString.copyFromUtf8(text((int) integer & 0xff)));
        case TensorProto.DataType.BOOL_VALUE -> tensor.addInt32Data((int) integer & 1);
        case TensorProto.DataType.INT32_VALUE -> tensor.addInt32Data((int) integer);
        default -> tensor.addInt32Data((int) integer & 0x7f);
      }
    }
    return tensor;
  }

  private String text(int drawn) {
    return drawn % 4 == 0 ? "" : texts.get(drawn % texts.size());
  }

  /** A declaration: fixed sizes, symbols, sizes that nothing has, or no shape at all. */
  ValueInfoProto declaration(String name, ElementType type) {
    TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type.onnxNumber());
    if (!bytes.oneIn(4)) {
      tensor.setShape(shape());
    }
    TypeProto.Builder declared = TypeProto.newBuilder();
    if (bytes.oneIn(16)) {
      declared.getSequenceTypeBuilder().getElemTypeBuilder().setTensorType(tensor);
    } else if (bytes.oneIn(16)) {
      declared.getOptionalTypeBuilder().getElemTypeBuilder().setTensorType(tensor);
    } else {
      declared.setTensorType(tensor);
    }
    return ValueInfoProto.newBuilder().setName(name).setType(declared).build();
  }

  private TensorShapeProto shape() {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    int rank = rank();
    for (int axis = 0; axis < rank; axis++) {
      TensorShapeProto.Dimension.Builder dim = shape.addDimBuilder();
      switch (bytes.below(8)) {
        case 0, 1, 2 -> dim.setDimValue(bytes.size());
        case 3, 4 -> dim.setDimParam("n" + bytes.below(3));
        case 5 -> dim.setDimValue(bytes.integer());
        default -> {}
      }
    }
    return shape.build();
  }

  /** An attribute of the same name and type with another value. */
  AttributeProto changed(AttributeProto attribute) {
    AttributeProto.Builder other = attribute.toBuilder();
    switch (attribute.getType()) {
      case INT -> other.setI(bytes.integer());
      case FLOAT -> other.setF(bytes.number());
      case STRING -> other.setS(ByteString.copyFromUtf8(bytes.pick(texts)));
      case INTS -> integers(other);
      case FLOATS -> numbers(other);
      case STRINGS -> other.addStrings(ByteString.copyFromUtf8(bytes.pick(texts)));
      case TENSOR -> other.setT(bytes.oneIn(2) ? tensor("", type()) : refilled(attribute.getT()));
      default -> other.setI(bytes.integer());
    }
    return other.build();
  }

  private void integers(AttributeProto.Builder attribute) {
    int count = attribute.getIntsCount();
    switch (bytes.below(4)) {
      case 0 -> attribute.addInts(bytes.integer());
      case 1 -> {
        attribute.clearInts();
        for (int i = bytes.below(6); i > 0; i--) {
          attribute.addInts(bytes.integer());
        }
      }
      default -> {
        if (count > 0) {
          attribute.setInts(bytes.below(count), bytes.integer());
        }
      }
    }
  }

  private void numbers(AttributeProto.Builder attribute) {
    int count = attribute.getFloatsCount();
    if (count == 0 || bytes.oneIn(3)) {
      attribute.addFloats(bytes.number());
    } else {
      attribute.setFloats(bytes.below(count), bytes.number());
    }
  }
}
