package dev.vecurrent.onnx.message;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;

/** {@code SparseTensorProto}, of which only the name is known. */
final class SparseTensorMessage extends WireMessage {

  private final TensorMessage values = new TensorMessage();

  /** Its values have the name of the whole. */
  String name() {
    return values.name;
  }

  @Override
  boolean field(int tag, CodedInputStream in) throws IOException {
    if (tag != bytes(1)) {
      return false;
    }
    values.mergeNested(in);
    return true;
  }
}
