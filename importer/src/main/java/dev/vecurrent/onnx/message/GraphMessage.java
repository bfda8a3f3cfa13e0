package dev.vecurrent.onnx.message;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code GraphProto}. */
public final class GraphMessage extends WireMessage {

  public final List<NodeMessage> nodes = new ArrayList<>();
  public final List<TensorMessage> initializers = new ArrayList<>();
  public final List<ValueMessage> inputs = new ArrayList<>();
  public final List<ValueMessage> outputs = new ArrayList<>();

  /** Names only. */
  public final List<String> sparseInitializers = new ArrayList<>();

  /** Types of values that nodes make, as far as the file declares them. */
  public final List<ValueMessage> values = new ArrayList<>();

  /** Adds the names that nodes of this graph and of bodies in it read, and those of its outputs. */
  public void addReads(Set<String> names) {
    for (NodeMessage node : nodes) {
      names.addAll(node.inputs);
      for (AttributeMessage attribute : node.attributes) {
        if (attribute.graph != null) {
          attribute.graph.addReads(names);
        }
      }
    }
    for (ValueMessage output : outputs) {
      names.add(output.name);
    }
  }

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
    } else if (tag == bytes(11) || tag == bytes(12) || tag == bytes(13)) {
      ValueMessage value = new ValueMessage();
      value.mergeNested(in);
      (tag == bytes(11) ? inputs : tag == bytes(12) ? outputs : values).add(value);
    } else if (tag == bytes(15)) {
      SparseTensorMessage tensor = new SparseTensorMessage();
      tensor.mergeNested(in);
      sparseInitializers.add(tensor.name());
    } else {
      return false;
    }
    return true;
  }
}
