package dev.vecurrent.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.CaseOutputs;
import dev.vecurrent.testing.Engine;
import dev.vecurrent.testing.RecurrentCase;
import dev.vecurrent.testing.reference.RecurrentInputs;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Runs float32 cases on ONNX Runtime, one thread, a session for each case. */
final class OnnxRuntimeEngine implements Engine {

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

  @Override
  public CaseOutputs run(RecurrentCase one) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      try (OrtSession session = environment.createSession(RecurrentModels.write(one), options)) {
        return run(session, one);
      }
    } catch (OrtException refused) {
      throw new IllegalStateException("ONNX Runtime refuses " + one, refused);
    }
  }

  private CaseOutputs run(OrtSession session, RecurrentCase one) throws OrtException {
    RecurrentInputs in = one.inputs();
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      put(inputs, "X", in.x());
      put(inputs, "sequence_lens", in.sequenceLens());
      put(inputs, "initial_h", in.initialH());
      put(inputs, "initial_c", in.initialC());
      try (OrtSession.Result result = session.run(inputs)) {
        return new CaseOutputs(
            output(result, "Y", one.wantsY()),
            output(result, "Y_h", one.wantsYH()),
            output(result, "Y_c", one.wantsYC()));
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private void put(Map<String, OnnxTensor> inputs, String name, @Nullable Tensor tensor)
      throws OrtException {
    if (tensor == null) {
      return;
    }
    long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
    OnnxTensor value =
        switch (tensor.type()) {
          case FLOAT32 ->
              OnnxTensor.createTensor(environment, FloatBuffer.wrap(tensor.floats()), shape);
          case INT32 -> OnnxTensor.createTensor(environment, IntBuffer.wrap(tensor.ints()), shape);
          default -> throw new IllegalArgumentException(name + ": unexpected " + tensor);
        };
    inputs.put(name, value);
  }

  private static @Nullable Tensor output(OrtSession.Result result, String name, boolean wanted) {
    if (!wanted) {
      return null;
    }
    Optional<?> value = result.get(name);
    if (value.isEmpty() || !(value.get() instanceof OnnxTensor tensor)) {
      throw new AssertionError(name + " is missing");
    }
    long[] shape = tensor.getInfo().getShape();
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return Tensor.of(values, Arrays.stream(shape).mapToInt(Math::toIntExact).toArray());
  }
}
