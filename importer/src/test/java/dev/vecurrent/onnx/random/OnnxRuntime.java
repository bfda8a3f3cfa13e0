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
    if (tensor.type() == ElementType.STRING) {
      String[] text = Arrays.copyOf(tensor.strings(), tensor.size());
      return OnnxTensor.createTensor(
          environment, text, Arrays.stream(tensor.shape()).asLongStream().toArray());
    }
    long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
    ByteBuffer raw = Wire.raw(tensor);
    OnnxJavaType type =
        switch (tensor.type()) {
          case FLOAT32 -> OnnxJavaType.FLOAT;
          case FLOAT64 -> OnnxJavaType.DOUBLE;
          case INT32 -> OnnxJavaType.INT32;
          case INT64 -> OnnxJavaType.INT64;
          case INT8 -> OnnxJavaType.INT8;
          case UINT8 -> OnnxJavaType.UINT8;
          case INT16 -> OnnxJavaType.INT16;
          case FLOAT16 -> OnnxJavaType.FLOAT16;
          case BFLOAT16 -> OnnxJavaType.BFLOAT16;
          case BOOL -> OnnxJavaType.BOOL;
          default -> throw new IllegalArgumentException("the binding takes no " + tensor.type());
        };
    return OnnxTensor.createTensor(environment, raw.order(ByteOrder.nativeOrder()), shape, type);
  }

  private static Tensor tensor(OnnxTensor value) throws OrtException {
    int[] shape = Arrays.stream(value.getInfo().getShape()).mapToInt(Math::toIntExact).toArray();
    if (value.getInfo().type == OnnxJavaType.STRING) {
      Tensor text = Tensor.zeros(ElementType.STRING, shape);
      flatten(value.getValue(), text.strings(), 0);
      return text;
    }
    ElementType type =
        switch (value.getInfo().type) {
          case FLOAT -> ElementType.FLOAT32;
          case DOUBLE -> ElementType.FLOAT64;
          case INT32 -> ElementType.INT32;
          case INT64 -> ElementType.INT64;
          case BOOL -> ElementType.BOOL;
          case INT8 -> ElementType.INT8;
          case UINT8 -> ElementType.UINT8;
          case INT16 -> ElementType.INT16;
          case FLOAT16 -> ElementType.FLOAT16;
          case BFLOAT16 -> ElementType.BFLOAT16;
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
        case INT8, UINT8 -> tensor.bytes()[i] = raw.get(i);
        case INT16, FLOAT16, BFLOAT16 -> tensor.shorts()[i] = raw.getShort(2 * i);
        default -> tensor.booleans()[i] = raw.get(i) != 0;
      }
    }
    return tensor;
  }

  /** Copies text from arrays within arrays; gives the place behind the last. */
  private static int flatten(Object from, String[] to, int at) {
    if (!(from instanceof Object[] parts)) {
      to[at] = (String) from;
      return at + 1;
    }
    int next = at;
    for (Object part : parts) {
      next = flatten(part, to, next);
    }
    return next;
  }
}
