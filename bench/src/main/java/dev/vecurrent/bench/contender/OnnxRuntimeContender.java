package dev.vecurrent.bench.contender;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vecurrent.bench.shape.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * ONNX Runtime's Java binding as its documentation advises: direct buffers of fixed size, outputs
 * given beforehand.
 */
final class OnnxRuntimeContender implements Contender {

  private final OrtSession session;
  private final FloatBuffer yBuffer;
  private final Map<String, OnnxTensor> inputs = new HashMap<>();
  private final Map<String, OnnxValue> outputs;
  private final int threads;

  OnnxRuntimeContender(Network network, int threads) {
    this.threads = threads;
    Shape shape = network.shape();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      session = environment.createSession(LayerModel.bytes(network), options);
      long[] state = {shape.directions(), shape.batch(), shape.hidden()};
      bind(environment, "x", network.x(), shape.steps(), shape.batch(), shape.input());
      bind(environment, "h0", network.h0(), state);
      bind(environment, "c0", network.c0(), state);
      yBuffer = direct(network.outputFloats());
      long[] yShape = {shape.steps(), shape.directions(), shape.batch(), shape.hidden()};
      outputs = Map.of("y", OnnxTensor.createTensor(environment, yBuffer, yShape));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  static String version() {
    return OrtEnvironment.getEnvironment().getVersion();
  }

  private void bind(OrtEnvironment environment, String name, float[] values, long... shape)
      throws OrtException {
    if (values.length > 0) {
      FloatBuffer buffer = direct(values.length).put(values).flip();
      inputs.put(name, OnnxTensor.createTensor(environment, buffer, shape));
    }
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
  public boolean leavesThreadsSpinning() {
    return threads > 1;
  }

  @Override
  public void close() {
    try {
      inputs.values().forEach(OnnxTensor::close);
      outputs.values().forEach(OnnxValue::close);
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
