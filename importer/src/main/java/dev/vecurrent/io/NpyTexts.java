package dev.vecurrent.io;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Text in {@code .npy} files: {@code U}, four bytes for each character, and {@code S}, bytes of
 * UTF-8. Texts of one array have one width; zeros fill the shorter ones.
 */
final class NpyTexts {

  /** Bytes of a text in memory beside its characters. */
  private static final long OBJECT = 64;

  private NpyTexts() {}

  static boolean isText(char kind) {
    return kind == 'U' || kind == 'S';
  }

  /** Bytes of one text. */
  static long width(char kind, int width) {
    return kind == 'U' ? 4L * width : width;
  }

  /**
   * A few bytes of file become an object of many, so there is a limit to them.
   *
   * @throws IllegalArgumentException if there are more texts than may take that many bytes
   */
  static void requireFew(long size, long mostBytes) {
    if (size > mostBytes / OBJECT) {
      throw new IllegalArgumentException(
          "has %d texts, of which each takes %d bytes of memory, more than %d (limit: fileBytes; raise it with NpyFiles.read(FILE, BYTES) or --limit-file-bytes)"
              .formatted(size, OBJECT, mostBytes));
    }
  }

  /**
   * Reads texts that stand one behind the other.
   *
   * @param shape of which the size is that of the bytes
   * @throws IllegalArgumentException if they are no Unicode
   */
  static Tensor read(ByteBuffer from, char kind, int width, boolean bigEndian, int[] shape) {
    long bytes = width(kind, width);
    Charset charset =
        kind == 'S'
            ? StandardCharsets.UTF_8
            : bigEndian ? Charset.forName("UTF-32BE") : Charset.forName("UTF-32LE");
    Tensor tensor = Tensor.zeros(ElementType.STRING, shape);
    for (int i = 0; i < tensor.size(); i++) {
      ByteBuffer one = from.slice((int) (i * bytes), (int) bytes);
      try {
        tensor.strings()[i] = withoutZeros(charset.newDecoder().decode(one));
      } catch (CharacterCodingException e) {
        throw new IllegalArgumentException("text " + i + " is no " + charset, e);
      }
    }
    return tensor;
  }

  private static String withoutZeros(CharBuffer text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == 0) {
      end--;
    }
    return text.subSequence(0, end).toString();
  }

  /** The characters of the longest text, at least 1. */
  static int longest(Tensor tensor) {
    int most = 1;
    for (int i = 0; i < tensor.size(); i++) {
      String text = tensor.strings()[i];
      most = Math.max(most, text.codePointCount(0, text.length()));
    }
    return most;
  }

  /** Writes texts, each as wide as the longest. */
  static void put(Tensor from, int longest, ByteBuffer to) {
    for (int i = 0; i < from.size(); i++) {
      int end = to.position() + 4 * longest;
      from.strings()[i].codePoints().forEach(to::putInt);
      to.position(end);
    }
  }
}
