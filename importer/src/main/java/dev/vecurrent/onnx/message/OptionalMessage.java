package dev.vecurrent.onnx.message;

import com.google.protobuf.CodedInputStream;
import dev.vecurrent.internal.Nullable;
import java.io.IOException;

/** {@code OptionalProto}; neither of its values is set where it is absent. */
public final class OptionalMessage extends WireMessage {

  public static final int UNDEFINED = 0;
  public static final int TENSOR = 1;
  public static final int SEQUENCE = 3;

  public String name = "";

  /** What it holds: {@link #TENSOR}, {@link #SEQUENCE}, or something else. */
  public int elementType;

  public @Nullable TensorMessage tensor;
  public @Nullable SequenceMessage sequence;

  @Override
  boolean field(int tag, CodedInputStream in) throws IOException {
    if (tag == bytes(1)) {
      name = in.readString();
    } else if (tag == integer(2)) {
      elementType = in.readEnum();
    } else if (tag == bytes(3)) {
      if (tensor == null) {
        tensor = new TensorMessage();
      }
      tensor.mergeNested(in);
    } else if (tag == bytes(5)) {
      if (sequence == null) {
        sequence = new SequenceMessage();
      }
      sequence.mergeNested(in);
    } else {
      return false;
    }
    return true;
  }
}
