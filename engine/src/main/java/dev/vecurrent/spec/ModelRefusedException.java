package dev.vecurrent.spec;

import dev.vecurrent.internal.Printable;
import dev.vecurrent.internal.advice.Advice;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A model is not run because part of it is malformed or not supported. Lists every finding, not
 * only the first.
 */
public final class ModelRefusedException extends IllegalArgumentException {

  /** How lines of the message begin that say what to do. */
  public static final String ADVICE = "what to do: ";

  private static final long serialVersionUID = 1;
  private static final int MOST_ADVICE = 5;

  /** Of the lines of findings; what to do comes after them. */
  private static final int MOST_BYTES = 40_000;

  private final String source;
  private final String advice;
  private final transient List<Finding> findings;

  /**
   * A refusal.
   *
   * @param source the file, or what else the model came from
   * @param findings every reason, at least one
   */
  public ModelRefusedException(String source, List<Finding> findings) {
    this(source, findings, "");
  }

  /**
   * A refusal of a model that can be run in part.
   *
   * @param advice which part, in words; may be empty
   */
  public ModelRefusedException(String source, List<Finding> findings, String advice) {
    super(
        Printable.message(
            Printable.line(source)
                + ": "
                + (findings.size() == 1 ? "" : findings.size() + " findings\n  ")
                + list(findings)
                + advice(findings, !advice.isEmpty())
                + (advice.isEmpty() ? "" : "\n  " + Printable.line(advice))));
    this.source = source;
    this.findings = List.copyOf(findings);
    this.advice = advice;
  }

  /** A line for each finding, as far as a message may be long. */
  private static String list(List<Finding> findings) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < findings.size(); i++) {
      String line = Printable.cut(findings.get(i).toString(), MOST_BYTES / 10);
      if (list.length() + line.length() > MOST_BYTES) {
        return list.append("\n  and ")
            .append(findings.size() - i)
            .append(" more, which findings() has")
            .toString();
      }
      list.append(i == 0 ? "" : "\n  ").append(line);
    }
    return list.toString();
  }

  /** What can be done about it, as far as that is known; may be empty. */
  public String advice() {
    return advice;
  }

  /** What to do, once each; that a part can be run is not said in general where names say it. */
  private static String advice(List<Finding> findings, boolean parts) {
    return findings.stream()
        .map(Finding::advice)
        .filter(advice -> !advice.isEmpty() && !(parts && Advice.isCut(advice)))
        .distinct()
        .limit(MOST_ADVICE)
        .map(advice -> "\n  " + ADVICE + advice)
        .collect(Collectors.joining());
  }

  /** The file, or what else the model came from. */
  public String source() {
    return source;
  }

  /** Every reason for the refusal. */
  public List<Finding> findings() {
    return findings;
  }
}
