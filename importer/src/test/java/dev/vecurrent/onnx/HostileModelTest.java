package dev.vecurrent.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.management.ThreadMXBean;
import dev.vecurrent.Model;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.spec.ModelRefusedException;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Files from strangers: a typed exception or a model that runs, within a bound of memory. The
 * time-out only guards against hanging.
 */
class HostileModelTest {

  private static final long MOST_BYTES = 256L << 20;
  private static final Duration HANG = Duration.ofSeconds(10);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private long most;
  private long slowest;
  private int read;
  private int refused;

  @Test
  void smallModelIsFine() {
    feed(Protos.small().build().toByteArray(), "small");
    assertThat(read).isEqualTo(1);
  }

  @Test
  void everyByteFlipped() {
    byte[] model = Protos.small().build().toByteArray();
    for (int at = 0; at < model.length; at++) {
      for (int flip : new int[] {0x01, 0x02, 0x10, 0x40, 0x80, 0xff}) {
        byte[] bad = model.clone();
        bad[at] ^= (byte) flip;
        feed(bad, "byte " + at + " ^ " + flip);
      }
      for (int value : new int[] {0x00, 0x7f, 0xff}) {
        byte[] bad = model.clone();
        bad[at] = (byte) value;
        feed(bad, "byte " + at + " = " + value);
      }
    }
    report("flips", 9 * model.length);
  }

  @Test
  void everyTruncation() {
    byte[] model = Protos.small().build().toByteArray();
    for (int length = 0; length < model.length; length++) {
      feed(Arrays.copyOf(model, length), "first " + length + " bytes");
    }
    report("truncations", model.length);
  }

  @Test
  void randomBytesAndSplices() {
    SplittableRandom random = new SplittableRandom(Seeds.of(HostileModelTest.class));
    byte[] model = Protos.small().build().toByteArray();
    for (int round = 0; round < 3000; round++) {
      byte[] bad = model.clone();
      int from = random.nextInt(bad.length);
      byte[] noise = new byte[random.nextInt(1, 40)];
      random.nextBytes(noise);
      System.arraycopy(noise, 0, bad, from, Math.min(noise.length, bad.length - from));
      feed(round % 3 == 0 ? noise : bad, "round " + round);
    }
    report("random", 3000);
  }

  private void report(String what, int count) {
    System.out.printf(
        "%s: %d inputs, %d read, %d refused, at most %,d bytes allocated and %.1f ms%n",
        what, count, read, refused, most, slowest / 1e6);
    assertThat(read + refused).isEqualTo(count);
    assertThat(refused).isPositive();
  }

  /** Reads, compiles and runs; anything but a typed exception fails the test. */
  private void feed(byte[] bytes, String what) {
    long start = System.nanoTime();
    long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().threadId());
    try {
      Model model = Model.compile(OnnxImporter.read(bytes, "hostile", ImportLimits.defaults()));
      read++;
      run(model);
    } catch (MalformedModelException | ModelRefusedException e) {
      refused++;
      assertThat(e.getMessage()).as(what).isNotBlank();
    } catch (Throwable e) {
      throw new AssertionError(what, e);
    }
    long used = THREADS.getThreadAllocatedBytes(Thread.currentThread().threadId()) - before;
    most = Math.max(most, used);
    slowest = Math.max(slowest, System.nanoTime() - start);
    assertThat(used).as(what).isLessThanOrEqualTo(MOST_BYTES);
  }

  /** A model that is accepted runs, or says that inputs do not fit. */
  private static void run(Model model) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    model
        .inputs()
        .forEach(info -> {
          int[] shape =
              info.shape()
                  .map(dims ->
                      dims.stream()
                          .mapToInt(d -> d.isFixed() ? Math.min(d.size(), 1000) : 2)
                          .toArray())
                  .orElse(new int[] {2});
          long size = Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
          if (size <= 1 << 20) {
            inputs.put(info.name(), Tensor.zeros(info.type(), shape));
          }
        });
    try {
      model.newSession().run(inputs).values().forEach(y -> assertThat(y.size()).isNotNegative());
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @TestFactory
  Stream<DynamicTest> handMade() {
    Map<String, byte[]> cases = new LinkedHashMap<>();
    hostileTensors(cases);
    hostileGraphs(cases);
    hostileNodes(cases);
    return cases.entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(),
                () ->
                    assertTimeoutPreemptively(
                        HANG,
                        () -> {
                          int before = refused;
                          feed(entry.getValue(), entry.getKey());
                          assertThat(refused).as("is refused").isEqualTo(before + 1);
                        })));
  }

  private static byte[] withTensor(TensorProto.Builder tensor) {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInitializer(tensor)
            .addNode(Protos.node("Identity", List.of(tensor.getName()), List.of("y")))
            .addOutput(Protos.value("y", TensorProto.DataType.FLOAT_VALUE));
    return Protos.model(graph, 13).build().toByteArray();
  }

  private static void hostileTensors(Map<String, byte[]> cases) {
    int floats = TensorProto.DataType.FLOAT_VALUE;
    long big = 1L << 40;
    cases.put("negative dimension", withTensor(Protos.tensor("t", floats, -1)));
    cases.put("huge dimension", withTensor(Protos.tensor("t", floats, big)));
    cases.put("product overflows", withTensor(Protos.tensor("t", floats, 1 << 30, 1 << 30, 16)));
    cases.put("product overflows to 0", withTensor(Protos.tensor("t", floats, 1 << 16, 1 << 16)));
    cases.put("too short", withTensor(Protos.floats("t", 2, 2).clearDims().addDims(5)));
    cases.put("too long", withTensor(Protos.floats("t", 2, 2).clearDims().addDims(3)));
    cases.put("no data", withTensor(Protos.tensor("t", floats, 100_000_000)));
    cases.put("rank 9", withTensor(Protos.tensor("t", floats, 1, 1, 1, 1, 1, 1, 1, 1, 1)));
    cases.put("unknown type", withTensor(Protos.tensor("t", 99, 0)));
    cases.put("string type", withTensor(Protos.tensor("t", TensorProto.DataType.STRING_VALUE, 0)));
    cases.put("two storages", withTensor(Protos.floats("t", 2).addFloatData(1).addFloatData(2)));
    cases.put(
        "wrong storage", withTensor(Protos.tensor("t", floats, 2).addInt64Data(1).addInt64Data(2)));
    cases.put(
        "external from memory",
        withTensor(
            Protos.tensor("t", floats, 2).setDataLocation(TensorProto.DataLocation.EXTERNAL)));
  }

  private static void hostileGraphs(Map<String, byte[]> cases) {
    cases.put("empty file", new byte[0]);
    cases.put("no graph", ModelProto.newBuilder().setIrVersion(8).build().toByteArray());
    cases.put("newer ir", Protos.small().setIrVersion(99).build().toByteArray());
    ModelProto.Builder newer = Protos.small();
    newer.getOpsetImportBuilder(0).setVersion(1000);
    cases.put("newer opset", newer.build().toByteArray());
    ModelProto.Builder cycle = Protos.small();
    cycle.getGraphBuilder().getNodeBuilder(0).setInput(0, "y");
    cases.put("cycle", cycle.build().toByteArray());
    ModelProto.Builder twice = Protos.small();
    twice.getGraphBuilder().getNodeBuilder(1).setOutput(0, "s");
    cases.put("assigned twice", twice.build().toByteArray());
    ModelProto.Builder missing = Protos.small();
    missing.getGraphBuilder().getNodeBuilder(2).setInput(0, "nowhere");
    cases.put("missing name", missing.build().toByteArray());
    ModelProto.Builder output = Protos.small();
    output.getGraphBuilder().getOutputBuilder(0).setName("nowhere");
    cases.put("missing output", output.build().toByteArray());
    ModelProto.Builder none = Protos.small();
    none.getGraphBuilder().clearOutput();
    cases.put("no output", none.build().toByteArray());
    cases.put("a million empty nodes", manyNodes(1_000_000));
    cases.put("sixteen million empty strings", manyStrings(16_000_000));
    cases.put("very many empty tensors", wrap(repeated(5, 990_000)));
    cases.put("very many empty inputs", wrap(repeated(11, 990_000)));
    cases.put("very many empty attributes", wrap(field(1, repeated(5, 990_000))));
    cases.put("a graph cut off", new byte[] {0x3a, 0x10, 0x0a, 0x00});
    cases.put("a group's end", new byte[] {0x3a, 0x02, 0x0c, 0x00});
    cases.put("packed numbers cut off", withTensor(Protos.tensor("t", 1, 2), new byte[] {0x22, 7}));
    cases.put("deep messages", deep(5000));
    cases.put("endless length", new byte[] {0x3a, (byte) 0xff, -1, -1, -1, 0x07, 1, 2, 3});
  }

  private static ByteString repeated(int field, int count) {
    return ByteString.copyFrom(repeat(new byte[] {(byte) (field << 3 | 2), 0x00}, count));
  }

  /** A graph whose only tensor ends with some bytes. */
  private static byte[] withTensor(TensorProto.Builder tensor, byte[] end) {
    return wrap(field(5, tensor.build().toByteString().concat(ByteString.copyFrom(end))));
  }

  private static byte[] manyNodes(int count) {
    ByteString node = ByteString.copyFrom(new byte[] {0x0a, 0x00});
    return wrap(ByteString.copyFrom(repeat(node.toByteArray(), count)));
  }

  private static byte[] manyStrings(int count) {
    // A node (field 1) whose inputs (field 1) are all empty.
    byte[] inputs = repeat(new byte[] {0x0a, 0x00}, count / 2);
    ByteString graph =
        GraphProto.newBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(
                        1,
                        UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(ByteString.copyFrom(inputs))
                            .build())
                    .build())
            .build()
            .toByteString();
    return wrap(graph);
  }

  private static byte[] wrap(ByteString graph) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .setUnknownFields(
            UnknownFieldSet.newBuilder()
                .addField(7, UnknownFieldSet.Field.newBuilder().addLengthDelimited(graph).build())
                .build())
        .build()
        .toByteArray();
  }

  private static byte[] repeat(byte[] unit, int count) {
    byte[] all = new byte[unit.length * count];
    for (int i = 0; i < count; i++) {
      System.arraycopy(unit, 0, all, i * unit.length, unit.length);
    }
    return all;
  }

  /** Graphs within attributes of nodes within graphs. */
  private static byte[] deep(int levels) {
    ByteString inner = ByteString.EMPTY;
    for (int level = 0; level < levels; level++) {
      // graph.node (1) . attribute (5) . g (6)
      inner = field(1, field(5, field(6, inner)));
    }
    return field(7, inner).toByteArray();
  }

  private static ByteString field(int number, ByteString content) {
    return UnknownFieldSet.newBuilder()
        .addField(number, UnknownFieldSet.Field.newBuilder().addLengthDelimited(content).build())
        .build()
        .toByteString();
  }

  private static byte[] withNode(NodeProto.Builder node) {
    ModelProto.Builder model = Protos.small();
    model.getGraphBuilder().setNode(0, node);
    return model.build().toByteArray();
  }

  private static void hostileNodes(Map<String, byte[]> cases) {
    NodeProto.Builder lstm = Protos.small().getGraphBuilder().getNodeBuilder(0);
    cases.put("unknown operator", withNode(lstm.clone().setOpType("Frobnicate")));
    cases.put("unknown domain", withNode(lstm.clone().setDomain("com.example")));
    cases.put(
        "unknown attribute", withNode(lstm.clone().addAttribute(Protos.integer("speed", 11))));
    cases.put("clip NaN", withNode(lstm.clone().addAttribute(Protos.number("clip", Float.NaN))));
    cases.put("clip -1", withNode(lstm.clone().addAttribute(Protos.number("clip", -1))));
    cases.put(
        "hidden_size 0", withNode(lstm.clone().setAttribute(0, Protos.integer("hidden_size", 0))));
    cases.put(
        "hidden_size 4 against R",
        withNode(lstm.clone().setAttribute(0, Protos.integer("hidden_size", 4))));
    cases.put(
        "hidden_size overflows",
        withNode(lstm.clone().setAttribute(0, Protos.integer("hidden_size", Long.MAX_VALUE))));
    cases.put(
        "direction sideways",
        withNode(lstm.clone().setAttribute(1, Protos.string("direction", "sideways"))));
    cases.put(
        "bidirectional against W",
        withNode(lstm.clone().setAttribute(1, Protos.string("direction", "bidirectional"))));
    cases.put("W missing", withNode(lstm.clone().setInput(1, "")));
    cases.put("R for W", withNode(lstm.clone().setInput(1, "r")));
    cases.put("too many inputs", withNode(lstm.clone().addAllInput(List.of("", "", "", "", ""))));
    cases.put("no inputs", withNode(lstm.clone().clearInput()));
    cases.put(
        "attribute twice", withNode(lstm.clone().addAttribute(Protos.integer("hidden_size", 3))));
    GraphProto.Builder bomb =
        GraphProto.newBuilder()
            .addInitializer(
                Protos.tensor("shape", TensorProto.DataType.INT64_VALUE, 4)
                    .addAllInt64Data(List.of(1L << 30, 1L << 30, 1L << 30, 1L << 30)))
            .addNode(Protos.node("ConstantOfShape", List.of("shape"), List.of("y")))
            .addOutput(Protos.value("y", TensorProto.DataType.FLOAT_VALUE, 1, 1, 1, 1));
    byte[] bytes = Protos.model(bomb, 13).build().toByteArray();
    Model model = Model.compile(OnnxImporter.read(bytes, "bomb", ImportLimits.defaults()));
    try {
      model.newSession().run(Map.of());
      throw new AssertionError("a tensor of 2^120 elements was made");
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).contains("ConstantOfShape");
    }
  }

  @Test
  void limitsAreOptions() {
    byte[] model = Protos.small().build().toByteArray();
    List<ImportLimits> tight = new ArrayList<>();
    ImportLimits defaults = ImportLimits.defaults();
    tight.add(defaults.withFileBytes(model.length - 1));
    tight.add(defaults.withFields(20));
    tight.add(defaults.withDepth(2));
    tight.add(defaults.withNodes(3));
    tight.add(defaults.withTensors(3));
    tight.add(defaults.withTensorBytes(100));
    tight.add(defaults.withNameLength(4));
    for (ImportLimits limits : tight) {
      try {
        OnnxImporter.read(model, "limited", limits);
        throw new AssertionError("was read within " + limits);
      } catch (MalformedModelException | ModelRefusedException e) {
        assertThat(e.getMessage()).contains("limit");
      }
    }
  }
}
