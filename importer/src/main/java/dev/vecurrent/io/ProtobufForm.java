package dev.vecurrent.io;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * Which protobuf message a file seems to be, by the fields at its top: messages of protobuf have no
 * mark of their own.
 */
final class ProtobufForm {

  private static final int MOST_FIELDS = 1000;

  /** Field and wire type of what was met, as protobuf's tags have them. */
  private final Set<Integer> tags = new HashSet<>();

  /** The first byte within the first field of that number, where it has bytes. */
  private int insideFirst = -1;

  private int insideSecond = -1;

  private ProtobufForm() {}

  static FileKind kind(byte[] file) {
    ProtobufForm form = new ProtobufForm();
    form.scan(file);
    return form.kind();
  }

  /** Notes fields as far as there are some; the end of what is given may cut one. */
  private void scan(byte[] file) {
    CodedInputStream in = CodedInputStream.newInstance(file);
    try {
      for (int i = 0; i < MOST_FIELDS && !in.isAtEnd(); i++) {
        int tag = in.readTag();
        if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
          int length = in.readRawVarint32();
          if (length < 0) {
            return;
          }
          tags.add(tag);
          int at = in.getTotalBytesRead();
          int inside = length > 0 && at < file.length ? file[at] : -1;
          insideFirst = tag == bytes(1) && insideFirst < 0 ? inside : insideFirst;
          insideSecond = tag == bytes(2) && insideSecond < 0 ? inside : insideSecond;
          in.skipRawBytes(length);
        } else if (in.skipField(tag)) {
          tags.add(tag);
        } else {
          return;
        }
      }
    } catch (IOException e) {
      // What was met before tells, or nothing does.
    }
  }

  private FileKind kind() {
    if (tags.contains(integer(2))) {
      boolean elements = tags.contains(integer(1)) || tags.stream().anyMatch(tag -> tag >> 3 > 3);
      return elements ? FileKind.TENSOR : FileKind.SEQUENCE;
    }
    if (tags.contains(bytes(7)) || (tags.contains(integer(1)) && tags.contains(bytes(8)))) {
      return FileKind.ONNX_MODEL;
    }
    boolean message = insideSecond == bytes(1) || insideSecond == bytes(2);
    if (tags.contains(integer(1)) && tags.contains(bytes(2))) {
      return message ? FileKind.SAVED_MODEL : FileKind.ONNX_MODEL;
    }
    return tags.contains(bytes(1)) && insideFirst == bytes(1)
        ? FileKind.FROZEN_GRAPH
        : FileKind.UNKNOWN;
  }

  private static int integer(int field) {
    return field << 3;
  }

  private static int bytes(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }
}
