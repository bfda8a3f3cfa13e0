package dev.vecurrent.onnx.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import dev.vecurrent.internal.Nullable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code TensorProto}. */
public final class TensorMessage extends WireMessage {

  private static final int DEFAULT = 0;
  private static final int EXTERNAL = 1;

  public Numbers.Integers dims = Numbers.Integers.NONE;
  public Numbers.Floats floats = Numbers.Floats.NONE;
  public Numbers.Doubles doubles = Numbers.Doubles.NONE;
  public Numbers.Integers ints = Numbers.Integers.NONE;
  public Numbers.Integers longs = Numbers.Integers.NONE;
  public Numbers.Integers unsigned = Numbers.Integers.NONE;
  public List<Entry> externalData = List.of();
  public List<ByteString> strings = List.of();
  public String name = "";
  public int type;
  public boolean isSegment;
  public boolean isExternal;
  public @Nullable ByteString raw;

  @Override
  boolean field(int tag, CodedInputStream in) throws IOException {
    if (tag == integer(2)) {
      type = in.readInt32();
    } else if (tag == bytes(3)) {
      isSegment = true;
      in.skipField(tag);
    } else if (tag == bytes(6)) {
      strings = strings.isEmpty() ? new ArrayList<>() : strings;
      strings.add(in.readBytes());
    } else if (tag == bytes(8)) {
      name = in.readString();
    } else if (tag == bytes(9)) {
      raw = in.readBytes();
    } else if (tag == bytes(13)) {
      Entry entry = new Entry();
      entry.mergeNested(in);
      externalData = externalData.isEmpty() ? new ArrayList<>() : externalData;
      externalData.add(entry);
    } else if (tag == integer(14)) {
      int location = in.readEnum();
      isExternal = location == EXTERNAL || (isExternal && location != DEFAULT);
    } else {
      return numbers(tag, in);
    }
    return true;
  }

  private boolean numbers(int tag, CodedInputStream in) throws IOException {
    if (tag == integer(1) || tag == bytes(1)) {
      dims = Numbers.Integers.with(dims, tag == bytes(1), in);
    } else if (tag == number32(4) || tag == bytes(4)) {
      floats = Numbers.Floats.with(floats, tag == bytes(4), in);
    } else if (tag == integer(5) || tag == bytes(5)) {
      ints = Numbers.Integers.with(ints, tag == bytes(5), in);
    } else if (tag == integer(7) || tag == bytes(7)) {
      longs = Numbers.Integers.with(longs, tag == bytes(7), in);
    } else if (tag == number64(10) || tag == bytes(10)) {
      doubles = Numbers.Doubles.with(doubles, tag == bytes(10), in);
    } else if (tag == integer(11) || tag == bytes(11)) {
      unsigned = Numbers.Integers.with(unsigned, tag == bytes(11), in);
    } else {
      return false;
    }
    return true;
  }

  /** A tensor of another name with the same elements. */
  public TensorMessage as(String other) {
    TensorMessage same = new TensorMessage();
    same.name = other;
    same.dims = dims;
    same.floats = floats;
    same.doubles = doubles;
    same.ints = ints;
    same.longs = longs;
    same.unsigned = unsigned;
    same.externalData = externalData;
    same.strings = strings;
    same.type = type;
    same.isSegment = isSegment;
    same.isExternal = isExternal;
    same.raw = raw;
    return same;
  }

  /** {@code StringStringEntryProto}. */
  public static final class Entry extends WireMessage {

    public String key = "";
    public String value = "";

    @Override
    boolean field(int tag, CodedInputStream in) throws IOException {
      if (tag == bytes(1)) {
        key = in.readString();
      } else if (tag == bytes(2)) {
        value = in.readString();
      } else {
        return false;
      }
      return true;
    }
  }
}
