package dev.vecurrent.onnx.message;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;

/**
 * A message of {@code onnx.proto}, read field by field with protobuf's reader of its wire format.
 * Of each message the fields are kept that the importer asks for; the others are skipped, as
 * protobuf does with unknown ones.
 *
 * <p>Protobuf's generated classes read the same, but loading and preparing them takes longer than
 * anything else before a model's first answer.
 */
public abstract class WireMessage {

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  /** The tag of a field of integers, enums and truth values. */
  static int integer(int field) {
    return field << 3 | VARINT;
  }

  /** The tag of a field of doubles. */
  static int number64(int field) {
    return field << 3 | FIXED64;
  }

  /** The tag of a field of strings, bytes or messages, or of packed numbers. */
  static int bytes(int field) {
    return field << 3 | BYTES;
  }

  /** The tag of a field of floats. */
  static int number32(int field) {
    return field << 3 | FIXED32;
  }

  /**
   * Reads a field.
   *
   * @param tag its number and wire type
   * @return false, with nothing read, where it is not of interest
   */
  abstract boolean field(int tag, CodedInputStream in) throws IOException;

  /** Reads fields to the end of the input or of the limit. */
  public final void merge(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (!field(tag, in) && !in.skipField(tag)) {
        throw new IOException("a group ends that did not begin");
      }
    }
  }

  /** Reads this message as a field of another; what it has already is kept or replaced. */
  final void mergeNested(CodedInputStream in) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    merge(in);
    requireEnd(in);
    in.popLimit(outer);
  }

  /** Checks that the limit was reached, not the end of the input before it. */
  static void requireEnd(CodedInputStream in) throws IOException {
    if (in.getBytesUntilLimit() != 0) {
      throw new IOException("the input ends in the middle of a field");
    }
  }
}
