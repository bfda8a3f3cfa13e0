package dev.vecurrent.internal.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.Model;
import dev.vecurrent.internal.Nullable;
import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.Rnn;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model compiled without the vector twin loads nothing of the Vector API, whatever its operators:
 * with inputs that come with the call and with constant ones, which are packed or folded. Runs in a
 * process of its own, whose log of loaded classes is read.
 */
class ScalarModelsTest {

  private static final int N = 1 << 12;

  @TestFactory
  Stream<DynamicTest> everyOperator(@TempDir Path folder) throws Exception {
    List<String> lines = lines(folder, false);
    assertThat(lines).hasSizeGreaterThan(200);
    return lines.stream()
        .map(line -> line.split("\t", -1))
        .map(parts ->
            DynamicTest.dynamicTest(
                parts[0],
                () -> {
                  assertThat(parts[2]).as("how it ended").isEmpty();
                  assertThat(parts[1]).as("classes of vectors").isEmpty();
                }));
  }

  /** Otherwise the test above could not fail. */
  @TestFactory
  Stream<DynamicTest> vectorModelsDoLoadThem(@TempDir Path folder) throws Exception {
    List<String> lines = lines(folder, true);
    return Stream.of(
        DynamicTest.dynamicTest(
            "vectors", () -> assertThat(lines).anyMatch(line -> line.contains("FloatVector"))));
  }

  private static List<String> lines(Path folder, boolean vector) throws Exception {
    Path log = folder.resolve("classes-" + vector);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--add-modules",
            "jdk.incubator.vector",
            "-XX:TieredStopAtLevel=4",
            "-Ddev.vecurrent.quickStart=false", // which would load them later
            "-Xlog:class+load:file=" + log.getFileName(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName(),
            log.getFileName().toString(),
            Boolean.toString(vector)));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out.lines().filter(line -> line.contains("\t")).toList();
  }

  /** Runs a model of each operator, and says what classes of vectors were loaded by then. */
  static final class Main {

    private final Path log;
    private final CompileOptions options;
    private long read;

    private Main(Path log, boolean vector) {
      this.log = log;
      this.options = CompileOptions.defaults().withVector(vector);
    }

    public static void main(String[] args) throws IOException {
      Main main = new Main(Path.of(args[0]), Boolean.parseBoolean(args[1]));
      main.layers();
      for (WorkSubject subject : WorkSubjects.ofCore()) {
        @Nullable Tensor[] inputs = subject.inputs().of(N);
        if (subject.name().startsWith("Sequence") || subject.name().contains("FromSequence")) {
          continue; // they move tensors, and no graph of one of them alone has inputs
        }
        for (int constants : new int[] {0, 1, inputs.length}) {
          String ended = "";
          try {
            main.run(subject, inputs, constants);
          } catch (RuntimeException e) {
            ended = String.valueOf(e.getMessage()).replace('\n', ' ').replace('\t', ' ');
          }
          main.say(subject + ", " + constants + " constants", ended);
        }
      }
    }

    private void layers() throws IOException {
      int hidden = 20;
      for (Direction direction : List.of(Direction.FORWARD, Direction.BIDIRECTIONAL)) {
        int d = direction.count();
        for (Cell cell :
            List.of(
                Lstm.of(direction, hidden),
                Gru.of(direction, hidden, true),
                Gru.of(direction, hidden, false),
                Rnn.of(direction, hidden, Activation.TANH))) {
          int gates = cell.gates() * hidden;
          ValueInfo x =
              ValueInfo.of(
                  "x",
                  ElementType.FLOAT32,
                  Dimension.symbol("t"),
                  Dimension.symbol("n"),
                  Dimension.of(8));
          Map<String, Tensor> weights =
              Map.of(
                  "w", Tensor.of(new float[d * gates * 8], d, gates, 8),
                  "r", Tensor.of(new float[d * gates * hidden], d, gates, hidden));
          Node node = new RecurrentNode("n", cell, List.of("x", "w", "r"), List.of("y"));
          Graph graph =
              new Graph("g", List.of(x), List.of(ValueInfo.untyped("y")), weights, List.of(node));
          for (int batch : new int[] {1, 2, 5}) {
            Tensor input = Tensor.of(new float[5 * batch * 8], 5, batch, 8);
            Model.compile(graph, options).newSession().run(Map.of("x", input));
          }
          say(cell.operator() + " " + direction, "");
        }
      }
    }

    /** Runs the operator with its last inputs as constants. */
    private void run(WorkSubject subject, @Nullable Tensor[] inputs, int constants) {
      List<String> names = new ArrayList<>();
      List<ValueInfo> infos = new ArrayList<>();
      Map<String, Tensor> fixed = new HashMap<>();
      Map<String, Tensor> given = new HashMap<>();
      for (int i = 0; i < inputs.length; i++) {
        Tensor input = inputs[i];
        names.add(input == null ? "" : "i" + i);
        if (input == null) {
          continue;
        }
        if (i >= inputs.length - constants) {
          fixed.put("i" + i, input);
        } else {
          given.put("i" + i, input);
          infos.add(
              ValueInfo.of(
                  "i" + i,
                  input.type(),
                  Arrays.stream(input.shape()).mapToObj(Dimension::of).toArray(Dimension[]::new)));
        }
      }
      List<String> outs = new ArrayList<>();
      for (int i = 0; i < subject.outputs(); i++) {
        outs.add("o" + i);
      }
      Node node =
          new OperatorNode(
              "n",
              subject.domain(),
              subject.name(),
              subject.opset(),
              names,
              outs,
              subject.attributes());
      List<ValueInfo> made = outs.stream().map(ValueInfo::untyped).toList();
      Graph graph = new Graph("g", infos, made, fixed, List.of(node));
      Model.compile(graph, options).newSession().runValues(given);
    }

    private void say(String what, String ended) throws IOException {
      byte[] all = Files.readAllBytes(log);
      String fresh =
          new String(all, (int) read, all.length - (int) read, StandardCharsets.US_ASCII);
      read = all.length;
      String vectors =
          fresh
              .lines()
              .filter(
                  line -> line.contains("jdk.incubator.vector.") || line.contains("kernel.Vector"))
              .map(line -> line.replaceAll(".*\\] *(\\S+) source.*", "$1"))
              .toList()
              .toString();
      System.out.println(what + "\t" + (vectors.equals("[]") ? "" : vectors) + "\t" + ended);
    }
  }
}
