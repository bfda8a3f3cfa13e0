package dev.vecurrent.onnx.message;

import com.google.protobuf.CodedInputStream;
import dev.vecurrent.internal.Nullable;
import dev.vecurrent.spec.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code NodeProto}, and what became known of the node since it was read: a node that took the
 * place of another one may be of another operator set than the model's.
 */
public final class NodeMessage extends WireMessage {

  public final List<String> inputs = new ArrayList<>();
  public final List<String> outputs = new ArrayList<>();
  public final List<AttributeMessage> attributes = new ArrayList<>();
  public String name = "";
  public String operator = "";
  public String domain = "";
  public String overload = "";

  /** The operator sets that the node is read with; {@code null} for those of the model. */
  public @Nullable Opsets opsets;

  /** Why the node cannot be run, if it turns out to be needed. */
  public List<Finding> refusals = List.of();

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
    } else if (tag == bytes(8)) {
      overload = in.readString();
    } else {
      return false;
    }
    return true;
  }

  /** The name, or that of the first output where it has none. */
  public String label() {
    return name.isEmpty()
        ? outputs.stream().filter(output -> !output.isEmpty()).findFirst().orElse(operator)
        : name;
  }
}
