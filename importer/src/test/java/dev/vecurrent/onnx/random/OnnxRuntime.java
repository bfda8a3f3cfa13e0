package dev.vecurrent.onnx.random;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs a model once in ONNX Runtime, one thread, without its graph optimisations. */
final class OnnxRuntime {

  private OnnxRuntime() {}

  static Map<String, Tensor> run(byte[] file, Map<String, Tensor> inputs) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> given = new HashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      try (OrtSession session = environment.createSession(file, options)) {
        for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
          given.put(input.getKey(), value(environment, input.getValue()));
        }
        try (OrtSession.Result result = session.run(given)) {
          Map<String, Tensor> outputs = new LinkedHashMap<>();
          for (Map.Entry<String, OnnxValue> output : result) {
            outputs.put(output.getKey(), tensor((OnnxTensor) output.getValue()));
          }
          return outputs;
        }
      }
    } finally {
      given.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor value(OrtEnvironment environment, Tensor tensor) throws OrtException {
    long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
    ByteBuffer raw = Wire.raw(tensor);
    OnnxJavaType type =
        switch (tensor.type()) {
          case FLOAT32 -> OnnxJavaType.FLOAT;
          case FLOAT64 -> OnnxJavaType.DOUBLE;
          case INT32 -> OnnxJavaType.INT32;
          case INT64 -> OnnxJavaType.INT64;
          default -> OnnxJavaType.BOOL;
        };
    return OnnxTensor.createTensor(environment, raw.order(ByteOrder.nativeOrder()), shape, type);
  }

  private static Tensor tensor(OnnxTensor value) {
    int[] shape = Arrays.stream(value.getInfo().getShape()).mapToInt(Math::toIntExact).toArray();
    ElementType type =
        switch (value.getInfo().type) {
          case FLOAT -> ElementType.FLOAT32;
          case DOUBLE -> ElementType.FLOAT64;
          case INT32 -> ElementType.INT32;
          case INT64 -> ElementType.INT64;
          case BOOL -> ElementType.BOOL;
          default -> throw new IllegalStateException("unexpected " + value.getInfo());
        };
    Tensor tensor = Tensor.zeros(type, shape);
    ByteBuffer raw = value.getByteBuffer().order(ByteOrder.nativeOrder());
    for (int i = 0; i < tensor.size(); i++) {
      switch (type) {
        case FLOAT32 -> tensor.floats()[i] = raw.getFloat(4 * i);
        case FLOAT64 -> tensor.doubles()[i] = raw.getDouble(8 * i);
        case INT32 -> tensor.ints()[i] = raw.getInt(4 * i);
        case INT64 -> tensor.longs()[i] = raw.getLong(8 * i);
        default -> tensor.booleans()[i] = raw.get(i) != 0;
      }
    }
    return tensor;
  }
}
