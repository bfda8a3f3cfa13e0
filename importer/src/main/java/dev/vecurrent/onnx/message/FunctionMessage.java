package dev.vecurrent.onnx.message;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code FunctionProto}: an operator that the model itself defines, by a graph of others. */
public final class FunctionMessage extends WireMessage {

  public final List<String> inputs = new ArrayList<>();
  public final List<String> outputs = new ArrayList<>();
  public final List<NodeMessage> nodes = new ArrayList<>();
  public final List<ModelMessage.OperatorSet> operatorSets = new ArrayList<>();

  /** Attributes with a default. The names of those without say nothing that calls do not say. */
  public final List<AttributeMessage> defaults = new ArrayList<>();

  public String name = "";
  public String domain = "";
  public String overload = "";

  @Override
  boolean field(int tag, CodedInputStream in) throws IOException {
    if (tag == bytes(1)) {
      name = in.readString();
    } else if (tag == bytes(4)) {
      inputs.add(in.readString());
    } else if (tag == bytes(5)) {
      outputs.add(in.readString());
    } else if (tag == bytes(7)) {
      NodeMessage node = new NodeMessage();
      node.mergeNested(in);
      nodes.add(node);
    } else if (tag == bytes(9)) {
      ModelMessage.OperatorSet set = new ModelMessage.OperatorSet();
      set.mergeNested(in);
      operatorSets.add(set);
    } else if (tag == bytes(10)) {
      domain = in.readString();
    } else if (tag == bytes(11)) {
      AttributeMessage attribute = new AttributeMessage();
      attribute.mergeNested(in);
      defaults.add(attribute);
    } else if (tag == bytes(13)) {
      overload = in.readString();
    } else {
      return false;
    }
    return true;
  }

  /** The function as messages call it. */
  public String title() {
    String domain = Opsets.name(this.domain);
    return (domain.isEmpty() ? "ai.onnx" : domain)
        + "."
        + name
        + (overload.isEmpty() ? "" : ":" + overload);
  }
}
