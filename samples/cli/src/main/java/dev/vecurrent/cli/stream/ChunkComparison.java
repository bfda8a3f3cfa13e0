package dev.vecurrent.cli.stream;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.Stream;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Made-up sequences of one batch: what a session answers to the whole, and streams to chunks. */
final class ChunkComparison {

  /** Time steps of a sequence, or calls where no input has a time axis. */
  static final int STEPS = 12;

  private static final int RANDOM_CUTS = 5;

  /** Bounds of made-up indices: some tables have few rows. */
  private static final int[] INDEX_BOUNDS = {4, 2, 1};

  private final StreamAxes axes;
  private final Model vector;
  private final Model scalar;
  private final int batch;
  private final ChunkCheck.Setting setting;
  private final Map<String, Tensor> states;
  private final StreamedValues values;
  private final Map<String, Tensor> whole;

  /**
   * Makes sequences up and runs them at once.
   *
   * @param axes of the model with the Vector API
   * @param scalar the model without it
   * @throws IllegalArgumentException if the model refuses all that is made up
   */
  ChunkComparison(StreamAxes axes, Model scalar, int batch, ChunkCheck.Setting setting) {
    this.axes = axes;
    this.vector = axes.model();
    this.scalar = scalar;
    this.batch = batch;
    this.setting = setting;
    MadeUpSequences madeUp = new MadeUpSequences(axes, batch, STEPS, setting.time());
    this.states = madeUp.states();
    StreamedValues taken = null;
    Map<String, Tensor> answer = null;
    IllegalArgumentException first = null;
    for (int i = 0; i < INDEX_BOUNDS.length && answer == null; i++) {
      taken = new StreamedValues(axes, madeUp.values(new Random(setting.seed()), INDEX_BOUNDS[i]));
      try {
        answer = session(vector, taken);
      } catch (IllegalArgumentException e) {
        first = first == null ? e : first;
      }
    }
    if (taken == null || answer == null) {
      throw first == null ? new IllegalStateException("nothing was made up") : first;
    }
    this.values = taken;
    this.whole = answer;
  }

  private Map<String, Tensor> session(Model model, StreamedValues sequences) {
    Session session = model.newSession();
    session.seed(setting.seed());
    return new SessionFeed(session, sequences, states, setting.time())
        .run(axes.hasTime() ? new int[] {STEPS} : ones());
  }

  private static int[] ones() {
    int[] ones = new int[STEPS];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** The first difference, in words; {@code null} if there is none. */
  @Nullable String difference() {
    String found = difference(session(scalar, values));
    if (found != null) {
      return found + " without the Vector API, by a session, batch " + batch;
    }
    Random random = new Random(setting.seed());
    for (int trial = 0; trial <= (axes.hasTime() ? RANDOM_CUTS : 0); trial++) {
      int[] chunks = trial == 0 ? ones() : cut(random);
      for (Model model : List.of(vector, scalar)) {
        String difference = difference(model, chunks);
        if (difference != null) {
          return "%s %s, batch %d, %s the Vector API"
              .formatted(
                  difference,
                  axes.hasTime() ? "in chunks of " + words(chunks) : "call by call",
                  batch,
                  model == vector ? "with" : "without");
        }
      }
    }
    return null;
  }

  private @Nullable String difference(Model model, int[] chunks) {
    Stream stream = model.newStream(batch);
    stream.seed(setting.seed());
    try {
      return difference(new StreamFeed(stream, values, setting.time()).run(chunks));
    } catch (IllegalArgumentException e) {
      return e.getMessage() + ",";
    }
  }

  private @Nullable String difference(Map<String, Tensor> found) {
    return BitDifference.of(axes, whole, found, vector.randomOutputs());
  }

  private static int[] cut(Random random) {
    List<Integer> chunks = new ArrayList<>();
    for (int left = STEPS; left > 0; left -= chunks.getLast()) {
      chunks.add(random.nextInt(1, left + 1));
    }
    return chunks.stream().mapToInt(Integer::intValue).toArray();
  }

  private static String words(int[] chunks) {
    return Arrays.toString(chunks).replaceAll("[\\[\\]]", "");
  }
}
