package dev.vecurrent.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Convolutions, pools, padding and normalisation against ONNX Runtime: one to three spatial axes,
 * random kernels, strides, dilations, pads and groups; weights constant or given, with the same
 * bits.
 */
class WindowDifferentialTest {

  private static final int ROUNDS = 150;

  private final Random random = new Random();

  /** Inputs of the model by name, and the weights among them. */
  private final Map<String, Tensor> inputs = new HashMap<>();

  private final List<String> names = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Conv",
        "ConvTranspose",
        "MaxPool",
        "AveragePool",
        "LpPool",
        "GlobalLpPool",
        "GlobalMaxPool",
        "GlobalAveragePool",
        "BatchNormalization",
        "InstanceNormalization",
        "Pad"
      })
  void agreesWithOnnxRuntime(String operator) throws OrtException {
    long seed = Seeds.of(WindowDifferentialTest.class);
    for (int round = 0; round < ROUNDS; round++) {
      random.setSeed(seed * 31 + operator.hashCode() * 7L + round);
      String what = "seed " + seed + ", " + operator + ", round " + round;
      inputs.clear();
      names.clear();
      NodeProto node = draw(operator);
      byte[] given = model(node, false);
      byte[] constant = model(node, true);
      float[] expected = onnxRuntime(given);
      Tensor fromGiven = run(given, inputs);
      Tensor fromConstant = run(constant, Map.of("i0", tensor("i0")));
      assertThat(fromConstant.shape()).as(what).isEqualTo(fromGiven.shape());
      assertThat(floats(fromConstant)).as(what).isEqualTo(floats(fromGiven));
      assertThat(fromGiven.size()).as(what + " " + inputs).isEqualTo(expected.length);
      for (int i = 0; i < expected.length; i++) {
        assertThat(Math.abs(fromGiven.floats()[i] - expected[i]))
            .as("%s, element %d of %s: %s", what, i, inputs, node)
            .isLessThanOrEqualTo(1e-4f + 1e-4f * Math.abs(expected[i]));
      }
    }
  }

  private Tensor tensor(String name) {
    return inputs.get(name);
  }

  private static float[] floats(Tensor tensor) {
    return Arrays.copyOf(tensor.floats(), tensor.size());
  }

  private static Tensor run(byte[] file, Map<String, Tensor> given) {
    Session session =
        Model.compile(OnnxImporter.read(file, "test", ImportLimits.defaults())).newSession();
    return session.run(given).get("y");
  }

  private NodeProto draw(String operator) {
    int axes = 1 + random.nextInt(3);
    int batch = 1 + random.nextInt(3);
    long[] kernel = new long[axes];
    long[] strides = new long[axes];
    long[] dilations = new long[axes];
    long[] pads = new long[2 * axes];
    int[] spatial = new int[axes];
    for (int axis = 0; axis < axes; axis++) {
      kernel[axis] = 1 + random.nextInt(axes == 1 ? 6 : 3);
      strides[axis] = 1 + random.nextInt(3);
      dilations[axis] = random.nextInt(3) == 0 ? 2 : 1;
      int span = (int) ((kernel[axis] - 1) * dilations[axis] + 1);
      spatial[axis] = span + random.nextInt(axes == 1 ? 30 : 6);
      pads[axis] = random.nextInt((int) kernel[axis]);
      pads[axes + axis] = random.nextInt((int) kernel[axis]);
    }
    int group = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1;
    int perGroup = 1 + random.nextInt(5);
    int channels = group * perGroup;
    input(shape(batch, channels, spatial));
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).addOutput("y");
    switch (operator) {
      case "Conv", "ConvTranspose" -> {
        boolean transposed = operator.equals("ConvTranspose");
        int outputs = group * (1 + random.nextInt(20));
        int[] kernels = new int[axes];
        for (int axis = 0; axis < axes; axis++) {
          kernels[axis] = (int) kernel[axis];
        }
        input(
            transposed
                ? shape(channels, outputs / group, kernels)
                : shape(outputs, perGroup, kernels));
        if (random.nextBoolean()) {
          input(outputs);
        }
        node.addAttribute(Protos.integer("group", group))
            .addAttribute(Protos.ints("strides", strides))
            .addAttribute(Protos.ints("dilations", dilations));
        if (!transposed
            && random.nextInt(4) == 0
            && Arrays.stream(dilations).allMatch(d -> d == 1)) {
          node.addAttribute(
              Protos.string("auto_pad", random.nextBoolean() ? "SAME_UPPER" : "SAME_LOWER"));
        } else {
          node.addAttribute(Protos.ints("pads", pads));
        }
      }
      case "MaxPool", "AveragePool" -> {
        boolean max = operator.equals("MaxPool");
        node.addAttribute(Protos.ints("kernel_shape", kernel))
            .addAttribute(Protos.ints("strides", strides))
            .addAttribute(Protos.ints("pads", pads))
            .addAttribute(Protos.integer("ceil_mode", random.nextInt(2)));
        if (max) {
          node.addAttribute(Protos.ints("dilations", dilations));
        } else {
          node.addAttribute(Protos.integer("count_include_pad", random.nextInt(2)));
        }
      }
      case "LpPool" ->
          node.addAttribute(Protos.ints("kernel_shape", kernel))
              .addAttribute(Protos.ints("strides", strides))
              .addAttribute(Protos.ints("pads", pads))
              .addAttribute(Protos.integer("p", 1 + random.nextInt(5)));
      case "GlobalLpPool" -> node.addAttribute(Protos.integer("p", 1 + random.nextInt(5)));
      case "BatchNormalization" -> {
        for (int i = 0; i < 4; i++) {
          input(channels);
        }
        Tensor variance = tensor("i4");
        for (int i = 0; i < channels; i++) {
          variance.floats()[i] = Math.abs(variance.floats()[i]) + 0.1f;
        }
      }
      case "InstanceNormalization" -> {
        input(channels);
        input(channels);
      }
      case "Pad" -> {
        long[] all = new long[2 * (2 + axes)];
        for (int axis = 0; axis < axes; axis++) {
          all[2 + axis] = random.nextInt(spatial[axis]);
          all[4 + axes + axis] = random.nextInt(spatial[axis]);
        }
        String[] modes = {"constant", "reflect", "edge"};
        // The pads as an attribute: opset 10 and below.
        node.addAttribute(Protos.ints("pads", all))
            .addAttribute(Protos.string("mode", modes[random.nextInt(modes.length)]))
            .addAttribute(Protos.number("value", random.nextFloat()));
      }
      default -> {}
    }
    return node.addAllInput(names).build();
  }

  private static int[] shape(int first, int second, int[] rest) {
    int[] shape = new int[2 + rest.length];
    shape[0] = first;
    shape[1] = second;
    System.arraycopy(rest, 0, shape, 2, rest.length);
    return shape;
  }

  private void input(int... shape) {
    String name = "i" + names.size();
    Tensor tensor = Tensor.zeros(dev.vecurrent.tensor.ElementType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = (float) random.nextGaussian();
    }
    names.add(name);
    inputs.put(name, tensor);
  }

  private byte[] model(NodeProto node, boolean constant) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("window").addNode(node);
    for (int i = 0; i < names.size(); i++) {
      Tensor tensor = tensor(names.get(i));
      long[] dims = Arrays.stream(tensor.shape()).asLongStream().toArray();
      if (constant && i > 0) {
        TensorProto.Builder proto =
            Protos.floats(names.get(i), dims).clearFloatData().clearRawData();
        for (int k = 0; k < tensor.size(); k++) {
          proto.addFloatData(tensor.floats()[k]);
        }
        graph.addInitializer(proto);
      } else {
        graph.addInput(Protos.value(names.get(i), TensorProto.DataType.FLOAT_VALUE, dims));
      }
    }
    long[] free = new long[tensor("i0").rank()];
    Arrays.fill(free, -1);
    graph.addOutput(Protos.value("y", TensorProto.DataType.FLOAT_VALUE, free));
    boolean pad = node.getOpType().equals("Pad");
    return Protos.model(graph, pad ? 10 : 13).build().toByteArray();
  }

  private float[] onnxRuntime(byte[] file) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(file, options)) {
        for (String name : names) {
          Tensor tensor = tensor(name);
          FloatBuffer buffer =
              ByteBuffer.allocateDirect(4 * tensor.size())
                  .order(ByteOrder.nativeOrder())
                  .asFloatBuffer();
          buffer.put(tensor.floats(), 0, tensor.size()).rewind();
          long[] dims = Arrays.stream(tensor.shape()).asLongStream().toArray();
          tensors.put(name, OnnxTensor.createTensor(environment, buffer, dims));
        }
        try (OrtSession.Result result = session.run(tensors)) {
          FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
          float[] floats = new float[buffer.remaining()];
          buffer.get(floats);
          return floats;
        }
      }
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }
}
