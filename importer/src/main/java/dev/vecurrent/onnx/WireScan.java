package dev.vecurrent.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * Counts the entries of a message before it is parsed: a few bytes of file can become an object of
 * many, so objects are only made of files that have few entries. Allocates nothing in proportion to
 * the file.
 */
final class WireScan {

  private final CodedInputStream in;
  private final ImportLimits limits;
  private int fields;
  private long integers;

  private WireScan(CodedInputStream in, ImportLimits limits) {
    this.in = in;
    this.limits = limits;
  }

  /**
   * Scans a message.
   *
   * @throws MalformedModelException if there are too many fields, or too deep ones
   * @throws IOException if the bytes are no message
   */
  static void scan(String source, CodedInputStream in, MessageKind message, ImportLimits limits)
      throws IOException {
    new WireScan(in, limits).message(source, message, 1);
  }

  private void message(String source, MessageKind message, int depth) throws IOException {
    if (depth > limits.depth()) {
      throw new MalformedModelException(
          source, "messages are nested deeper than " + ImportLimits.words("depth", limits.depth()));
    }
    while (true) {
      int tag = in.readTag();
      if (tag == 0) {
        return;
      }
      if (++fields > limits.fields()) {
        throw new MalformedModelException(
            source, "entries: more than " + ImportLimits.words("fields", limits.fields()));
      }
      int field = WireFormat.getTagFieldNumber(tag);
      boolean delimited = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      MessageKind nested = delimited ? message.nested(field) : null;
      if (delimited && message.isIntegers(field)) {
        integers(source);
      } else if (nested != null) {
        int outer = in.pushLimit(in.readRawVarint32());
        message(source, nested, depth + 1);
        in.popLimit(outer);
      } else if (!in.skipField(tag)) {
        return;
      }
    }
  }

  /** Counts packed integers, each of which ends with a byte below 128. */
  private void integers(String source) throws IOException {
    int length = in.readRawVarint32();
    if (length < 0) {
      throw new IOException("a field has a negative length");
    }
    for (int left = length; left > 0; left--) {
      integers += in.readRawByte() >= 0 ? 1 : 0;
    }
    // They are in memory beside the tensor that is made of them.
    if (integers > limits.tensorBytes() / (2 * Long.BYTES)) {
      throw new MalformedModelException(
          source,
          "bytes of all tensors: "
              + integers
              + " integers of 8 bytes, read and as tensors, are more than "
              + ImportLimits.words("tensorBytes", limits.tensorBytes()));
    }
  }
}
