package dev.vecurrent.digits;

import dev.vecurrent.internal.Nullable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

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
  private static final int MOST = 1_000_000;

  /** Checks that there is an image for each label. */
  public Digits {
    if (pixels.length != labels.length * SIDE * SIDE) {
      throw new IllegalArgumentException(
          "there are %d pixels for %d labels".formatted(pixels.length, labels.length));
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
      return read(images, labels);
    }
  }

  /** Digits from files. */
  public static Digits read(Path images, Path labels) throws IOException {
    try (InputStream imageStream = Files.newInputStream(images);
        InputStream labelStream = Files.newInputStream(labels)) {
      return read(
          images.toString().endsWith(".gz") ? new GZIPInputStream(imageStream) : imageStream,
          labels.toString().endsWith(".gz") ? new GZIPInputStream(labelStream) : labelStream);
    }
  }

  private static Digits read(InputStream images, InputStream labels) throws IOException {
    DataInputStream image = new DataInputStream(images);
    require("images", image.readInt(), IMAGES);
    int count = count(image.readInt());
    require("rows", image.readInt(), SIDE);
    require("columns", image.readInt(), SIDE);
    byte[] pixels = image.readNBytes(count * SIDE * SIDE);
    DataInputStream label = new DataInputStream(labels);
    require("labels", label.readInt(), LABELS);
    require("number of labels", label.readInt(), count);
    return new Digits(pixels, label.readNBytes(count));
  }

  private static int count(int count) throws IOException {
    if (count < 1 || count > MOST) {
      throw new IOException("an IDX file of " + count + " images, expected 1 to " + MOST);
    }
    return count;
  }

  private static void require(String what, int actual, int expected) throws IOException {
    if (actual != expected) {
      throw new IOException("IDX file: " + what + ": expected " + expected + ", found " + actual);
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
