package dev.vecurrent.cli;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.cli.tensor.AxisParts;
import dev.vecurrent.limit.CallEndedException;
import dev.vecurrent.limit.CallEndedException.Reason;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.limit.NodeFailedException;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scores sequences in batches of one shape. Because an answer's bits do not depend on its batch,
 * batching changes speed only.
 *
 * <p>Records give every input of the model but one: an integer vector that is the sequence_lens of
 * its layers, which is given the lengths. A record that gives whole inputs, because the model has
 * no axis for a batch, has a call of its own and whole answers.
 */
final class Scorer {

  /** Bytes of a batch with its answers; fewer long sequences go into one. */
  private static final long MOST_BYTES = 16L << 20;

  /** Bytes of an answer for a step, before there was one. */
  private static final long FIRST_GUESS = 1024;

  private final Session session;
  private final CallLimits time;
  private final List<ScoreInput> inputs;
  private final @Nullable ValueInfo lengths;
  private final int fixedBatch;
  private final int mostBatch;

  /** Of rows; null where the model takes whole inputs only. */
  private final @Nullable BatchAxes axes;

  /** What rows may not be batched for; empty where they may. */
  private final String whole;

  /** As far as is known: of whole inputs, what the longest answers so far had. */
  private long answerBytesPerStep;

  /**
   * A scorer.
   *
   * @param session of the model
   * @param time limits of each call
   * @param layout the order of the model's inputs, where the model does not say
   * @param lengths name of the input that is given the lengths, where no layer says
   * @param mostBatch most sequences of a batch
   * @throws IllegalArgumentException if the model is not of the form that this class can feed
   */
  Scorer(
      Session session,
      CallLimits time,
      @Nullable Layout layout,
      @Nullable String lengths,
      int mostBatch) {
    Model model = session.model();
    this.session = session;
    this.time = time;
    ScoreInputs found = new ScoreInputs(model, layout, lengths);
    this.lengths = found.lengths();
    List<ScoreInput> chosen = found.inputs();
    BatchAxes axes = null;
    String whole = "";
    if (chosen.getFirst().takesRows()) {
      try {
        axes = BatchAxes.of(this, chosen, model.outputs());
      } catch (IllegalArgumentException e) {
        List<ScoreInput> other = found.turned();
        if (other.isEmpty() && !chosen.getFirst().takesWhole()) {
          throw e;
        }
        if (!other.isEmpty()) {
          axes = BatchAxes.of(this, other, model.outputs());
          chosen = other;
        } else {
          whole = String.valueOf(e.getMessage());
        }
      }
    }
    this.inputs = chosen;
    this.axes = axes;
    this.whole = whole;
    this.fixedBatch = chosen.getFirst().fixedBatch();
    this.mostBatch = fixedBatch > 0 ? fixedBatch : mostBatch;
    this.answerBytesPerStep = axes == null ? FIRST_GUESS : axes.answerBytesPerStep();
  }

  /** The inputs that records give, in order. */
  List<ScoreInput> inputs() {
    return inputs;
  }

  /**
   * Whether the model takes a sequence.
   *
   * @throws IllegalArgumentException if not; says why
   */
  void check(SequenceRecord record) {
    boolean wholes = isWhole(record);
    for (int i = 0; i < inputs.size(); i++) {
      ScoreInput input = inputs.get(i);
      Tensor value = record.values().get(i);
      String name = inputs.size() == 1 ? "" : input.info().name() + ": ";
      if ((value.rank() == input.rank()) != wholes) {
        throw new IllegalArgumentException(
            name
                + "some inputs are given for a batch and some for one sequence: expected "
                + input.form());
      }
      int declared = (wholes ? input.dims() : input.rowDims()).getFirst().size();
      if (declared >= 0 && value.dim(0) != declared) {
        boolean row = value.rank() == 1 && !input.isTokens() && input.rank() == 2;
        throw new IllegalArgumentException(
            "%sexpected %d %s as the model declares, found %d"
                .formatted(name, declared, row ? "numbers" : "steps", value.dim(0)));
      }
    }
  }

  private boolean isWhole(SequenceRecord record) {
    return record.values().getFirst().rank() == inputs.getFirst().rank();
  }

  /** Bytes that the answers of a record will have, about. */
  long answerBytes(SequenceRecord record) {
    return record.failure().isEmpty() ? Math.max(1, record.steps()) * answerBytesPerStep : 0;
  }

  /** Gives each record its answers, or the reason why there are none; leaves failed ones alone. */
  void score(List<SequenceRecord> records) {
    Map<List<List<Integer>>, List<SequenceRecord>> byShape = new LinkedHashMap<>();
    for (SequenceRecord record : records) {
      if (record.failure().isEmpty()) {
        byShape.computeIfAbsent(shapes(record), _ -> new ArrayList<>()).add(record);
      }
    }
    byShape
        .values()
        .forEach(same -> {
          if (axes == null || isWhole(same.getFirst())) {
            same.forEach(this::alone);
            return;
          }
          int most = batchOf(same.getFirst());
          for (int from = 0; from < same.size(); from += most) {
            batch(same.subList(from, Math.min(from + most, same.size())), axes);
          }
        });
  }

  private static List<List<Integer>> shapes(SequenceRecord record) {
    return record.values().stream()
        .map(value -> Arrays.stream(value.shape()).boxed().toList())
        .toList();
  }

  private int batchOf(SequenceRecord record) {
    long bytes = record.bytes() + answerBytes(record);
    return Math.clamp(MOST_BYTES / Math.max(1, bytes), 1, mostBatch);
  }

  /** A record in a call of its own, with whole answers. */
  private void alone(SequenceRecord record) {
    try {
      List<Tensor> values = new ArrayList<>(record.values());
      if (!isWhole(record)) {
        for (int i = 0; i < values.size(); i++) {
          int axis = inputs.get(i).batchAxis();
          if (axis < 0) {
            throw new IllegalArgumentException(
                "expected " + inputs.get(i).form() + " for input " + inputs.get(i).info());
          }
          values.set(i, AxisParts.stack(List.of(values.get(i)), axis, 1));
        }
      }
      Map<String, Tensor> outputs = run(inputs, values, record.steps(), 1);
      outputs.forEach(record::answer);
      long bytes =
          outputs.values().stream().mapToLong(t -> (long) t.size() * t.type().bytes()).sum();
      answerBytesPerStep = Math.max(answerBytesPerStep, bytes / Math.max(1, record.steps()));
    } catch (IllegalArgumentException | CallEndedException | NodeFailedException e) {
      String why = why(e);
      record.fail(whole.isEmpty() || isWhole(record) ? why : why + "; " + whole);
    }
  }

  private void batch(List<SequenceRecord> records, BatchAxes known) {
    // Zeros fill up a batch that is fixed.
    int batch = Math.max(records.size(), fixedBatch);
    try {
      Map<String, Tensor> outputs =
          run(inputs, records.stream().map(SequenceRecord::values).toList(), batch);
      int index = 0;
      for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
        int axis = known.axis(index++);
        for (int n = 0; n < records.size(); n++) {
          Tensor own = axis < 0 ? output.getValue() : AxisParts.slice(output.getValue(), axis, n);
          records.get(n).answer(output.getKey(), own);
        }
      }
    } catch (IllegalArgumentException | CallEndedException | NodeFailedException e) {
      String why = why(e);
      if (records.size() == 1) {
        records.getFirst().fail(why);
        return;
      }
      // Values may have been too large for the whole batch only: no record's answer depends on it.
      records.forEach(record -> batch(List.of(record), known));
    }
  }

  /** Why a record has no answer; an interrupt ends the job instead. */
  private static String why(RuntimeException e) {
    if (e instanceof CallEndedException ended && ended.reason() != Reason.TIMEOUT) {
      throw ended;
    }
    return String.valueOf(e.getMessage());
  }

  /**
   * Runs the model.
   *
   * @param by the inputs, each with the axis of its batch
   * @param rows for each sequence its value for each input, all of one shape
   * @param batch as many, or more: the rest are zeros
   */
  Map<String, Tensor> run(List<ScoreInput> by, List<List<Tensor>> rows, int batch) {
    List<Tensor> values = new ArrayList<>();
    for (int i = 0; i < by.size(); i++) {
      int index = i;
      values.add(
          AxisParts.stack(
              rows.stream().map(row -> row.get(index)).toList(), by.get(i).batchAxis(), batch));
    }
    Tensor first = rows.getFirst().getFirst();
    return run(by, values, first.rank() == 0 ? 1 : first.dim(0), batch);
  }

  private Map<String, Tensor> run(List<ScoreInput> by, List<Tensor> values, int steps, int batch) {
    Map<String, Tensor> named = new HashMap<>();
    for (int i = 0; i < by.size(); i++) {
      named.put(by.get(i).info().name(), values.get(i));
    }
    if (lengths != null) {
      named.put(lengths.name(), lengths(lengths.type(), steps, batch));
    }
    return session.run(named, time);
  }

  private static Tensor lengths(ElementType type, int steps, int batch) {
    if (type == ElementType.INT32) {
      int[] all = new int[batch];
      Arrays.fill(all, steps);
      return Tensor.of(all, batch);
    }
    long[] all = new long[batch];
    Arrays.fill(all, steps);
    return Tensor.of(all, batch);
  }
}
