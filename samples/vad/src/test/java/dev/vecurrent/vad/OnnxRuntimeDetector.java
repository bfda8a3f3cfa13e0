package dev.vecurrent.vad;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Map;

/** Silero VAD in ONNX Runtime: the oracle. */
final class OnnxRuntimeDetector implements SpeechModel, AutoCloseable {

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final SampleRate rate;
  private final float[] window;
  private FloatBuffer state = FloatBuffer.allocate(2 * 128);

  OnnxRuntimeDetector(Path model, SampleRate rate) throws OrtException {
    this.rate = rate;
    window = new float[rate.context() + rate.chunk()];
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      session = environment.createSession(model.toString(), options);
    }
  }

  @Override
  public SampleRate rate() {
    return rate;
  }

  @Override
  public float next(float[] samples) {
    System.arraycopy(window, rate.chunk(), window, 0, rate.context());
    System.arraycopy(samples, 0, window, rate.context(), rate.chunk());
    try (OnnxTensor input =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(window), new long[] {1, window.length});
        OnnxTensor before = OnnxTensor.createTensor(environment, state, new long[] {2, 1, 128});
        OnnxTensor sr =
            OnnxTensor.createTensor(
                environment, LongBuffer.wrap(new long[] {rate.hertz()}), new long[0]);
        OrtSession.Result result = session.run(Map.of("input", input, "state", before, "sr", sr))) {
      state = ((OnnxTensor) result.get("stateN").orElseThrow()).getFloatBuffer();
      return ((OnnxTensor) result.get("output").orElseThrow()).getFloatBuffer().get(0);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
