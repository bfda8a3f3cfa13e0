package dev.vecurrent.onnx;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code NodeProto}. */
final class NodeMessage extends WireMessage {

  final List<String> inputs = new ArrayList<>();
  final List<String> outputs = new ArrayList<>();
  final List<AttributeMessage> attributes = new ArrayList<>();
  String name = "";
  String operator = "";
  String domain = "";

  @Override
  boolean field(int tag, CodedInputStream in) throws IOException {
    if (tag == bytes(1)) {
      inputs.add(in.readString());
    } else if (tag == bytes(2)) {
      outputs.add(in.readString());
    } else if (tag == bytes(3)) {
      name = in.readString();
    } else if (tag == bytes(4)) {
      operator = in.readString();
    } else if (tag == bytes(5)) {
      AttributeMessage attribute = new AttributeMessage();
      attribute.mergeNested(in);
      attributes.add(attribute);
    } else if (tag == bytes(7)) {
      domain = in.readString();
    } else {
      return false;
    }
    return true;
  }
}
