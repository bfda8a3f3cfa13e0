package dev.vecurrent.vad;

import dev.vecurrent.Model;
import dev.vecurrent.Stream;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Voice activity in a service: one model for all calls, one {@link Call} for each telephone. */
public final class VadService {

  private final Model model;

  /** Reads Silero VAD v5 or v6, and warms up before the service says that it is ready. */
  public VadService(Path silero) throws IOException {
    model = Model.compile(OnnxImporter.read(silero));
    model.warmUp(Map.of("input.1", Call.CONTEXT + Call.CHUNK), Duration.ofSeconds(2));
  }

  /** A new call, which begins with silence. */
  public Call open() {
    return new Call(model.newStream(1));
  }

  /** One stream of 16 kHz audio; used by one thread at a time. */
  public static final class Call {

    private static final int CHUNK = 512;
    private static final int CONTEXT = 64;
    private static final Tensor RATE = Tensor.of(new long[] {16_000});

    private final Stream stream;
    private final float[] window = new float[CONTEXT + CHUNK];
    private final float[] probability = new float[1];
    private final Tensor[] inputs = {Tensor.of(window, 1, CONTEXT + CHUNK), RATE};
    private final Tensor[] outputs = {Tensor.of(probability, 1, 1)};

    private Call(Stream stream) {
      this.stream = stream;
    }

    /** The probability of speech in the next 512 samples (32 ms, -1 to 1); allocates nothing. */
    public float next(float[] chunk) {
      System.arraycopy(window, CHUNK, window, 0, CONTEXT); // the end of the chunk before
      System.arraycopy(chunk, 0, window, CONTEXT, CHUNK);
      stream.run(inputs, outputs); // which carries the state to the next chunk
      return probability[0];
    }
  }
}
