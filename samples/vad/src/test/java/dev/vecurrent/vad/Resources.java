package dev.vecurrent.vad;

import dev.vecurrent.Model;
import dev.vecurrent.onnx.OnnxImporter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/** The tests' files and made-up audio. */
final class Resources {

  private Resources() {}

  static Path path(String name) {
    try {
      return Path.of(Objects.requireNonNull(Resources.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** No detector: has Silero VAD's inputs and outputs and answers by loudness. */
  static Model testStandIn() throws IOException {
    return Model.compile(OnnxImporter.read(path("test-stand-in.onnx")));
  }

  static AudioSource source(float[] samples, int hertz) {
    return new AudioSource() {
      private int next;

      @Override
      public int hertz() {
        return hertz;
      }

      @Override
      public int read(float[] to, int at, int count) {
        int length = Math.min(Math.min(count, 77), samples.length - next);
        System.arraycopy(samples, next, to, at, Math.max(0, length));
        next += length;
        return length <= 0 ? -1 : length;
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }

  static float[] all(AudioSource source) throws IOException {
    float[] samples = new float[1 << 16];
    int length = 0;
    for (int read = 0; read >= 0; read = source.read(samples, length, samples.length - length)) {
      length += read;
      if (length == samples.length) {
        samples = Arrays.copyOf(samples, 2 * length);
      }
    }
    return Arrays.copyOf(samples, length);
  }
}
