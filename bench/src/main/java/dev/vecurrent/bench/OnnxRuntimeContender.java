package dev.vecurrent.bench;

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

/**
 * ONNX Runtime's Java binding as its documentation advises: direct buffers, outputs given
 * beforehand.
 */
final class OnnxRuntimeContender implements Contender {

  private final OrtSession session;
  private final OnnxTensor x;
  private final OnnxTensor y;
  private final FloatBuffer yBuffer;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxValue> outputs;

  OnnxRuntimeContender(byte[] model, Shape shape, float[] input, int threads) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      session = environment.createSession(model, options);
      long[] xShape = {shape.steps(), shape.batch(), shape.hidden()};
      long[] yShape = {shape.steps(), 1, shape.batch(), shape.hidden()};
      x = OnnxTensor.createTensor(environment, direct(input.length).put(input).flip(), xShape);
      yBuffer = direct(input.length);
      y = OnnxTensor.createTensor(environment, yBuffer, yShape);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
    inputs = Map.of("x", x);
    outputs = Map.of("y", y);
  }

  private static FloatBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(4 * floats).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  @Override
  public void run() {
    try {
      session.run(inputs, Set.of(), outputs).close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public float[] output() {
    float[] floats = new float[yBuffer.capacity()];
    yBuffer.duplicate().rewind().get(floats);
    return floats;
  }

  @Override
  public void close() {
    try {
      x.close();
      y.close();
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
