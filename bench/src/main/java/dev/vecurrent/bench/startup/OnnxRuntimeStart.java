package dev.vecurrent.bench.startup;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/** A process that answers with ONNX Runtime's Java binding: direct buffers, one thread. */
public final class OnnxRuntimeStart extends MeasuredCalls {

  private final OrtSession session;
  private final FloatBuffer y;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxValue> outputs;

  private OnnxRuntimeStart(String file, int steps, int hidden) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(file, options);
    }
    FloatBuffer x = direct(steps * hidden);
    x.put(input(steps * hidden)).flip();
    y = direct(steps * hidden);
    long[] xShape = {steps, 1, hidden};
    long[] yShape = {steps, 1, 1, hidden};
    inputs = Map.of("x", OnnxTensor.createTensor(environment, x, xShape));
    outputs = Map.of("y", OnnxTensor.createTensor(environment, y, yShape));
  }

  private static FloatBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(4 * floats).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  /**
   * Measures.
   *
   * @param args model file, steps, H, milliseconds after the first call
   */
  public static void main(String[] args) throws OrtException {
    int steps = Integer.parseInt(args[1]);
    int hidden = Integer.parseInt(args[2]);
    new OnnxRuntimeStart(args[0], steps, hidden).run(Integer.parseInt(args[3]));
  }

  @Override
  void call() {
    try {
      session.run(inputs, Set.of(), outputs).close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  float[] answer() {
    float[] answer = new float[y.capacity()];
    y.get(0, answer);
    return answer;
  }
}
