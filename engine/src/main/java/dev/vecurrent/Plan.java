package dev.vecurrent;

import dev.vecurrent.internal.Printable;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a compiled model does, in words and numbers.
 *
 * @param steps what runs, in order
 * @param parameters elements of the constants that the steps read
 * @param packedBytes bytes of weights packed for the kernels
 * @param constantBytes bytes of other constants that are kept
 * @param folded how many nodes of each operator were computed when the model was compiled
 * @param absorbed how many nodes of each operator became part of a recurrent layer or were without
 *     effect
 * @param values how many values the steps make for others
 * @param slots how many tensors a session holds for them and for inputs and constants
 */
public record Plan(
    List<Step> steps,
    long parameters,
    long packedBytes,
    long constantBytes,
    Map<String, Integer> folded,
    Map<String, Integer> absorbed,
    int values,
    int slots) {

  /**
   * One step.
   *
   * @param operator the ONNX operator, or {@code Stack} for consecutive recurrent layers
   * @param name names of the nodes it stands for
   * @param inputs names of the values it reads, with what is known of them
   * @param outputs names of the values it makes, with what is known of them
   * @param details kernels, layouts and buffers, a line each
   */
  public record Step(
      String operator,
      String name,
      List<String> inputs,
      List<String> outputs,
      List<String> details) {

    /** Copies the lists; every text is one line, whatever names a file has. */
    public Step {
      operator = Printable.line(operator);
      name = Printable.line(name);
      inputs = inputs.stream().map(Printable::line).toList();
      outputs = outputs.stream().map(Printable::line).toList();
      details = details.stream().map(Printable::line).toList();
    }
  }

  /** Copies the lists. */
  public Plan {
    steps = List.copyOf(steps);
    folded = Map.copyOf(folded);
    absorbed = Map.copyOf(absorbed);
  }

  /** The plan as text of several lines. */
  public String describe() {
    StringBuilder text = new StringBuilder();
    text.append(describe(steps));
    text.append(
        String.format(
            Locale.ROOT,
            "%,d parameters; %,d bytes of packed weights, %,d bytes of other constants\n",
            parameters,
            packedBytes,
            constantBytes));
    text.append(String.format(Locale.ROOT, "%,d values made in steps, %,d slots\n", values, slots));
    text.append("folded when compiled: ").append(counts(folded)).append('\n');
    text.append("absorbed or without effect: ").append(counts(absorbed)).append('\n');
    return text.toString();
  }

  /** Steps or nodes as text, a line each and one for each detail. */
  public static String describe(List<Step> steps) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      text.append(String.format(Locale.ROOT, "%2d  %s", i + 1, step.operator()));
      if (!step.name().isEmpty()) {
        text.append(' ').append(step.name());
      }
      text.append("  (")
          .append(String.join(", ", step.inputs()))
          .append(") -> ")
          .append(String.join(", ", step.outputs()))
          .append('\n');
      step.details().forEach(line -> text.append("      ").append(line).append('\n'));
    }
    return text.toString();
  }

  private static String counts(Map<String, Integer> counts) {
    if (counts.isEmpty()) {
      return "nothing";
    }
    List<String> words =
        counts.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(e -> e.getValue() == 1 ? e.getKey() : e.getKey() + " x" + e.getValue())
            .toList();
    return String.join(", ", words);
  }
}
