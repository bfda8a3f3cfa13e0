package dev.vecurrent.onnx.message;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which version of each domain's operator set a model imports. ONNX's own domain is empty. */
public final class Opsets {

  private static final String ONNX = "ai.onnx";

  /** The newest version of ONNX's own operators that is known. */
  public static final int NEWEST_OPSET = 27;

  private static final Map<String, Integer> NEWEST =
      Map.of("", NEWEST_OPSET, "ai.onnx.ml", 5, "com.microsoft", 1);

  private final Map<String, Integer> versions = new HashMap<>();

  /**
   * What the model says; findings tell of versions that are not known.
   *
   * @param model of which a domain may be imported twice, the default one under both of its names:
   *     the last version counts, as in ONNX Runtime
   */
  public static Opsets of(ModelMessage model, Findings findings) {
    Opsets opsets = new Opsets();
    opsets.addAll(model.operatorSets, findings);
    if (model.operatorSets.isEmpty()) {
      opsets.versions.put("", 1); // as the format says of files that name none
    }
    return opsets;
  }

  /**
   * What the nodes of a function are read with: what the function says, and of domains that it does
   * not name what the model says.
   */
  public static Opsets of(FunctionMessage function, Opsets model, Findings findings) {
    Opsets opsets = new Opsets();
    opsets.addAll(function.operatorSets, findings);
    model.versions.forEach(opsets.versions::putIfAbsent);
    return opsets;
  }

  /** ONNX's own operators in one version, and no other domain. */
  public static Opsets onnx(int version) {
    Opsets opsets = new Opsets();
    opsets.versions.put("", version);
    return opsets;
  }

  private void addAll(List<ModelMessage.OperatorSet> sets, Findings findings) {
    for (ModelMessage.OperatorSet set : sets) {
      add(set, findings);
    }
  }

  private void add(ModelMessage.OperatorSet set, Findings findings) {
    String domain = name(set.domain);
    if (set.version < 1 || set.version > Integer.MAX_VALUE) {
      findings.add("opset_import", Long.toString(set.version), "expected a positive version");
      return;
    }
    Integer before = versions.put(domain, (int) set.version);
    if (before != null && before != set.version) {
      findings.note(
          "opset_import",
          Long.toString(set.version),
          "the domain is imported twice: this version is taken, not " + before);
    }
    if (domain.isEmpty() && set.version > NEWEST_OPSET) {
      findings.add(
          "opset_import",
          Long.toString(set.version),
          "expected a version from 1 to " + NEWEST_OPSET);
    }
  }

  /**
   * The version of a domain, 0 where it is not known. A domain that the file does not import has
   * the newest version, as in ONNX Runtime.
   */
  public int of(String domain) {
    Integer version = versions.get(domain);
    return version != null ? version : NEWEST.getOrDefault(domain, 0);
  }

  /** The versions that the file imports, by domain. */
  public Map<String, Integer> versions() {
    return versions;
  }

  /** A domain as it is called here. */
  public static String name(String domain) {
    return domain.equals(ONNX) ? "" : domain;
  }
}
