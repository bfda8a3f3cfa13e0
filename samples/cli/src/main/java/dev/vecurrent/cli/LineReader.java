package dev.vecurrent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Lines of bytes, up to a length; of a longer one the rest is skipped. */
final class LineReader {

  private final InputStream in;
  private final int most;

  /** Bytes read ahead; those from {@code at} to {@code end} are not part of a line yet. */
  private final byte[] ahead = new byte[1 << 16];

  private int at;
  private int end;
  private byte[] line = new byte[8192];
  private int length;
  private boolean tooLong;
  private long number;
  private long read;

  LineReader(InputStream in, int most) {
    this.in = in;
    this.most = most;
  }

  /** Goes to the next line; false at the end. A newline at the end of the file starts no line. */
  boolean next() throws IOException {
    length = 0;
    tooLong = false;
    if (!fill()) {
      return false;
    }
    number++;
    boolean ended = false;
    while (!ended && fill()) {
      int newline = at;
      while (newline < end && ahead[newline] != '\n') {
        newline++;
      }
      append(newline - at);
      ended = newline < end;
      int taken = newline - at + (ended ? 1 : 0);
      at += taken;
      read += taken;
    }
    return true;
  }

  /** Reads ahead where nothing is left; false at the end of the file. */
  private boolean fill() throws IOException {
    if (at == end) {
      at = 0;
      end = Math.max(0, in.read(ahead));
    }
    return at < end;
  }

  private void append(int bytes) {
    int fits = Math.min(bytes, most - length);
    if (length + fits > line.length) {
      line = Arrays.copyOf(line, Math.clamp(2L * (length + fits), fits, most));
    }
    System.arraycopy(ahead, at, line, length, fits);
    length += fits;
    tooLong |= fits < bytes;
  }

  byte[] bytes() {
    return line;
  }

  int length() {
    return length;
  }

  boolean isTooLong() {
    return tooLong;
  }

  /** The number of this line, from 1. */
  long number() {
    return number;
  }

  long bytesRead() {
    return read;
  }
}
