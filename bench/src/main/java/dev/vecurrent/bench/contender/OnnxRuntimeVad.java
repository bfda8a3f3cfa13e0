package dev.vecurrent.bench.contender;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Silero VAD in ONNX Runtime's Java binding as its documentation advises: direct buffers, outputs
 * given beforehand. Two states take turns.
 */
final class OnnxRuntimeVad implements VadContender {

  private static final long[] STATE = {2, 1, 128};

  private final OrtSession session;
  private final FloatBuffer input;
  private final FloatBuffer probability = direct(1);
  private final List<OnnxTensor> tensors;
  private final List<Map<String, OnnxTensor>> inputs;
  private final List<Map<String, OnnxValue>> outputs;
  private int turn;

  OnnxRuntimeVad(Path model, int rate, int window) {
    input = direct(window);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      session = environment.createSession(model.toString(), options);
      LongBuffer rateBuffer =
          ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder()).asLongBuffer();
      rateBuffer.put(0, rate);
      OnnxTensor x = OnnxTensor.createTensor(environment, input, new long[] {1, window});
      OnnxTensor sr = OnnxTensor.createTensor(environment, rateBuffer, new long[0]);
      OnnxTensor y = OnnxTensor.createTensor(environment, probability, new long[] {1, 1});
      OnnxTensor even = OnnxTensor.createTensor(environment, direct(2 * 128), STATE);
      OnnxTensor odd = OnnxTensor.createTensor(environment, direct(2 * 128), STATE);
      tensors = List.of(x, sr, y, even, odd);
      inputs =
          List.of(
              Map.of("input", x, "state", even, "sr", sr),
              Map.of("input", x, "state", odd, "sr", sr));
      outputs = List.of(Map.of("output", y, "stateN", odd), Map.of("output", y, "stateN", even));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FloatBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(Float.BYTES * floats)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  @Override
  public float run(float[] window) {
    input.put(0, window);
    try {
      session.run(inputs.get(turn), Set.of(), outputs.get(turn)).close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
    turn = 1 - turn;
    return probability.get(0);
  }

  @Override
  public void close() {
    try {
      tensors.forEach(OnnxTensor::close);
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
