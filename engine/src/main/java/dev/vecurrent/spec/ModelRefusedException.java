package dev.vecurrent.spec;

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
        source
            + ": "
            + (findings.size() == 1 ? "" : findings.size() + " findings\n  ")
            + findings.stream().map(Finding::toString).collect(Collectors.joining("\n  "))
            + advice(findings, !advice.isEmpty())
            + (advice.isEmpty() ? "" : "\n  " + advice));
    this.source = source;
    this.findings = List.copyOf(findings);
    this.advice = advice;
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
