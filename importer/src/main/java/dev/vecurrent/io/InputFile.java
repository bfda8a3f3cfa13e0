package dev.vecurrent.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file that somebody named, opened once and read to a limit. Only regular files are opened:
 * opening a pipe may wait for ever, and reading a device may never end. How many bytes there are is
 * known once they are read: a file may grow, and those of {@code /proc} say that they have none.
 */
public final class InputFile implements Closeable {

  /** The longest array that every Java has. */
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** Bytes of one read: the JDK keeps as much memory outside of the heap. */
  private static final int BLOCK = 1 << 18;

  /** The first array for a file that says it is empty. */
  private static final int FIRST = 1 << 13;

  /** Enough for every mark of a format, and for the names of a zip archive's first files. */
  private static final int HEAD = 1 << 16;

  /** The bits of a mode that tell what a file is, and those of a pipe. */
  private static final int KIND = 0xf000;

  private static final int PIPE = 0x1000;

  private final Path file;
  private final SeekableByteChannel channel;

  private InputFile(Path file, SeekableByteChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens a file. A symbolic link is followed.
   *
   * @throws FileRefusedException if it is a folder, a device, a pipe or a socket
   * @throws IOException if it cannot be opened
   */
  public static InputFile open(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      throw new FileRefusedException(file, "is a folder: name the file in it");
    }
    if (!attributes.isRegularFile()) {
      throw new FileRefusedException(
          file,
          "is a device, a pipe or a socket, expected a regular file: copy what it gives to a file"
              + " and name that");
    }
    return new InputFile(file, Files.newByteChannel(file));
  }

  /**
   * Opens a file for a reader that takes any number of bytes, each once. A pipe will do as well, if
   * somebody writes to it.
   *
   * @throws FileRefusedException if it is a folder, a device or a socket
   * @throws IOException if it cannot be opened
   */
  public static InputStream openStream(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return attributes.isOther() && isPipe(file)
        ? Channels.newInputStream(Pipes.open(file, StandardOpenOption.READ))
        : open(file).stream();
  }

  /** Java tells pipes from devices by the bits of Unix only. */
  private static boolean isPipe(Path file) throws IOException {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix")
        && Files.getAttribute(file, "unix:mode") instanceof Integer mode
        && (mode & KIND) == PIPE;
  }

  /** What was opened, as it was named. */
  public Path path() {
    return file;
  }

  /** Bytes that the file says it has. */
  public long size() throws IOException {
    return channel.size();
  }

  /**
   * The whole file; empty if it has more bytes than the limit.
   *
   * @throws IOException if it cannot be read
   */
  public Optional<byte[]> bytes(long limit) throws IOException {
    int most = (int) Math.min(limit, LONGEST_ARRAY);
    long size = channel.size();
    if (size > most) {
      return Optional.empty();
    }
    channel.position(0);
    byte[] bytes = new byte[size == 0 ? Math.min(FIRST, most) : (int) size];
    int length = 0;
    while (true) {
      if (length == bytes.length) {
        // Files end here, but for those that grew or said nothing of their size.
        ByteBuffer more = ByteBuffer.allocate(1);
        if (channel.read(more) < 0) {
          return Optional.of(bytes);
        }
        if (length == most) {
          return Optional.empty();
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(FIRST, 2L * length)));
        bytes[length++] = more.get(0);
      }
      int block = Math.min(BLOCK, bytes.length - length);
      int read = channel.read(ByteBuffer.wrap(bytes, length, block));
      if (read < 0) {
        return Optional.of(Arrays.copyOf(bytes, length));
      }
      length += read;
    }
  }

  /**
   * The whole file.
   *
   * @throws FileRefusedException if it has more bytes than the limit
   * @throws IOException if it cannot be read
   */
  public byte[] bytesWithin(long limit) throws IOException {
    return bytes(limit)
        .orElseThrow(() ->
            new FileRefusedException(file, "has more than the " + limit + " bytes that are read"));
  }

  /** What the file is, told by its first and last bytes. */
  public FileKind kind() throws IOException {
    return kind(channel);
  }

  /** The same of a file that is open already. */
  public static FileKind kind(SeekableByteChannel channel) throws IOException {
    long size = channel.size();
    int head = (int) Math.min(HEAD, size);
    int tail = (int) Math.min(HEAD, size - head);
    ByteBuffer bytes = ByteBuffer.allocate(head + tail);
    channel.position(0);
    fill(channel, bytes.limit(head));
    channel.position(size - tail);
    fill(channel, bytes.limit(head + tail));
    return FileKind.of(Arrays.copyOf(bytes.array(), bytes.position()));
  }

  private static void fill(SeekableByteChannel from, ByteBuffer to) throws IOException {
    int read = 0;
    while (read >= 0 && to.hasRemaining()) {
      read = from.read(to);
    }
  }

  /** The bytes from the beginning, one after the other; closing it closes the file. */
  public InputStream stream() throws IOException {
    return Channels.newInputStream(channel.position(0));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
