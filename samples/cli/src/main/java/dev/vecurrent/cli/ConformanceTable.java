package dev.vecurrent.cli;

import dev.vecurrent.cli.BackendCase.Outcome;
import dev.vecurrent.cli.BackendCase.Status;
import dev.vecurrent.console.Printable;
import dev.vecurrent.spec.ModelRefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Outcomes of backend cases by operator, as a Markdown page. */
final class ConformanceTable {

  private static final String UNSUPPORTED = "operator is not supported";
  private static final String SEVERAL = "several operators";
  private static final String NONE = "no operator named";

  /** More is of no use in a table, and what a search by pattern may take long for. */
  private static final int LONGEST_LINE = 2_000;

  /** What a refusal says after the node: {@code (Operator), field = value: reason}. */
  private static final Pattern REASON = Pattern.compile("\\(\\w+\\)(?:, [^:]*)?: (.*)");

  /** The file and the value that a refusal without a node begins with. */
  private static final Pattern PLACE =
      Pattern.compile("^(?:.*\\bmodel\\.onnx: )?\\s*(?:\\w+ = \\w+: )?");

  private ConformanceTable() {}

  /**
   * The page.
   *
   * @param options of the comparison, as the command line had them
   */
  static String markdown(List<Outcome> outcomes, Path file, String options) {
    Map<String, List<Outcome>> byOperator = new TreeMap<>();
    Map<String, Integer> unsupported = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      List<String> operators =
          outcome.operators().stream().filter(o -> !o.isEmpty()).map(Printable::line).toList();
      boolean unknown =
          outcome.status() == Status.REFUSED && outcome.comparison().reason().contains(UNSUPPORTED);
      if (unknown) {
        operators.forEach(operator -> unsupported.merge(operator, 1, Integer::sum));
        continue;
      }
      String key =
          operators.isEmpty() ? NONE : operators.size() > 1 ? SEVERAL : operators.getFirst();
      byOperator.computeIfAbsent(key, _ -> new ArrayList<>()).add(outcome);
    }
    StringBuilder page = new StringBuilder();
    page.append("# ONNX backend cases\n\n")
        .append("Made by `./vecurrent verify ")
        .append(options)
        .append("--table ")
        .append(file.isAbsolute() ? file.getFileName() : file)
        .append(" FOLDER`, FOLDER being `data/node` of Debian's package `libonnx-testdata`.\n\n")
        .append(total(outcomes))
        .append("\n\n| operator | passed | refused | wrong | why |\n|---|---|---|---|---|\n");
    byOperator.forEach((operator, cases) -> page.append(row(operator, cases)));
    page.append("\nRefused because of an operator that is not supported (cases that name it): ");
    page.append(
        String.join(
            ", ",
            unsupported.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList()));
    return page.append(".\n").toString();
  }

  private static String total(List<Outcome> outcomes) {
    return "%d cases: %d passed, %d refused, %d random, %d wrong."
        .formatted(
            outcomes.size(),
            count(outcomes, Status.PASS),
            count(outcomes, Status.REFUSED),
            count(outcomes, Status.RANDOM),
            count(outcomes, Status.MISMATCH));
  }

  private static String row(String operator, List<Outcome> cases) {
    Map<String, Integer> reasons = new TreeMap<>();
    for (Outcome outcome : cases) {
      if (outcome.status() != Status.PASS) {
        reasons.merge(reason(outcome), 1, Integer::sum);
      }
    }
    List<String> words =
        reasons.entrySet().stream()
            .map(entry ->
                entry.getValue() == 1 ? entry.getKey() : entry.getValue() + " x " + entry.getKey())
            .toList();
    return "| %s | %d | %d | %d | %s |%n"
        .formatted(
            operator,
            count(cases, Status.PASS),
            count(cases, Status.REFUSED),
            count(cases, Status.MISMATCH),
            String.join("; ", words));
  }

  private static long count(List<Outcome> outcomes, Status status) {
    return outcomes.stream().filter(outcome -> outcome.status() == status).count();
  }

  /** The first line of a reason, without file and node; of a wrong answer, with the case. */
  private static String reason(Outcome outcome) {
    List<String> lines =
        outcome
            .comparison()
            .reason()
            .lines()
            .filter(line -> !line.strip().startsWith(ModelRefusedException.ADVICE))
            .toList();
    for (String line : lines) {
      Matcher matcher = REASON.matcher(line.substring(0, Math.min(line.length(), LONGEST_LINE)));
      if (outcome.status() == Status.REFUSED && matcher.find()) {
        return cell(matcher.group(1));
      }
    }
    String last = lines.isEmpty() ? "" : lines.getLast();
    return outcome.status() == Status.REFUSED
        ? cell(
            PLACE
                .matcher(last.substring(0, Math.min(last.length(), LONGEST_LINE)))
                .replaceFirst(""))
        : cell(outcome.name() + ": " + last);
  }

  private static String cell(String text) {
    return Printable.line(text).replace("|", "\\|").strip();
  }
}
