package dev.vecurrent.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigitsFilesTest {

  private static final int PIXELS = Digits.SIDE * Digits.SIDE;

  @TempDir private Path folder = Path.of("");

  private Path write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream coded = name.endsWith(".gz") ? new GZIPOutputStream(out) : out) {
      coded.write(bytes);
    }
    return file;
  }

  private static byte[] images(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + count * PIXELS);
    bytes.putInt(2051).putInt(count).putInt(Digits.SIDE).putInt(Digits.SIDE);
    while (bytes.hasRemaining()) {
      bytes.put((byte) bytes.position());
    }
    return bytes.array();
  }

  private static byte[] labels(int... labels) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length);
    bytes.putInt(2049).putInt(labels.length);
    Arrays.stream(labels).forEach(label -> bytes.put((byte) label));
    return bytes.array();
  }

  @Test
  void filesAreReadGzippedOrNot() throws IOException {
    Digits plain = Digits.read(write("i", images(2)), write("l", labels(3, 9)));
    Digits zipped = Digits.read(write("i.gz", images(2)), write("l.gz", labels(3, 9)));
    assertThat(plain.count()).isEqualTo(2);
    assertThat(zipped.pixels()).containsExactly(plain.pixels());
    assertThat(zipped.labels()).containsExactly(3, 9);
    assertThat(plain.scaled(1, 1)[0]).isEqualTo(((16 + PIXELS) & 0xff) * (1f / 255));
  }

  @Test
  void otherFilesAreRefusedByName() throws IOException {
    Path images = write("images", images(2));
    Path labels = write("labels", labels(3, 9));
    assertThatThrownBy(() -> Digits.read(labels, images))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("labels: ")
        .hasMessageContaining("expected 2051, found 2049");
    assertThatThrownBy(() -> Digits.read(images, write("three", labels(1, 2, 3))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("three: ")
        .hasMessageContaining("expected 2, found 3");
    byte[] cut = Arrays.copyOf(images(2), 16 + PIXELS);
    assertThatThrownBy(() -> Digits.read(write("cut", cut), labels))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut: the file is cut off");
    byte[] huge = ByteBuffer.allocate(16).putInt(2051).putInt(Integer.MAX_VALUE).array();
    assertThatThrownBy(() -> Digits.read(write("huge", huge), labels))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected 1 to");
    assertThatThrownBy(() -> Digits.read(images, write("ten", labels(0, 10))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label 1: expected 0 to 9, found 10");
  }
}
