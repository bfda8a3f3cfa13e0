package dev.vecurrent.bench.contender;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.onnx.OnnxTensors;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model in a folder in the layout of ONNX's backend tests, on the inputs of one data set, one
 * thread. Inputs are FLOAT32 or INT64, outputs FLOAT32; outputs are given beforehand.
 */
public interface ModelContender extends AutoCloseable {

  /** Does nothing. */
  ModelContender NONE =
      new ModelContender() {
        @Override
        public void run() {}

        @Override
        public float[] outputs() {
          return new float[0];
        }

        @Override
        public void close() {}
      };

  /** One run. */
  void run();

  /** The floats of all outputs of the last run, one after the other. */
  float[] outputs();

  @Override
  void close();

  /**
   * Opens a contender.
   *
   * @param engine {@code vecurrent} or {@code onnxruntime}
   * @param folder holds {@code model.onnx} and {@code test_data_set_N}
   * @param set which data set
   * @throws IOException if a file cannot be read
   */
  static ModelContender open(String engine, Path folder, int set) throws IOException {
    Path file = folder.resolve("model.onnx");
    Model model = Model.compile(OnnxImporter.read(file));
    Path data = folder.resolve("test_data_set_" + set);
    Tensor[] inputs = new Tensor[model.inputs().size()];
    for (int i = 0; i < inputs.length; i++) {
      Path input = data.resolve("input_" + i + ".pb");
      inputs[i] = OnnxTensors.read(input, ImportLimits.defaults()).tensor();
    }
    Tensor[] outputs = new Tensor[model.outputs().size()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = Tensor.growable(model.outputs().get(i).type());
    }
    return switch (engine) {
      case "vecurrent" -> new Own(model.newSession(), inputs, outputs);
      case "onnxruntime" -> {
        // The sizes of its outputs are not known before a run.
        model.newSession().run(inputs, outputs);
        yield new OnnxRuntime(file, model, inputs, outputs);
      }
      default ->
          throw new IllegalArgumentException(
              "engine: expected vecurrent or onnxruntime, found " + engine);
    };
  }

  /** The floats of some tensors. */
  private static float[] floats(Tensor[] tensors) {
    int size = 0;
    for (Tensor tensor : tensors) {
      size += tensor.size();
    }
    float[] all = new float[size];
    int at = 0;
    for (Tensor tensor : tensors) {
      System.arraycopy(tensor.floats(), 0, all, at, tensor.size());
      at += tensor.size();
    }
    return all;
  }

  /** This library. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Own(Session session, Tensor[] in, Tensor[] out) implements ModelContender {

    @Override
    public void run() {
      session.run(in, out);
    }

    @Override
    public float[] outputs() {
      return floats(out);
    }

    @Override
    public void close() {
      // Holds memory only.
    }
  }

  /** ONNX Runtime's Java binding with direct buffers. */
  final class OnnxRuntime implements ModelContender {

    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final Map<String, OnnxValue> outputs = new HashMap<>();
    private final FloatBuffer[] buffers;

    OnnxRuntime(Path file, Model model, Tensor[] in, Tensor[] out) {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      buffers = new FloatBuffer[out.length];
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        session = environment.createSession(file.toString(), options);
        List<ValueInfo> infos = model.inputs();
        for (int i = 0; i < in.length; i++) {
          inputs.put(infos.get(i).name(), tensor(environment, in[i]));
        }
        for (int i = 0; i < out.length; i++) {
          buffers[i] = direct(Float.BYTES * out[i].size()).asFloatBuffer();
          outputs.put(
              model.outputs().get(i).name(),
              OnnxTensor.createTensor(environment, buffers[i], dims(out[i])));
        }
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }

    private static ByteBuffer direct(int bytes) {
      return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private static long[] dims(Tensor tensor) {
      long[] dims = new long[tensor.rank()];
      for (int axis = 0; axis < dims.length; axis++) {
        dims[axis] = tensor.dim(axis);
      }
      return dims;
    }

    private static OnnxTensor tensor(OrtEnvironment environment, Tensor tensor)
        throws OrtException {
      if (tensor.type() == ElementType.INT64) {
        ByteBuffer bytes = direct(Long.BYTES * tensor.size());
        bytes.asLongBuffer().put(tensor.longs(), 0, tensor.size());
        return OnnxTensor.createTensor(environment, bytes.asLongBuffer(), dims(tensor));
      }
      ByteBuffer bytes = direct(Float.BYTES * tensor.size());
      bytes.asFloatBuffer().put(tensor.floats(), 0, tensor.size());
      return OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), dims(tensor));
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
    public float[] outputs() {
      int size = 0;
      for (FloatBuffer buffer : buffers) {
        size += buffer.capacity();
      }
      float[] all = new float[size];
      int at = 0;
      for (FloatBuffer buffer : buffers) {
        buffer.get(0, all, at, buffer.capacity());
        at += buffer.capacity();
      }
      return all;
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
}
