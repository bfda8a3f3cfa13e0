package dev.vecurrent.io;

import dev.vecurrent.internal.Nullable;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is written whole or not at all. What is written goes to a file of its own beside it,
 * which takes its place in {@link #commit}. Until then, and where that is never reached, an older
 * file stays as it is. Mode, owner and group of an older file are kept.
 *
 * <p>Nothing else is replaced. Behind a symbolic link, the file that it leads to is written.
 * Devices and pipes get their bytes at once. A file with several names (hard links), or whose owner
 * cannot be kept, is written over in {@link #commit}.
 */
public final class OutputFile implements Closeable {

  private static final int BLOCK = 1 << 16;

  private final Path file;
  private final OutputPlace place;

  /** What stands for the file until it is whole; null where bytes go to their place at once. */
  private @Nullable Path part;

  private final FileChannel channel;
  private final OutputStream stream = new Bytes();

  private OutputFile(Path file, OutputPlace place, @Nullable Path part, FileChannel channel) {
    this.file = file;
    this.place = place;
    this.part = part;
    this.channel = channel;
  }

  /**
   * Begins to write a file.
   *
   * @throws FileRefusedException if it is a folder
   * @throws IOException if it cannot be written
   */
  public static OutputFile open(Path file) throws IOException {
    OutputPlace place = OutputPlace.of(file);
    if (place.isDirect()) {
      FileChannel channel = Pipes.open(place.path(), StandardOpenOption.APPEND);
      return new OutputFile(file, place, null, channel);
    }
    Path part = place.newPart();
    // Neither a file nor a link that stands there already is opened.
    FileChannel channel = FileChannel.open(part, OutputPlace.CREATE, place.attributes());
    return new OutputFile(file, place, part, channel);
  }

  /** Writes a whole file. */
  public static void write(Path file, byte[] bytes) throws IOException {
    try (OutputFile out = open(file)) {
      out.stream().write(bytes);
      out.commit();
    }
  }

  /** Where bytes go; not buffered. Its errors name the file. */
  public OutputStream stream() {
    return stream;
  }

  /**
   * Ends the file and puts it in its place.
   *
   * @throws IOException if that fails; an older file is then as it was, or the message says where
   *     the new one stands
   */
  public void commit() throws IOException {
    Path written = part;
    if (written == null) {
      channel.close();
      return;
    }
    try {
      channel.force(true);
      channel.close();
      if (place.keepsOwner(written)) {
        Files.move(written, place.path(), StandardCopyOption.ATOMIC_MOVE);
        part = null;
        return;
      }
    } catch (IOException e) {
      throw failed(e, "what stood there is as it was");
    }
    writeOver(written);
    Files.delete(written);
    part = null;
  }

  /** Fills an older file with the new one, which is kept where that fails. */
  private void writeOver(Path written) throws IOException {
    try (FileChannel from = FileChannel.open(written);
        FileChannel to =
            FileChannel.open(
                place.path(), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      for (long at = 0; at < from.size(); ) {
        at += from.transferTo(at, from.size() - at, to);
      }
      to.force(true);
    } catch (IOException e) {
      part = null;
      throw failed(e, "its whole content is in " + written);
    }
  }

  private IOException failed(IOException e, String state) {
    return new IOException(file + ": cannot be written: " + e.getMessage() + "; " + state, e);
  }

  /** Without {@link #commit} before, nothing was written, but for devices and pipes. */
  @Override
  public void close() throws IOException {
    channel.close();
    if (part != null) {
      Files.deleteIfExists(part);
    }
  }

  private final class Bytes extends OutputStream {

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        int end = from + length;
        for (int at = from; at < end; at += BLOCK) {
          ByteBuffer block = ByteBuffer.wrap(bytes, at, Math.min(BLOCK, end - at));
          while (block.hasRemaining()) {
            channel.write(block);
          }
        }
      } catch (IOException e) {
        throw failed(
            e, place.isDirect() ? "a part of it may be there" : "what stood there is as it was");
      }
    }
  }
}
