package dev.vecurrent.digits;

import dev.vecurrent.io.InputFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Digits of 28 by 28 pixels and what they are, from IDX files as MNIST has them, gzipped or not.
 *
 * @param pixels one byte a pixel, 0 to 255, {@code [count, 28, 28]}
 * @param labels one digit an image, 0 to 9
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of two arrays, never compared
public record Digits(byte[] pixels, byte[] labels) {

  /** Rows, which are time steps, and pixels of a row, which are features. */
  public static final int SIDE = 28;

  private static final int IMAGES = 2051;
  private static final int LABELS = 2049;

  /** As many as a fourth of the heap holds: gzipped, they are a thousandth of that. */
  private static final int MOST =
      (int) Math.min(1_000_000, Runtime.getRuntime().maxMemory() / 4 / (SIDE * SIDE));

  /** Checks that there is an image for each label, and that labels are digits. */
  public Digits {
    if (pixels.length != labels.length * SIDE * SIDE) {
      throw new IllegalArgumentException(
          "there are %d pixels for %d labels".formatted(pixels.length, labels.length));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] > 9) {
        throw new IllegalArgumentException(
            "label %d: expected 0 to 9, found %d".formatted(i, labels[i] & 0xff));
      }
    }
  }

  /** The number of digits. */
  public int count() {
    return labels.length;
  }

  /** Digits that the bundled network has not been trained with. */
  public static Digits heldBack() throws IOException {
    try (InputStream images = resource("held-back-images.idx3-ubyte.gz");
        InputStream labels = resource("held-back-labels.idx1-ubyte.gz")) {
      byte[] pixels = pixels(new DataInputStream(images));
      return new Digits(pixels, labels(new DataInputStream(labels), pixels));
    }
  }

  /**
   * Digits from files.
   *
   * @param images IDX, gzipped where the name ends in {@code .gz}
   * @param labels likewise
   * @throws IOException if one cannot be read or is no such file; names it
   * @throws IllegalArgumentException if a label is no digit
   */
  public static Digits read(Path images, Path labels) throws IOException {
    byte[] pixels = parse(images, Digits::pixels);
    return new Digits(pixels, parse(labels, in -> labels(in, pixels)));
  }

  /** Reads one of the two files. */
  private interface Parser {
    byte[] parse(DataInputStream in) throws IOException;
  }

  private static byte[] parse(Path file, Parser parser) throws IOException {
    try (InputFile opened = InputFile.open(file)) {
      InputStream in = new BufferedInputStream(opened.stream());
      InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
      return parser.parse(new DataInputStream(plain));
    } catch (EOFException e) {
      throw new IOException(file + ": the file is cut off", e);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static byte[] pixels(DataInputStream in) throws IOException {
    require("kind of file", in.readInt(), IMAGES);
    int count = count(in.readInt());
    require("rows", in.readInt(), SIDE);
    require("columns", in.readInt(), SIDE);
    return whole(in, count * SIDE * SIDE);
  }

  private static byte[] labels(DataInputStream in, byte[] pixels) throws IOException {
    require("kind of file", in.readInt(), LABELS);
    int count = pixels.length / (SIDE * SIDE);
    require("number of labels", in.readInt(), count);
    return whole(in, count);
  }

  private static byte[] whole(DataInputStream in, int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException();
    }
    return bytes;
  }

  private static int count(int count) throws IOException {
    if (count < 1 || count > MOST) {
      throw new IOException("an IDX file of " + count + " images, expected 1 to " + MOST);
    }
    return count;
  }

  private static void require(String what, int actual, int expected) throws IOException {
    if (actual != expected) {
      throw new IOException(
          "no such IDX file: " + what + ": expected " + expected + ", found " + actual);
    }
  }

  static InputStream resource(String name) throws IOException {
    @Nullable InputStream stream = Digits.class.getResourceAsStream(name);
    if (stream == null) {
      throw new IOException("resource " + name + " is missing");
    }
    return name.endsWith(".gz") ? new GZIPInputStream(stream) : stream;
  }

  /** Pixels of some digits as floats from 0 to 1, {@code [count, 28, 28]}. */
  public float[] scaled(int from, int count) {
    float[] scaled = new float[count * SIDE * SIDE];
    float scale = 1f / 255;
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (pixels[from * SIDE * SIDE + i] & 0xff) * scale;
    }
    return scaled;
  }
}
