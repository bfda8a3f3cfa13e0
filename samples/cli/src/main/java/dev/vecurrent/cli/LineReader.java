package dev.vecurrent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Lines of bytes, up to a length; of a longer one the rest is skipped. */
final class LineReader {

  private final InputStream in;
  private final int most;
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
    int next = in.read();
    if (next < 0) {
      return false;
    }
    number++;
    while (next >= 0 && next != '\n') {
      read++;
      if (length < most) {
        if (length == line.length) {
          line = Arrays.copyOf(line, Math.min(most, line.length * 2));
        }
        line[length++] = (byte) next;
      } else {
        tooLong = true;
      }
      next = in.read();
    }
    read++;
    return true;
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
