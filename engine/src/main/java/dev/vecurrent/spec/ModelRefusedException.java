package dev.vecurrent.spec;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A model is not run because part of it is malformed or not supported. Lists every finding, not
 * only the first.
 */
public final class ModelRefusedException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final String source;
  private final transient List<Finding> findings;

  /**
   * A refusal.
   *
   * @param source the file, or what else the model came from
   * @param findings every reason, at least one
   */
  public ModelRefusedException(String source, List<Finding> findings) {
    super(
        source
            + ": "
            + (findings.size() == 1 ? "" : findings.size() + " findings\n  ")
            + findings.stream().map(Finding::toString).collect(Collectors.joining("\n  ")));
    this.source = source;
    this.findings = List.copyOf(findings);
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
