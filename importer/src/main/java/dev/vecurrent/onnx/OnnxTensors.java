package dev.vecurrent.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import dev.vecurrent.io.FileKind;
import dev.vecurrent.io.InputFile;
import dev.vecurrent.io.OutputFile;
import dev.vecurrent.onnx.message.OptionalMessage;
import dev.vecurrent.onnx.message.SequenceMessage;
import dev.vecurrent.onnx.message.TensorMessage;
import dev.vecurrent.onnx.message.WireMessage;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.OptionalValue;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Files that hold one {@code TensorProto} or {@code SequenceProto}, such as the inputs and outputs
 * of ONNX's backend tests.
 */
public final class OnnxTensors {

  private OnnxTensors() {}

  /**
   * A tensor and the name that the file gives it.
   *
   * @param name may be empty
   * @param tensor the elements
   */
  public record NamedTensor(String name, Tensor tensor) {}

  /**
   * Reads a tensor. External data is refused.
   *
   * @throws MalformedModelException if the file holds no tensor, or one that is not supported or
   *     exceeds a limit
   * @throws IOException if the file cannot be read
   */
  public static NamedTensor read(Path file, ImportLimits limits) throws IOException {
    return read(bytes(file, limits), file.toString(), limits);
  }

  /** Reads a tensor from a file that is open; see {@link #read(Path, ImportLimits)}. */
  public static NamedTensor read(InputFile file, ImportLimits limits) throws IOException {
    byte[] bytes = OnnxImporter.bytes(file, limits, FileKind.Wanted.TENSOR);
    return read(bytes, file.path().toString(), limits);
  }

  /**
   * Reads a tensor from a file that is in memory. External data is refused.
   *
   * @param source a name for messages
   * @throws MalformedModelException if the file holds no tensor, or one that is not supported or
   *     exceeds a limit
   */
  public static NamedTensor read(byte[] bytes, String source, ImportLimits limits) {
    TensorMessage message = new TensorMessage();
    try {
      merge(source, bytes, MessageKind.TENSOR, message, limits);
      return new NamedTensor(message.name, new TensorReader(null, limits).read(message));
    } catch (IllegalArgumentException e) {
      throw refusal(source, bytes, FileKind.TENSOR, e);
    } catch (IOException e) {
      // Only external data is read from elsewhere, and that is refused.
      throw new MalformedModelException(source, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * A sequence of tensors and the name that the file gives it.
   *
   * @param name may be empty
   * @param sequence the tensors
   */
  public record NamedSequence(String name, TensorSequence sequence) {}

  /**
   * Reads a sequence of tensors. External data is refused.
   *
   * @param type the element type that all tensors must have
   * @throws MalformedModelException if the file holds no sequence of such tensors, or exceeds a
   *     limit
   * @throws IOException if the file cannot be read
   */
  public static NamedSequence readSequence(Path file, ElementType type, ImportLimits limits)
      throws IOException {
    byte[] bytes = bytes(file, limits);
    SequenceMessage message = new SequenceMessage();
    try {
      merge(file.toString(), bytes, MessageKind.SEQUENCE, message, limits);
      if (message.elementType != SequenceMessage.TENSORS) {
        throw new IllegalArgumentException(
            "expected a sequence of tensors, found elements of kind " + message.elementType);
      }
      // Within an optional value none need be named; a file of nothing may be anything.
      if (message.elementType == 0) {
        throw new IllegalArgumentException("names no kind of elements");
      }
      return new NamedSequence(message.name, sequence(message, type, limits));
    } catch (IllegalArgumentException e) {
      throw refusal(file.toString(), bytes, FileKind.SEQUENCE, e);
    }
  }

  private static TensorSequence sequence(
      SequenceMessage message, ElementType type, ImportLimits limits) throws IOException {
    boolean none = message.tensors.isEmpty() && message.elementType == 0;
    if (message.elementType != SequenceMessage.TENSORS && !none) {
      throw new IllegalArgumentException(
          "expected a sequence of tensors, found elements of kind " + message.elementType);
    }
    TensorReader reader = new TensorReader(null, limits);
    TensorSequence sequence = TensorSequence.growable(type);
    for (TensorMessage tensor : message.tensors) {
      sequence.insert(sequence.size(), reader.read(tensor));
    }
    return sequence;
  }

  /**
   * An optional value and the name that the file gives it.
   *
   * @param name may be empty
   * @param value what the file holds
   */
  public record NamedOptional(String name, OptionalValue value) {}

  /**
   * Reads an optional value from a file that holds an {@code OptionalProto}. External data is
   * refused.
   *
   * @param type the element type that it must have
   * @param isSequence whether it must be a sequence of tensors where it is present
   * @throws MalformedModelException if the file holds no such value, or exceeds a limit
   * @throws IOException if the file cannot be read
   */
  public static NamedOptional readOptional(
      Path file, ElementType type, boolean isSequence, ImportLimits limits) throws IOException {
    OptionalMessage message = new OptionalMessage();
    OptionalValue value = OptionalValue.absent(type, isSequence);
    int expected = isSequence ? OptionalMessage.SEQUENCE : OptionalMessage.TENSOR;
    try {
      merge(file.toString(), bytes(file, limits), MessageKind.OPTIONAL, message, limits);
      if (message.elementType != expected && message.elementType != OptionalMessage.UNDEFINED) {
        throw new IllegalArgumentException(
            "expected " + value + ", found a value of kind " + message.elementType);
      }
      if (isSequence && message.sequence != null) {
        value.assign(sequence(message.sequence, type, limits));
      } else if (!isSequence && message.tensor != null) {
        value.assign(new TensorReader(null, limits).read(message.tensor));
      }
      return new NamedOptional(message.name, value);
    } catch (IllegalArgumentException e) {
      throw new MalformedModelException(file.toString(), String.valueOf(e.getMessage()), e);
    }
  }

  private static byte[] bytes(Path file, ImportLimits limits) throws IOException {
    return OnnxImporter.bytes(file, limits, FileKind.Wanted.TENSOR);
  }

  private static void merge(
      String source, byte[] bytes, MessageKind kind, WireMessage message, ImportLimits limits) {
    ByteString wrapped = UnsafeByteOperations.unsafeWrap(bytes);
    try {
      WireScan.scan(source, wrapped.newCodedInput(), kind, limits);
      CodedInputStream in = wrapped.newCodedInput();
      in.enableAliasing(true);
      message.merge(in);
    } catch (IOException e) {
      throw new IllegalArgumentException("is cut off or damaged: " + e.getMessage(), e);
    }
  }

  /** What is wrong with a file: that it is another kind of file, or else what its reader says. */
  private static MalformedModelException refusal(
      String source, byte[] bytes, FileKind wanted, IllegalArgumentException e) {
    FileKind kind = FileKind.of(bytes);
    if (kind == FileKind.TENSOR && wanted == FileKind.SEQUENCE) {
      return new MalformedModelException(
          source, "is a tensor, but a sequence is wanted here: write a SequenceProto", e);
    }
    if (kind != wanted) {
      return new MalformedModelException(source, kind.advice(FileKind.Wanted.TENSOR), e);
    }
    return e instanceof MalformedModelException malformed
        ? malformed
        : new MalformedModelException(source, String.valueOf(e.getMessage()), e);
  }

  /** Writes a tensor, with its elements as {@code raw_data}, text as {@code string_data}. */
  public static void write(Path file, String name, Tensor tensor) throws IOException {
    TensorProto.Builder proto =
        TensorProto.newBuilder().setName(name).setDataType(tensor.type().onnxNumber());
    for (int axis = 0; axis < tensor.rank(); axis++) {
      proto.addDims(tensor.dim(axis));
    }
    if (tensor.type() == ElementType.STRING) {
      for (int i = 0; i < tensor.size(); i++) {
        proto.addStringData(ByteString.copyFromUtf8(tensor.strings()[i]));
      }
    } else {
      proto.setRawData(ByteString.copyFrom(raw(tensor)));
    }
    OutputFile.write(file, proto.build().toByteArray());
  }

  /** The elements in little endian order. */
  static byte[] raw(Tensor tensor) {
    int size = tensor.size();
    ByteBuffer raw =
        ByteBuffer.allocate(Math.multiplyExact(size, tensor.type().bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    if (tensor.type() == ElementType.INT4 || tensor.type() == ElementType.UINT4) {
      return halves(tensor);
    }
    switch (tensor.type()) {
      case FLOAT32 -> raw.asFloatBuffer().put(tensor.floats(), 0, size);
      case FLOAT64 -> raw.asDoubleBuffer().put(tensor.doubles(), 0, size);
      case INT64, UINT64 -> raw.asLongBuffer().put(tensor.longs(), 0, size);
      case INT32, UINT32 -> raw.asIntBuffer().put(tensor.ints(), 0, size);
      case BOOL -> {
        for (int i = 0; i < size; i++) {
          raw.put((byte) (tensor.booleans()[i] ? 1 : 0));
        }
      }
      case INT8, UINT8, INT4, UINT4 -> raw.put(tensor.bytes(), 0, size);
      case STRING -> throw new IllegalArgumentException("text has no raw data: " + tensor);
      case INT16, UINT16, FLOAT16, BFLOAT16 -> raw.asShortBuffer().put(tensor.shorts(), 0, size);
    }
    return raw.array();
  }

  private static byte[] halves(Tensor tensor) {
    byte[] packed = new byte[(tensor.size() + 1) / 2];
    for (int i = 0; i < tensor.size(); i++) {
      packed[i / 2] |= (byte) ((tensor.bytes()[i] & 0xf) << (i % 2 * 4));
    }
    return packed;
  }
}
