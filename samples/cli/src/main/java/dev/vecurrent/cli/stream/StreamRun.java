package dev.vecurrent.cli.stream;

import dev.vecurrent.Model;
import dev.vecurrent.Stream;
import dev.vecurrent.Streaming;
import dev.vecurrent.Workers;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.spec.GraphState;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Files that a stream was fed with.
 *
 * @param outputs what it answered, put together
 * @param summary chunks, time and state in one line
 */
public record StreamRun(Map<String, Tensor> outputs, String summary) {

  /**
   * Feeds the values of files to a stream of as many sequences as they have.
   *
   * @param values by name of their input
   * @param files where they come from, for messages
   * @param chunk time steps a chunk
   * @param limits of each call
   * @throws IllegalArgumentException if the model cannot be streamed, or the values are not what it
   *     takes
   */
  public static StreamRun of(
      Model model,
      Workers workers,
      Map<String, Tensor> values,
      Map<String, Path> files,
      int chunk,
      long seed,
      CallLimits limits) {
    Streaming streaming = model.streaming();
    if (!streaming.isPossible()) {
      throw new IllegalArgumentException(String.join("; ", streaming.refusals()));
    }
    StreamAxes axes = new StreamAxes(model);
    if (!axes.hasTime() && chunk > 1) {
      throw new IllegalArgumentException(
          "--chunk: expected 1, for no input has a time axis and a call is a step, found " + chunk);
    }
    requireInputs(axes, values, files);
    try {
      return run(axes, workers, values, chunk, seed, limits);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          files.values().stream().map(Path::toString).collect(Collectors.joining(", "))
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static StreamRun run(
      StreamAxes axes,
      Workers workers,
      Map<String, Tensor> values,
      int chunk,
      long seed,
      CallLimits limits) {
    StreamedValues sequences = new StreamedValues(axes, values);
    if (!axes.hasTime() && sequences.steps() == 0) {
      throw new IllegalArgumentException("expected 1 call or more, found none");
    }
    Stream stream = axes.model().newStream(sequences.batch(), workers);
    stream.seed(seed);
    StreamFeed feed = new StreamFeed(stream, sequences, limits);
    int[] chunks = chunks(sequences.steps(), chunk);
    Map<String, Tensor> outputs = feed.run(chunks);
    return new StreamRun(outputs, summary(axes, stream, chunks, feed.nanos()));
  }

  /** Refuses what no input is for, says who carries a state, and where a type is another. */
  private static void requireInputs(
      StreamAxes axes, Map<String, Tensor> values, Map<String, Path> files) {
    for (GraphState state : axes.model().states()) {
      if (values.containsKey(state.input())) {
        throw new IllegalArgumentException(
            "%s: input %s is a state, which the stream carries from output %s of one call to the next: leave it out"
                .formatted(files.get(state.input()), state.input(), state.output()));
      }
    }
    List<String> names = axes.inputs().stream().map(ValueInfo::name).toList();
    values.forEach((name, value) -> {
      int at = names.indexOf(name);
      if (at < 0) {
        throw new IllegalArgumentException(
            "%s: expected one of the inputs %s of a stream, found %s"
                .formatted(files.get(name), axes.inputs(), name));
      }
      ValueInfo input = axes.inputs().get(at);
      if (input.isTyped() && input.type() != value.type()) {
        throw new IllegalArgumentException(
            "%s: input %s: expected %s, found %s"
                .formatted(files.get(name), input, input.type(), value));
      }
    });
  }

  /** A sequence without steps is one chunk without any. */
  private static int[] chunks(int steps, int chunk) {
    int[] chunks = new int[Math.max(1, Math.ceilDiv(steps, chunk))];
    Arrays.fill(chunks, chunk);
    chunks[chunks.length - 1] = steps - (chunks.length - 1) * chunk;
    return chunks;
  }

  private static String summary(StreamAxes axes, Stream stream, int[] chunks, long nanos) {
    int steps = Arrays.stream(chunks).sum();
    return String.format(
        Locale.ROOT,
        "stream: %,d %s of %s, %.1f microseconds a step in this run, %,d bytes of state a sequence",
        chunks.length,
        axes.hasTime() ? chunks.length == 1 ? "chunk" : "chunks" : "calls",
        chunks[0] == 1 ? "1 step" : String.format(Locale.ROOT, "%,d steps", chunks[0]),
        nanos / 1e3 / Math.max(1, steps),
        stream.stateBytes());
  }
}
