package dev.vecurrent.onnx.message;

import com.google.protobuf.CodedInputStream;
import dev.vecurrent.internal.Nullable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code ModelProto}. */
public final class ModelMessage extends WireMessage {

  public long irVersion;
  public String producer = "";
  public String producerVersion = "";
  public @Nullable GraphMessage graph;
  public final List<OperatorSet> operatorSets = new ArrayList<>();
  public int trainingInfos;
  public final List<FunctionMessage> functions = new ArrayList<>();

  @Override
  boolean field(int tag, CodedInputStream in) throws IOException {
    if (tag == integer(1)) {
      irVersion = in.readInt64();
    } else if (tag == bytes(2)) {
      producer = in.readString();
    } else if (tag == bytes(3)) {
      producerVersion = in.readString();
    } else if (tag == bytes(7)) {
      if (graph == null) {
        graph = new GraphMessage();
      }
      graph.mergeNested(in);
    } else if (tag == bytes(8)) {
      OperatorSet set = new OperatorSet();
      set.mergeNested(in);
      operatorSets.add(set);
    } else if (tag == bytes(20)) {
      trainingInfos++;
      in.skipField(tag);
    } else if (tag == bytes(25)) {
      FunctionMessage function = new FunctionMessage();
      function.mergeNested(in);
      functions.add(function);
    } else {
      return false;
    }
    return true;
  }

  /** {@code OperatorSetIdProto}. */
  public static final class OperatorSet extends WireMessage {

    public String domain = "";
    public long version;

    @Override
    boolean field(int tag, CodedInputStream in) throws IOException {
      if (tag == bytes(1)) {
        domain = in.readString();
      } else if (tag == integer(2)) {
        version = in.readInt64();
      } else {
        return false;
      }
      return true;
    }
  }
}
