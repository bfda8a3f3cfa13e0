package dev.vecurrent.lecture;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.digits.Gates;
import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Rnn;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.text.ModelOptions;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the page shows, computed here and now. */
final class Facts {

  /** The lecture's sentence: 但 turns it. */
  private static final String BUT = "这家店的装修不错，但牛排是过期的。";

  private static final int INPUTS = 28;
  private static final int UNITS = 128;
  private static final List<Cell> CELLS =
      List.of(
          Rnn.of(Direction.FORWARD, UNITS, Activation.TANH),
          Gru.of(Direction.FORWARD, UNITS, true),
          Lstm.of(Direction.FORWARD, UNITS));

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final Map<String, Object> facts = new LinkedHashMap<>();
  private final Stopwatch watch;
  private final Consumer<String> progress;

  private Facts(Stopwatch watch, Consumer<String> progress) {
    this.watch = watch;
    this.progress = progress;
  }

  /**
   * All facts, as JSON has them.
   *
   * @param progress is told what is computed next
   */
  static Map<String, Object> all(Stopwatch watch, Consumer<String> progress) throws IOException {
    Facts all = new Facts(watch, progress);
    all.machine();
    all.layers();
    all.applications();
    all.heldBack();
    all.gates();
    all.gradients();
    all.digits();
    return all.facts;
  }

  private void machine() throws IOException {
    facts.put(
        "machine",
        Map.of(
            "text",
            "%s · %s · Java %s · %d × CPU"
                .formatted(
                    LocalDate.now(ZoneOffset.UTC),
                    System.getProperty("os.arch"),
                    Runtime.version(),
                    Runtime.getRuntime().availableProcessors())));
    facts.put("questions", MAPPER.readTree(PageWriter.resource("questions.json")));
  }

  private void layers() {
    progress.accept("layers");
    facts.put("layers", CELLS.stream().map(c -> LayerFacts.of(c, INPUTS, 1, watch)).toList());
    facts.put(
        "deep",
        IntStream.rangeClosed(1, 4)
            .mapToObj(layers -> LayerFacts.of(CELLS.getLast(), INPUTS, layers, watch))
            .toList());
    facts.put("unrolled", CELLS.stream().allMatch(c -> LayerFacts.isUnrolledTheSame(c, INPUTS)));
  }

  private void applications() throws IOException {
    progress.accept("sentiment");
    facts.put(
        "sentiment",
        Answers.of(
            dev.vecurrent.sentiment.Main.commandLine(), "--json", "--each", BUT, "这家店的装修不错。"));
    progress.accept("poem");
    facts.put(
        "poem", Answers.of(dev.vecurrent.poem.Main.commandLine(), "--json", "锄", "汗").getFirst());
    progress.accept("fluency");
    facts.put(
        "fluency",
        Answers.of(dev.vecurrent.fluency.Main.commandLine(), "--json", "今天是周六", "是今天周六"));
    progress.accept("slots");
    facts.put(
        "slots",
        Answers.of(
            dev.vecurrent.slots.Main.commandLine(),
            "--json",
            "--forward",
            "我想订个票，明天晚上8点到上海。",
            "我想订个票，明天晚上8点从上海出发。"));
    progress.accept("cloze");
    facts.put(
        "cloze",
        Answers.of(dev.vecurrent.cloze.Main.commandLine(), "--json", "--forward").getFirst());
    progress.accept("chat");
    facts.put(
        "chat",
        Answers.of(
            dev.vecurrent.chat.Main.commandLine(InputStream.nullInputStream(), false),
            "--json",
            "你好！",
            "还是你好！",
            "我叫小明。",
            "我住在上海。",
            "我叫什么？",
            "/forget",
            "还是你好！",
            "我叫什么？"));
    progress.accept("speed of the models");
    facts.put(
        "speeds",
        List.of(
            ModelSpeed.of(dev.vecurrent.sentiment.Main.class, "zh.onnx", watch),
            ModelSpeed.of(dev.vecurrent.poem.Main.class, "poem.onnx", watch),
            ModelSpeed.of(dev.vecurrent.fluency.Main.class, "fluency.onnx", watch),
            ModelSpeed.of(dev.vecurrent.slots.Main.class, "slots.onnx", watch),
            ModelSpeed.of(dev.vecurrent.chat.Main.class, "chat.onnx", watch)));
  }

  /** What each sample says of itself on data that its training never saw. */
  private void heldBack() {
    progress.accept("held back");
    List<List<Object>> rows = new ArrayList<>();
    addFigures(rows, dev.vecurrent.sentiment.Main.commandLine(), "sentiment");
    addFigures(rows, dev.vecurrent.sentiment.Main.commandLine(), "sentiment", "--lang", "en");
    addFigures(rows, dev.vecurrent.poem.Main.commandLine(), "poem");
    addFigures(rows, dev.vecurrent.fluency.Main.commandLine(), "fluency");
    addFigures(rows, dev.vecurrent.slots.Main.commandLine(), "slots");
    addFigures(rows, dev.vecurrent.cloze.Main.commandLine(), "cloze");
    addFigures(
        rows, dev.vecurrent.chat.Main.commandLine(InputStream.nullInputStream(), false), "chat");
    facts.put("heldBack", rows);
  }

  private static void addFigures(
      List<List<Object>> rows, CommandLine program, String name, String... options) {
    List<String> arguments = new ArrayList<>(List.of("--held-back", "--json"));
    arguments.addAll(List.of(options));
    JsonNode answer = Answers.of(program, arguments.toArray(String[]::new)).getFirst();
    for (JsonNode figure : answer.get("heldBack")) {
      rows.add(List.of(name, figure));
    }
  }

  private void gates() throws IOException {
    progress.accept("gates");
    Vocabulary vocabulary =
        Vocabulary.read(dev.vecurrent.sentiment.Main.class, "zh-vocabulary.txt");
    int[] ids = vocabulary.ids(BUT);
    long[] tokens = Arrays.stream(ids).asLongStream().toArray();
    List<Gates> steps =
        Gates.of(
            ModelOptions.graph(dev.vecurrent.sentiment.Main.class, "zh.onnx"),
            Tensor.of(tokens, 1, tokens.length),
            CompileOptions.defaults());
    GateTrace trace = GateTrace.of(BUT, steps);
    facts.put("gates", trace);
    CellMemory memory = CellMemory.of(trace);
    int but = BUT.indexOf('但');
    facts.put(
        "memory",
        Map.of(
            "shares", memory.shares(),
            "atBut", memory.before(but, but),
            "afterBut", memory.before(but, but + 1),
            "atEnd", memory.before(but, BUT.length() - 1)));
  }

  /** Curves, and for the prose the norms of some networks at a distance of 50. */
  private void gradients() {
    progress.accept("gradients");
    JsonNode curves =
        Answers.of(dev.vecurrent.gradients.Main.commandLine(), "--json", "--distance", "100")
            .getFirst();
    Map<String, Object> gradients = new LinkedHashMap<>();
    gradients.put("curves", curves);
    for (JsonNode curve : curves) {
      if (curve.get("stage").asString().equals("initial")) {
        gradients.put(curve.get("network").asString(), curve.get("norms").get(49));
      }
    }
    facts.put("gradients", gradients);
  }

  private void digits() {
    progress.accept("digits");
    facts.put("digits", Answers.of(dev.vecurrent.digits.Main.commandLine(), "--json").getFirst());
    facts.put(
        "digit",
        Answers.of(dev.vecurrent.digits.Main.commandLine(), "--json", "--show", "3").getFirst());
  }
}
