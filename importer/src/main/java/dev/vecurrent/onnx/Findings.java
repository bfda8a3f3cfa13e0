package dev.vecurrent.onnx;

import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.ModelRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is wrong with a model, gathered so that all of it is said at once; the first thousand at
 * most.
 */
final class Findings {

  private static final int MOST = 1000;
  private static final int MOST_CHARACTERS = 200;

  private final String source;
  private final List<Finding> list = new ArrayList<>();

  Findings(String source) {
    this.source = source;
  }

  String source() {
    return source;
  }

  /** Adds a finding about a node, or about the graph where node and operator are empty. */
  void add(String node, String operator, String field, String value, String reason) {
    if (!isFull()) {
      list.add(new Finding(cut(node), cut(operator), cut(field), cut(value), reason));
    }
  }

  /** Adds a finding about the graph or a value in it. */
  void add(String field, String value, String reason) {
    add("", "", field, value, reason);
  }

  void addAll(List<Finding> findings) {
    findings.forEach(f -> add(f.node(), f.operator(), f.field(), f.value(), f.reason()));
  }

  void forEach(Consumer<Finding> action) {
    list.forEach(action);
  }

  boolean isEmpty() {
    return list.isEmpty();
  }

  /** Whether more would not be kept: nothing is gained by looking further. */
  boolean isFull() {
    return list.size() >= MOST;
  }

  void refuseIfAny() {
    if (!list.isEmpty()) {
      throw new ModelRefusedException(source, list);
    }
  }

  private static String cut(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "...";
  }
}
