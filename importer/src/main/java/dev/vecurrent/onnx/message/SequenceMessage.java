package dev.vecurrent.onnx.message;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code SequenceProto}. */
public final class SequenceMessage extends WireMessage {

  public static final int TENSORS = 1;

  public final List<TensorMessage> tensors = new ArrayList<>();
  public String name = "";

  /** What it is a sequence of: {@link #TENSORS}, or something else. */
  public int elementType;

  @Override
  boolean field(int tag, CodedInputStream in) throws IOException {
    if (tag == bytes(1)) {
      name = in.readString();
    } else if (tag == integer(2)) {
      elementType = in.readEnum();
    } else if (tag == bytes(3)) {
      TensorMessage tensor = new TensorMessage();
      tensor.mergeNested(in);
      tensors.add(tensor);
    } else {
      return false;
    }
    return true;
  }
}
