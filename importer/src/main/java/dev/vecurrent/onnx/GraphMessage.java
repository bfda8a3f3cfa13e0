package dev.vecurrent.onnx;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code GraphProto}. */
final class GraphMessage extends WireMessage {

  final List<NodeMessage> nodes = new ArrayList<>();
  final List<TensorMessage> initializers = new ArrayList<>();
  final List<ValueMessage> inputs = new ArrayList<>();
  final List<ValueMessage> outputs = new ArrayList<>();
  int sparseInitializers;

  @Override
  boolean field(int tag, CodedInputStream in) throws IOException {
    if (tag == bytes(1)) {
      NodeMessage node = new NodeMessage();
      node.mergeNested(in);
      nodes.add(node);
    } else if (tag == bytes(5)) {
      TensorMessage tensor = new TensorMessage();
      tensor.mergeNested(in);
      initializers.add(tensor);
    } else if (tag == bytes(11) || tag == bytes(12)) {
      ValueMessage value = new ValueMessage();
      value.mergeNested(in);
      (tag == bytes(11) ? inputs : outputs).add(value);
    } else if (tag == bytes(15)) {
      sparseInitializers++;
      in.skipField(tag);
    } else {
      return false;
    }
    return true;
  }
}
