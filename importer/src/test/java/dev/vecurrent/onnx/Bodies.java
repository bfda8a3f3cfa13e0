package dev.vecurrent.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vecurrent.Model;
import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.onnx.proto.TypeProto;
import dev.vecurrent.onnx.proto.ValueInfoProto;
import dev.vecurrent.tensor.Tensor;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pieces of models with control flow, and both engines to run them. */
final class Bodies {

  static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;
  static final int INT64 = TensorProto.DataType.INT64_VALUE;
  static final int BOOL = TensorProto.DataType.BOOL_VALUE;

  private Bodies() {}

  static AttributeProto body(String name, GraphProto.Builder graph) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(graph.setName(name))
        .build();
  }

  /** A value of which the type is declared, but no shape. */
  static ValueInfoProto value(String name, int type) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder().setTensorType(TypeProto.Tensor.newBuilder().setElemType(type)))
        .build();
  }

  static Model compile(ModelProto.Builder model) {
    return Model.compile(
        OnnxImporter.read(model.build().toByteArray(), "test", ImportLimits.defaults()));
  }

  /** What ONNX Runtime answers. */
  static Map<String, Tensor> runtime(ModelProto.Builder model, Map<String, Tensor> inputs) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensorLike> given = new HashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(model.build().toByteArray(), options)) {
        for (Map.Entry<String, Tensor> entry : inputs.entrySet()) {
          given.put(entry.getKey(), tensor(environment, entry.getValue()));
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        try (OrtSession.Result result = session.run(given)) {
          result.forEach(
              entry -> outputs.put(entry.getKey(), tensor((OnnxTensor) entry.getValue())));
        }
        return outputs;
      }
    } catch (OrtException refused) {
      throw new IllegalStateException("ONNX Runtime refuses the model", refused);
    } finally {
      given.values().forEach(OnnxTensorLike::close);
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, Tensor tensor) throws OrtException {
    long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
    return switch (tensor.type()) {
      case FLOAT32 ->
          OnnxTensor.createTensor(
              environment, FloatBuffer.wrap(tensor.floats(), 0, tensor.size()), shape);
      case INT64 ->
          OnnxTensor.createTensor(
              environment, LongBuffer.wrap(tensor.longs(), 0, tensor.size()), shape);
      case BOOL -> OnnxTensor.createTensor(environment, tensor.booleans()[0]);
      default -> throw new IllegalArgumentException("unexpected " + tensor);
    };
  }

  private static Tensor tensor(OnnxTensor tensor) {
    int[] shape = Arrays.stream(tensor.getInfo().getShape()).mapToInt(Math::toIntExact).toArray();
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return Tensor.of(values, shape);
  }
}
