package dev.vecurrent.cli;

import dev.vecurrent.Model;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.InputRole;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What records give for which input of a model, and along which axis they are batched: recurrent
 * layers tell it first, then the user, then names of dimensions. Tokens that nothing is known of
 * are taken as {@code [N, T]}; whoever runs them finds out whether rows are independent.
 */
final class ScoreInputs {

  private final Model model;
  private final @Nullable Layout asked;
  private final List<ScoreInput> inputs = new ArrayList<>();
  private @Nullable ValueInfo lengths;

  /** Whether the axis of the first input is only a guess. */
  private boolean guessed;

  /**
   * The inputs of a model.
   *
   * @throws IllegalArgumentException if records cannot give one of them
   */
  ScoreInputs(Model model, @Nullable Layout asked, @Nullable String lengthsName) {
    this.model = model;
    this.asked = asked;
    List<ValueInfo> infos = model.inputs();
    if (lengthsName != null && infos.stream().noneMatch(i -> i.name().equals(lengthsName))) {
      throw new IllegalArgumentException(
          "--lengths: there is no input '" + lengthsName + "'; inputs are " + infos);
    }
    List<ValueInfo> given = new ArrayList<>();
    for (ValueInfo info : infos) {
      boolean vector = info.shape().map(dims -> dims.size() == 1).orElse(true);
      boolean integers = info.type() == ElementType.INT32 || info.type() == ElementType.INT64;
      if (lengths == null
          && infos.size() > 1
          && integers
          && vector
          && isLengths(info, lengthsName)) {
        lengths = info;
      } else {
        given.add(info);
      }
    }
    requireForms(given, infos);
    given.forEach(info -> inputs.add(new ScoreInput(info, batchAxis(info))));
  }

  private boolean isLengths(ValueInfo info, @Nullable String lengthsName) {
    return lengthsName == null
        ? model.roleOf(info.name()).kind() == InputRole.Kind.LENGTHS
        : lengthsName.equals(info.name());
  }

  /** The inputs that records give, in order. */
  List<ScoreInput> inputs() {
    return List.copyOf(inputs);
  }

  /** The input that is given the lengths, where there is one. */
  @Nullable ValueInfo lengths() {
    return lengths;
  }

  /** The inputs with another guess for the axis of the batch; empty where none was guessed. */
  List<ScoreInput> turned() {
    return guessed
        ? inputs.stream()
            .map(input -> input.rank() == 2 ? input.withBatchAxis(1 - input.batchAxis()) : input)
            .toList()
        : List.of();
  }

  private static void requireForms(List<ValueInfo> given, List<ValueInfo> infos) {
    if (given.isEmpty()) {
      throw new IllegalArgumentException(
          "score needs an input with a sequence; inputs are " + infos + ": use run");
    }
    for (ValueInfo info : given) {
      boolean alone = given.size() == 1;
      boolean vector = info.shape().map(List::size).orElse(1) <= 1;
      if (!ScoreInput.fits(info) || (vector && !alone)) {
        String vectorWord =
            vector ? ", or --lengths NAME if an INT32 or INT64 vector is the lengths" : "";
        throw new IllegalArgumentException(
            "score cannot fill input "
                + info
                + ": expected FLOAT32, FLOAT64, INT32, INT64, BOOL or STRING with a declared rank up to 4;"
                + " use run"
                + vectorWord);
      }
    }
  }

  private int batchAxis(ValueInfo info) {
    List<Dimension> dims = info.shape().orElseThrow();
    if (dims.size() == 1) {
      return -1;
    }
    InputRole role = model.roleOf(info.name());
    if (role.isSequences() && role.batchAxis() >= 0) {
      if (asked != null && role.batchAxis() != axis(asked)) {
        Layout known = asked == Layout.TIME_MAJOR ? Layout.BATCH_MAJOR : Layout.TIME_MAJOR;
        throw new IllegalArgumentException(
            "the model reads input " + info + " as " + known + ": leave --layout out");
      }
      return role.batchAxis();
    }
    if (role.kind() == InputRole.Kind.STATE && role.batchAxis() < dims.size()) {
      return role.batchAxis();
    }
    boolean integers = info.type() != ElementType.FLOAT32 && info.type() != ElementType.FLOAT64;
    if (dims.size() == 2 && !integers) {
      return dims.get(1).isNamedAsBatch() ? 1 : 0;
    }
    if (asked != null) {
      return axis(asked);
    }
    int named = namedBatch(dims);
    if (named >= 0) {
      return named;
    }
    if (dims.size() == 2 || !inputs.isEmpty()) {
      guessed |= dims.size() == 2;
      return inputs.isEmpty() ? 0 : Math.max(0, inputs.getFirst().batchAxis());
    }
    throw new IllegalArgumentException(
        "whether input "
            + info
            + " is [time, batch, features] or [batch, time, features] cannot be told"
            + " from the model: use --layout time-major or --layout batch-major");
  }

  private static int axis(Layout layout) {
    return layout == Layout.BATCH_MAJOR ? 0 : 1;
  }

  /** The axis whose name says that it is the batch, or that the other of the first two is time. */
  private static int namedBatch(List<Dimension> dims) {
    boolean first = isBatch(dims.get(0), dims.get(1));
    boolean second = isBatch(dims.get(1), dims.get(0));
    return first == second ? -1 : first ? 0 : 1;
  }

  private static boolean isBatch(Dimension axis, Dimension other) {
    return axis.isNamedAsBatch() || other.isNamedAsTime();
  }
}
