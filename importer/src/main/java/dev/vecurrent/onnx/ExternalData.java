package dev.vecurrent.onnx;

import dev.vecurrent.io.FileKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads tensor data that stands in a file beside the model. Only regular files inside the model's
 * own folder are opened: no absolute path, no {@code ..}, no symbolic link below the folder, no
 * file that has another name elsewhere (hard link).
 */
final class ExternalData {

  private static final Set<String> KEYS = Set.of("location", "offset", "length", "checksum");

  private final Path folder;

  /** Reads from a folder. */
  ExternalData(Path folder) {
    this.folder = folder;
  }

  /**
   * The bytes of a tensor, little endian.
   *
   * @param entries location, offset and length as the tensor has them
   * @param expected bytes that the tensor's shape and type need
   * @throws IllegalArgumentException if the entries are refused; says why
   * @throws IOException if the file cannot be read
   */
  ByteBuffer read(List<TensorMessage.Entry> entries, long expected) throws IOException {
    Map<String, String> values = new HashMap<>();
    for (TensorMessage.Entry entry : entries) {
      if (!KEYS.contains(entry.key)) {
        throw new IllegalArgumentException("external data has unknown key '" + entry.key + "'");
      }
      if (values.put(entry.key, entry.value) != null) {
        throw new IllegalArgumentException("external data has key " + entry.key + " twice");
      }
    }
    String location = values.getOrDefault("location", "");
    Path file = inside(location);
    long offset = number(values, "offset", 0);
    long length = number(values, "length", expected);
    if (length != expected) {
      throw new IllegalArgumentException(
          "external data has length " + length + ", shape and type need " + expected);
    }
    try (SeekableByteChannel channel =
        Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      if (offset > channel.size() || length > channel.size() - offset) {
        FileKind kind = FileKind.of(file);
        if (kind == FileKind.GIT_LFS || kind == FileKind.GIT_ANNEX || kind == FileKind.HTML) {
          throw new IllegalArgumentException(
              "external data '" + location + "' " + kind.advice(FileKind.Wanted.MODEL));
        }
        throw new IllegalArgumentException(
            "external data needs bytes %d to %d of '%s', which has %d"
                .formatted(offset, offset + length, location, channel.size()));
      }
      ByteBuffer bytes =
          ByteBuffer.allocate(Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
      channel.position(offset);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes) < 0) {
          throw new IllegalArgumentException("external data '" + location + "' became shorter");
        }
      }
      return bytes.flip();
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
        "external data has " + key + " '" + text + "', expected a number of bytes");
  }

  /** The file, if nothing on the way to it leads out of the folder. */
  private Path inside(String location) throws IOException {
    Path relative;
    try {
      relative = Path.of(location);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("external data has location '" + location + "'", e);
    }
    boolean plain =
        !location.isEmpty()
            && !relative.isAbsolute()
            && location.indexOf('\\') < 0
            && !location.contains(":");
    for (Path part : relative) {
      plain &= !part.toString().equals("..");
    }
    if (!plain) {
      throw new IllegalArgumentException(
          "external data has location '" + location + "', which must stay in the model's folder");
    }
    Path file = folder;
    for (Path part : relative.normalize()) {
      file = file.resolve(part);
      if (Files.isSymbolicLink(file)) {
        throw new IllegalArgumentException(
            "external data has location '" + location + "', where " + part + " is a link");
      }
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IllegalArgumentException(
          "external data '" + location + "' is no file in the model's folder");
    }
    if (!file.toRealPath().startsWith(folder.toRealPath())) {
      throw new IllegalArgumentException(
          "external data has location '" + location + "', which leads out of the model's folder");
    }
    requireOneName(file, location);
    return file;
  }

  private static void requireOneName(Path file, String location) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return;
    }
    Object links = Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
    if (links instanceof Integer count && count > 1) {
      throw new IllegalArgumentException(
          "external data '" + location + "' has " + count + " names (hard links)");
    }
  }
}
