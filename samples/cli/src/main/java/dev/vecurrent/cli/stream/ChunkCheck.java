package dev.vecurrent.cli.stream;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.Model;
import dev.vecurrent.Streaming;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.InputRole;
import dev.vecurrent.spec.ValueInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether a model answers chunks of made-up sequences with the bits of the whole. */
public final class ChunkCheck {

  private static final int MOST_CAUSES = 3;

  /** What came of a check. */
  public enum Status {
    /** All bits are the same. */
    PASS,
    /** A bit differs, or the model refuses a chunk. */
    MISMATCH,
    /** All bits are the same but those that depend on random numbers. */
    RANDOM,
    /** The model cannot be streamed, or nothing can be made up for it. */
    REFUSED
  }

  /**
   * The outcome of a check.
   *
   * @param reason what was compared, where it differs, or what prevents it
   */
  public record Result(Status status, String reason) {}

  /**
   * How models are checked.
   *
   * @param time of compiling, and of each call
   * @param seed of made-up values, cuts and random numbers of the model
   */
  public record Setting(
      ImportLimits limits,
      CompileOptions options,
      CallLimits time,
      StateOptions states,
      long seed) {}

  private final Setting setting;
  private final Model vector;
  private final Model scalar;
  private final StreamAxes axes;
  private final Streaming streaming;

  private ChunkCheck(Graph graph, Setting setting) {
    this.setting = setting;
    this.vector = compile(graph, setting, setting.options());
    this.scalar = compile(graph, setting, setting.options().withVector(false));
    this.axes = new StreamAxes(vector);
    this.streaming = vector.streaming();
  }

  private static Model compile(Graph graph, Setting setting, CompileOptions options) {
    return setting.states().declare(Model.compile(graph, options, setting.time()));
  }

  /** Checks the model of a file. */
  public static Result of(Path file, Setting setting) {
    ChunkCheck check;
    try {
      check = new ChunkCheck(OnnxImporter.read(file, setting.limits()), setting);
    } catch (IllegalArgumentException e) {
      return new Result(Status.REFUSED, String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      return new Result(Status.MISMATCH, e.toString());
    }
    try {
      return check.run();
    } catch (RuntimeException | AssertionError | VirtualMachineError e) {
      // Not even a lack of memory is the end of the other models.
      return new Result(Status.MISMATCH, e.toString());
    }
  }

  private Result run() {
    String refusal = refusal();
    if (!refusal.isEmpty()) {
      return new Result(Status.REFUSED, refusal);
    }
    int fixed = axes.fixedBatch();
    List<Integer> done = new ArrayList<>();
    String other = "";
    for (int batch : fixed >= 0 ? new int[] {fixed} : new int[] {1, 2}) {
      ChunkComparison comparison;
      try {
        vector.newStream(batch);
        comparison = new ChunkComparison(axes, scalar, batch, setting);
      } catch (IllegalArgumentException e) {
        String message = "batch " + batch + ": " + e.getMessage();
        if (done.isEmpty()) {
          return new Result(Status.REFUSED, message);
        }
        other = "; not " + message;
        continue;
      }
      String difference = comparison.difference();
      if (difference != null) {
        return new Result(Status.MISMATCH, difference + causes());
      }
      done.add(batch);
    }
    List<String> random =
        vector.randomOutputs().stream().map(name -> name + " depends on random numbers").toList();
    String words =
        "batch %s: %d %s, with the Vector API and without%s"
            .formatted(
                String.join(" and ", done.stream().map(String::valueOf).toList()),
                ChunkComparison.STEPS,
                axes.hasTime() ? "steps one by one and in random chunks" : "calls",
                other);
    return random.isEmpty()
        ? new Result(Status.PASS, words)
        : new Result(Status.RANDOM, String.join(", ", random) + "; " + words);
  }

  private String refusal() {
    if (!streaming.isPossible()) {
      return String.join("\n", streaming.refusals());
    }
    for (ValueInfo input : axes.inputs()) {
      int time = axes.timeAxis(input);
      Dimension dim = time < 0 ? null : input.shape().map(dims -> dims.get(time)).orElse(null);
      if (dim != null && dim.isFixed()) {
        return "input %s: expected any number of steps, to compare the whole with chunks, found %d"
            .formatted(input, dim.size());
      }
    }
    if (axes.outputs().stream().allMatch(info -> info.isSequence() || info.isOptional())) {
      return "no output is a tensor that could be compared, found " + axes.outputs();
    }
    List<String> ofLayers =
        streaming.states().stream()
            .filter(state -> !state.isOfGraph())
            .map(Streaming.State::name)
            .toList();
    return axes.hasTime() || ofLayers.isEmpty()
        ? ""
        : "no input has a time axis, and a session does not carry the states "
            + String.join(", ", ofLayers);
  }

  /** What is known to make chunks differ. */
  private String causes() {
    StringBuilder causes = new StringBuilder();
    List<String> mixers = streaming.mixers();
    mixers.stream()
        .limit(MOST_CAUSES)
        .forEach(mixer -> causes.append("\nlikely cause: ").append(mixer));
    if (mixers.size() > MOST_CAUSES) {
      causes.append("\nand %d more, which inspect lists".formatted(mixers.size() - MOST_CAUSES));
    }
    for (ValueInfo input : axes.inputs()) {
      if (vector.roleOf(input.name()).kind() == InputRole.Kind.STATE) {
        causes
            .append("\nlikely cause: input ")
            .append(input)
            .append(" is a state that each call takes anew; name its output with --state");
      }
    }
    return causes.toString();
  }
}
