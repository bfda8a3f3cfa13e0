package dev.vecurrent.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.lang.reflect.Array;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Models of PyTorch's whose work depends on lengths ({@code export_pytorch_loops_and_lengths.py}):
 * packed and masked sequences, decoders unrolled and in loops, images and recordings of any width,
 * against PyTorch's outputs at several batch sizes and lengths.
 */
class LoopsAndLengthsTest {

  private static final double RTOL = 1e-4;
  private static final double ATOL = 1e-5;

  /** The axis of rows in what {@code export_pytorch_loops_and_lengths.py} writes. */
  private static final String BATCH = "batch";

  private static List<Path> folders() throws IOException, URISyntaxException {
    Path one =
        Path.of(
            Objects.requireNonNull(LoopsAndLengthsTest.class.getResource("lengths/crnn_opset9"))
                .toURI());
    try (Stream<Path> folders = Files.list(one.resolveSibling("").toAbsolutePath().normalize())) {
      return folders.sorted().toList();
    }
  }

  private static String name(Path folder) {
    return String.valueOf(folder.getFileName());
  }

  @TestFactory
  List<DynamicTest> equalToPyTorch() throws IOException, URISyntaxException {
    return folders().stream()
        .map(folder -> DynamicTest.dynamicTest(name(folder), () -> compare(folder)))
        .toList();
  }

  @Test
  void everyKindOfModelIsThere() throws IOException, URISyntaxException {
    Set<String> kinds = new TreeSet<>();
    for (Path folder : folders()) {
      kinds.add(name(folder).replaceAll("_opset\\d+$", ""));
    }
    assertThat(kinds)
        .containsExactly(
            "attention",
            "crnn",
            "enhancer",
            "gru_translator",
            "lstm_translator",
            "packed_any_order",
            "packed_tagger",
            "scripted_appender",
            "scripted_decoder",
            "scripted_generator",
            "spectrum_mask");
  }

  private static void compare(Path folder) throws IOException {
    Model model = Model.compile(OnnxImporter.read(folder.resolve("model.onnx")));
    Session session = model.newSession();
    int sets = 0;
    for (Path set = folder.resolve("test_data_set_0");
        Files.exists(set);
        set = folder.resolve("test_data_set_" + sets)) {
      Map<String, Tensor> inputs = tensors(model.inputs(), set, "input_");
      Map<String, Tensor> expected = tensors(model.outputs(), set, "output_");
      Map<String, Tensor> actual = session.run(inputs);
      for (ValueInfo output : model.outputs()) {
        assertClose(
            set.getFileName() + " " + output,
            Objects.requireNonNull(actual.get(output.name())),
            Objects.requireNonNull(expected.get(output.name())));
      }
      rowsAloneHaveTheSameBits(model, session, inputs, actual);
      sets++;
    }
    assertThat(sets).isGreaterThanOrEqualTo(3);
  }

  private static Map<String, Tensor> tensors(List<ValueInfo> infos, Path set, String prefix)
      throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < infos.size(); i++) {
      Path file = set.resolve(prefix + i + ".pb");
      tensors.put(infos.get(i).name(), OnnxTensors.read(file, ImportLimits.defaults()).tensor());
    }
    return tensors;
  }

  private static void assertClose(String what, Tensor actual, Tensor expected) {
    assertThat(actual.toString()).as(what).isEqualTo(expected.toString());
    for (int i = 0; i < expected.size(); i++) {
      double a = number(actual, i);
      double b = number(expected, i);
      assertThat(Math.abs(a - b))
          .as("%s, element %d: expected %s, found %s", what, i, b, a)
          .isLessThanOrEqualTo(ATOL + RTOL * Math.abs(b));
    }
  }

  private static double number(Tensor tensor, int i) {
    return tensor.type() == ElementType.INT64 ? tensor.longs()[i] : tensor.floats()[i];
  }

  /** What a row says does not depend on the rows beside it, not even in the last bit. */
  private static void rowsAloneHaveTheSameBits(
      Model model, Session session, Map<String, Tensor> inputs, Map<String, Tensor> outputs) {
    ValueInfo first = model.inputs().getFirst();
    int rows = Objects.requireNonNull(inputs.get(first.name())).dim(batchAxis(first));
    for (int row = 0; row < rows && rows > 1; row++) {
      Map<String, Tensor> alone = new LinkedHashMap<>();
      for (ValueInfo input : model.inputs()) {
        alone.put(input.name(), row(input, Objects.requireNonNull(inputs.get(input.name())), row));
      }
      Map<String, Tensor> answers = session.run(alone);
      for (ValueInfo output : model.outputs()) {
        Tensor expected = row(output, Objects.requireNonNull(outputs.get(output.name())), row);
        Tensor actual = Objects.requireNonNull(answers.get(output.name()));
        assertThat(actual.toString()).isEqualTo(expected.toString());
        assertThat(bits(actual)).as("row %d of %s", row, output).isEqualTo(bits(expected));
      }
    }
  }

  private static int batchAxis(ValueInfo info) {
    List<Dimension> dims = info.shape().orElseThrow();
    for (int axis = 0; axis < dims.size(); axis++) {
      if (dims.get(axis).symbol().equals(BATCH)) {
        return axis;
      }
    }
    return -1;
  }

  /** One row of a tensor; the tensor itself where it has no axis of rows. */
  private static Tensor row(ValueInfo info, Tensor tensor, int row) {
    int axis = batchAxis(info);
    if (axis < 0) {
      return tensor;
    }
    int[] shape = tensor.shape();
    int inner = 1;
    for (int i = axis + 1; i < shape.length; i++) {
      inner *= shape[i];
    }
    int outer = 1;
    for (int i = 0; i < axis; i++) {
      outer *= shape[i];
    }
    int rows = shape[axis];
    shape[axis] = 1;
    Tensor one = Tensor.zeros(tensor.type(), shape);
    for (int i = 0; i < outer; i++) {
      System.arraycopy(tensor.storage(), (i * rows + row) * inner, one.storage(), i * inner, inner);
    }
    return one;
  }

  private static List<Long> bits(Tensor tensor) {
    List<Long> bits = new ArrayList<>();
    for (int i = 0; i < tensor.size(); i++) {
      Object element = Array.get(tensor.storage(), i);
      bits.add(
          element instanceof Float number
              ? Float.floatToRawIntBits(number)
              : ((Number) element).longValue());
    }
    return bits;
  }
}
