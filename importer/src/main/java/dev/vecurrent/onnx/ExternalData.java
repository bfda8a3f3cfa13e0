package dev.vecurrent.onnx;

import dev.vecurrent.io.FileKind;
import dev.vecurrent.io.InputFile;
import dev.vecurrent.onnx.message.Findings;
import dev.vecurrent.onnx.message.TensorMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The elements of a tensor that stand in a file beside the model. They are read in blocks, so that
 * no second copy of them is held.
 */
final class ExternalData {

  private static final Set<String> KEYS = Set.of("location", "offset", "length", "checksum");

  /** Whole elements of every type. */
  private static final int BLOCK = 1 << 20;

  private final SeekableByteChannel file;
  private final String location;
  private final long offset;
  private final long length;

  private ExternalData(SeekableByteChannel file, String location, long offset, long length) {
    this.file = file;
    this.location = location;
    this.offset = offset;
    this.length = length;
  }

  /**
   * Finds the elements and checks that all of them are there; reads none.
   *
   * @param entries location, offset and length as the tensor has them
   * @param expected bytes that the tensor's shape and type need
   * @throws IllegalArgumentException if the entries are refused; says why
   * @throws IOException if the file cannot be read
   */
  static ExternalData of(ModelFolder folder, List<TensorMessage.Entry> entries, long expected)
      throws IOException {
    Map<String, String> values = new HashMap<>();
    for (TensorMessage.Entry entry : entries) {
      if (!KEYS.contains(entry.key)) {
        throw new IllegalArgumentException(
            "external data has unknown key '" + Findings.cut(entry.key) + "'");
      }
      if (values.put(entry.key, entry.value) != null) {
        throw new IllegalArgumentException("external data has key " + entry.key + " twice");
      }
    }
    String location = values.getOrDefault("location", "");
    long offset = number(values, "offset", 0);
    long length = number(values, "length", expected);
    if (length != expected) {
      throw new IllegalArgumentException(
          "external data has length " + length + ", shape and type need " + expected);
    }
    SeekableByteChannel file = folder.file(location);
    long size = file.size();
    if (offset > size || length > size - offset) {
      FileKind kind = InputFile.kind(file);
      boolean fetched =
          kind != FileKind.GIT_LFS && kind != FileKind.GIT_ANNEX && kind != FileKind.HTML;
      throw new IllegalArgumentException(
          fetched
              ? "external data needs %d bytes from byte %d on of '%s', which has %d"
                  .formatted(length, offset, location, size)
              : "external data '" + location + "' " + kind.advice(FileKind.Wanted.MODEL));
    }
    return new ExternalData(file, location, offset, length);
  }

  /** Takes bytes in order, little endian. */
  interface Sink {
    void accept(ByteBuffer block);
  }

  /**
   * Reads the elements; every block but the last has whole elements of any type.
   *
   * @throws IllegalArgumentException if the file became shorter
   * @throws IOException if it cannot be read
   */
  void read(Sink sink) throws IOException {
    ByteBuffer block =
        ByteBuffer.allocate((int) Math.min(BLOCK, length)).order(ByteOrder.LITTLE_ENDIAN);
    file.position(offset);
    for (long left = length; left > 0; left -= block.limit()) {
      block.clear().limit((int) Math.min(block.capacity(), left));
      while (block.hasRemaining()) {
        if (file.read(block) < 0) {
          throw new IllegalArgumentException("external data '" + location + "' became shorter");
        }
      }
      sink.accept(block.flip());
    }
  }

  private static long number(Map<String, String> values, String key, long otherwise) {
    String text = values.get(key);
    if (text == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, with the text
    }
    throw new IllegalArgumentException(
        "external data has " + key + " '" + Findings.cut(text) + "', expected a number of bytes");
  }
}
