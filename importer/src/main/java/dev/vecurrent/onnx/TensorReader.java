package dev.vecurrent.onnx;

import com.google.protobuf.ByteString;
import dev.vecurrent.internal.Nullable;
import dev.vecurrent.onnx.message.TensorMessage;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * {@code TensorProto} to {@link Tensor}: typed fields, {@code raw_data} and external data, every
 * type of {@link ElementType}. Size and budget are checked before anything is allocated.
 */
final class TensorReader {

  private static final List<String> UNSUPPORTED =
      List.of(
          "UNDEFINED",
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          "COMPLEX64",
          "COMPLEX128",
          "",
          "FLOAT8E4M3FN",
          "FLOAT8E4M3FNUZ",
          "FLOAT8E5M2",
          "FLOAT8E5M2FNUZ",
          "",
          "",
          "FLOAT4E2M1",
          "FLOAT8E8M0",
          "UINT2",
          "INT2");

  private final @Nullable ModelFolder folder;
  private final ImportLimits limits;
  private long bytesLeft;
  private int tensorsLeft;

  TensorReader(@Nullable ModelFolder folder, ImportLimits limits) {
    this.folder = folder;
    this.limits = limits;
    this.bytesLeft = limits.tensorBytes();
    this.tensorsLeft = limits.tensors();
  }

  /** The type with an ONNX number; the message names it where it is known but not supported. */
  static ElementType type(int number) {
    try {
      return ElementType.ofOnnx(number);
    } catch (IllegalArgumentException e) {
      String name = number >= 0 && number < UNSUPPORTED.size() ? UNSUPPORTED.get(number) : "";
      throw new IllegalArgumentException(
          "element type "
              + number
              + (name.isEmpty() ? "" : " (" + name + ")")
              + " is not supported"
              + advice(name),
          e);
    }
  }

  private static String advice(String type) {
    boolean small = type.startsWith("FLOAT8") || type.startsWith("FLOAT4") || type.endsWith("INT2");
    return small
        ? "; quantise to INT8 or UINT8 instead, or give the model from before quantisation"
        : "";
  }

  /**
   * Reads a tensor.
   *
   * @throws IllegalArgumentException if it is refused; says why
   * @throws IOException if external data cannot be read
   */
  Tensor read(TensorMessage message) throws IOException {
    if (--tensorsLeft < 0) {
      throw new LimitException(
          "tensors: more than " + ImportLimits.words("tensors", limits.tensors()));
    }
    ElementType type = type(message.type);
    if (message.isSegment) {
      throw new IllegalArgumentException("segmented tensors are not supported");
    }
    int[] shape = shape(message);
    long size = size(shape);
    long bytes = bytes(message, type, size);
    if (bytes > bytesLeft) {
      throw new LimitException(
          "bytes of all tensors: more than "
              + ImportLimits.words("tensorBytes", limits.tensorBytes()));
    }
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("a tensor of " + bytes + " bytes is too large");
    }
    checkStorage(message, type);
    ByteBuffer raw = null;
    ExternalData external = null;
    if (message.isExternal) {
      if (type == ElementType.STRING) {
        throw new IllegalArgumentException("external data cannot be text");
      }
      if (folder == null) {
        throw new IllegalArgumentException("external data is not read from here");
      }
      external = ExternalData.of(folder, message.externalData, fileBytes(type, size));
    } else if (message.raw != null && type != ElementType.STRING) {
      if (message.raw.size() != fileBytes(type, size)) {
        throw new IllegalArgumentException(
            "raw_data has %d bytes, shape and type need %d"
                .formatted(message.raw.size(), fileBytes(type, size)));
      }
      raw = message.raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    } else {
      checkCount(typedCount(message, type), isHalfByte(type) ? (size + 1) / 2 : size);
    }
    bytesLeft -= bytes;
    Tensor tensor = Tensor.zeros(type, shape);
    if (external != null) {
      int[] at = {0};
      external.read(block -> at[0] = fill(tensor, block, at[0]));
    } else if (raw != null) {
      fill(tensor, raw, 0);
    } else {
      fill(tensor, message);
    }
    return tensor;
  }

  private static boolean isHalfByte(ElementType type) {
    return type == ElementType.INT4 || type == ElementType.UINT4;
  }

  /** Bytes of raw data: two elements of 4 bits share one. */
  private static long fileBytes(ElementType type, long size) {
    return isHalfByte(type) ? (size + 1) / 2 : size * type.bytes();
  }

  /** Bytes in memory: of text, with its characters. */
  private static long bytes(TensorMessage message, ElementType type, long size) {
    long bytes = Math.multiplyExact(size, (long) type.bytes());
    for (ByteString text : message.strings) {
      bytes += 2L * text.size();
    }
    return bytes;
  }

  private static int[] shape(TensorMessage message) {
    if (message.dims.size() > Tensor.MAX_RANK) {
      throw new IllegalArgumentException(
          "rank " + message.dims.size() + " exceeds " + Tensor.MAX_RANK);
    }
    int[] shape = new int[message.dims.size()];
    for (int i = 0; i < shape.length; i++) {
      long dim = message.dims.get(i);
      if (dim < 0 || dim > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException("dimension " + i + " is " + dim);
      }
      shape[i] = (int) dim;
    }
    return shape;
  }

  private static long size(int[] shape) {
    long size = 1;
    boolean empty = false;
    for (int dim : shape) {
      empty |= dim == 0;
      size = Math.min(size * Math.max(dim, 1), 1L << 31);
    }
    if (empty) {
      return 0;
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(shape) + " has too many elements");
    }
    return size;
  }

  /** Exactly one storage may hold the elements, and it must be the one for the type. */
  private static void checkStorage(TensorMessage message, ElementType type) {
    int typed =
        (message.floats.size() > 0 ? 1 : 0)
            + (message.doubles.size() > 0 ? 1 : 0)
            + (message.ints.size() > 0 ? 1 : 0)
            + (message.longs.size() > 0 ? 1 : 0)
            + (message.unsigned.size() > 0 ? 1 : 0)
            + (message.strings.isEmpty() ? 0 : 1);
    boolean own = typedCount(message, type) > 0;
    boolean raw = message.raw != null && !message.raw.isEmpty();
    if (typed + (raw ? 1 : 0) + (message.isExternal ? 1 : 0) > 1 || (typed == 1 && !own)) {
      throw new IllegalArgumentException(
          "elements of " + type + " stand in another field than they should, or in several");
    }
    if (!message.isExternal && !message.externalData.isEmpty()) {
      throw new IllegalArgumentException("has external_data entries, but is not external");
    }
  }

  private static int typedCount(TensorMessage message, ElementType type) {
    return switch (type) {
      case FLOAT32 -> message.floats.size();
      case FLOAT64 -> message.doubles.size();
      case INT64 -> message.longs.size();
      case UINT32, UINT64 -> message.unsigned.size();
      case STRING -> message.strings.size();
      default -> message.ints.size();
    };
  }

  private static void checkCount(int actual, long expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(
          "has " + actual + " elements, its shape needs " + expected);
    }
  }

  private static void fill(Tensor tensor, TensorMessage message) {
    for (int i = 0; i < tensor.size(); i++) {
      switch (tensor.type()) {
        case FLOAT32 -> tensor.floats()[i] = message.floats.get(i);
        case FLOAT64 -> tensor.doubles()[i] = message.doubles.get(i);
        case INT64 -> tensor.longs()[i] = message.longs.get(i);
        case INT32 -> tensor.ints()[i] = (int) message.ints.get(i);
        case UINT32 -> tensor.ints()[i] = (int) message.unsigned.get(i);
        case UINT64 -> tensor.longs()[i] = message.unsigned.get(i);
        case STRING -> tensor.strings()[i] = text(message.strings.get(i));
        case INT4, UINT4 ->
            tensor.bytes()[i] = half(tensor.type(), (int) message.ints.get(i / 2), i);
        case BOOL -> tensor.booleans()[i] = message.ints.get(i) != 0;
        case INT8, UINT8 -> tensor.bytes()[i] = (byte) message.ints.get(i);
        case INT16, UINT16, FLOAT16, BFLOAT16 -> tensor.shorts()[i] = (short) message.ints.get(i);
      }
    }
  }

  /** One of the two elements of a byte: of even index the low four bits. */
  private static byte half(ElementType type, int both, int i) {
    int bits = i % 2 == 0 ? both & 0xf : both >> 4 & 0xf;
    return (byte) (type == ElementType.INT4 ? (bits ^ 8) - 8 : bits);
  }

  private static String text(ByteString bytes) {
    if (!bytes.isValidUtf8()) {
      throw new IllegalArgumentException("an element is no UTF-8 text");
    }
    return bytes.toStringUtf8();
  }

  /** Fills elements from one on, and tells which comes next. */
  private static int fill(Tensor tensor, ByteBuffer raw, int from) {
    int count = raw.remaining() / tensor.type().bytes();
    switch (tensor.type()) {
      case FLOAT32 -> raw.asFloatBuffer().get(tensor.floats(), from, count);
      case FLOAT64 -> raw.asDoubleBuffer().get(tensor.doubles(), from, count);
      case INT64, UINT64 -> raw.asLongBuffer().get(tensor.longs(), from, count);
      case INT32, UINT32 -> raw.asIntBuffer().get(tensor.ints(), from, count);
      case BOOL -> {
        for (int i = 0; i < count; i++) {
          tensor.booleans()[from + i] = raw.get() != 0;
        }
      }
      case INT8, UINT8 -> raw.get(tensor.bytes(), from, count);
      case INT4, UINT4 -> {
        // Two elements in a byte; the last one may have one only.
        count = Math.min(2 * raw.remaining(), tensor.size() - from);
        int start = raw.position();
        for (int i = 0; i < count; i++) {
          tensor.bytes()[from + i] = half(tensor.type(), raw.get(start + i / 2), i);
        }
      }
      case STRING -> throw new IllegalArgumentException("text cannot be raw data");
      case INT16, UINT16, FLOAT16, BFLOAT16 ->
          raw.asShortBuffer().get(tensor.shorts(), from, count);
    }
    return from + count;
  }
}
