package dev.vecurrent.onnx;

import java.util.HashMap;
import java.util.Map;

/** Which version of each domain's operator set a model imports. ONNX's own domain is empty. */
final class Opsets {

  private static final String ONNX = "ai.onnx";

  private final Map<String, Integer> versions = new HashMap<>();

  /**
   * What the model says; findings tell of versions that are not known.
   *
   * @param model of which the default domain may be imported under both of its names, where they
   *     agree
   */
  static Opsets of(ModelMessage model, Findings findings) {
    Opsets opsets = new Opsets();
    model.operatorSets.forEach(set -> opsets.add(set, findings));
    if (model.operatorSets.isEmpty()) {
      opsets.versions.put("", 1); // as the format says of files that name none
    } else if (opsets.of("") == 0 && findings.isEmpty()) {
      findings.add("opset_import", "", "the default domain is not imported");
    }
    return opsets;
  }

  /**
   * What the nodes of a function are read with: what the function says, and of domains that it does
   * not name what the model says.
   */
  static Opsets of(FunctionMessage function, Opsets model, Findings findings) {
    Opsets opsets = new Opsets();
    function.operatorSets.forEach(set -> opsets.add(set, findings));
    model.versions.forEach(opsets.versions::putIfAbsent);
    return opsets;
  }

  /** ONNX's own operators in one version, and no other domain. */
  static Opsets onnx(int version) {
    Opsets opsets = new Opsets();
    opsets.versions.put("", version);
    return opsets;
  }

  private void add(ModelMessage.OperatorSet set, Findings findings) {
    String domain = name(set.domain);
    if (set.version < 1 || set.version > Integer.MAX_VALUE) {
      findings.add("opset_import", Long.toString(set.version), "expected a positive version");
      return;
    }
    Integer before = versions.put(domain, (int) set.version);
    if (!domain.isEmpty()) {
      return;
    }
    if (before != null && before != set.version) {
      findings.add(
          "opset_import", Long.toString(set.version), "the default domain is imported twice");
    } else if (set.version > OnnxImporter.NEWEST_OPSET) {
      findings.add(
          "opset_import",
          Long.toString(set.version),
          "expected a version from 1 to " + OnnxImporter.NEWEST_OPSET);
    }
  }

  /** The version of a domain, 0 where it is not imported. */
  int of(String domain) {
    return versions.getOrDefault(domain, 0);
  }

  /** A domain as it is called here. */
  static String name(String domain) {
    return domain.equals(ONNX) ? "" : domain;
  }
}
