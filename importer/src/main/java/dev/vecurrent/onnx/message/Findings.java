package dev.vecurrent.onnx.message;

import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.ModelRefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with a model, gathered so that all of it is said at once; the first thousand at
 * most.
 */
public final class Findings {

  private static final int MOST = 1000;
  private static final int MOST_CHARACTERS = 200;

  private final String source;
  private final List<Finding> list = new ArrayList<>();
  private final List<Finding> notes = new ArrayList<>();

  /** How many findings may still be kept about single nodes, in its one element. */
  private final int[] left;

  /** How many findings are kept at most. */
  private final int most;

  public Findings(String source) {
    this(source, MOST, new int[] {MOST});
  }

  private Findings(String source, int most, int[] left) {
    this.source = source;
    this.most = most;
    this.left = left;
  }

  /**
   * Findings about one node, which refuse the model only where it is needed. All nodes together may
   * have so many and one more each.
   */
  public Findings ofNode() {
    return new Findings(source, Math.max(1, left[0]), left);
  }

  /** Adds what does not refuse a model, but is to be known. */
  public void note(String node, String operator, String field, String value, String reason) {
    if (notes.size() < MOST) {
      notes.add(new Finding(cut(node), cut(operator), cut(field), cut(value), reason));
    }
  }

  /** Adds a note about the graph or a value in it. */
  public void note(String field, String value, String reason) {
    note("", "", field, value, reason);
  }

  public List<Finding> notes() {
    return notes;
  }

  public List<Finding> list() {
    return list;
  }

  /** Takes the notes of a node over, and counts its findings. */
  public void takeNotes(Findings ofNode) {
    for (Finding n : ofNode.notes) {
      note(n.node(), n.operator(), n.field(), n.value(), n.reason());
    }
    left[0] = Math.max(0, left[0] - ofNode.list.size());
  }

  public String source() {
    return source;
  }

  /** Adds a finding about a node, or about the graph where node and operator are empty. */
  public void add(String node, String operator, String field, String value, String reason) {
    if (!isFull()) {
      list.add(new Finding(cut(node), cut(operator), cut(field), cut(value), reason));
    }
  }

  /** Adds a finding about the graph or a value in it. */
  public void add(String field, String value, String reason) {
    add("", "", field, value, reason);
  }

  public void addAll(List<Finding> findings) {
    for (Finding f : findings) {
      add(f.node(), f.operator(), f.field(), f.value(), f.reason());
    }
  }

  public boolean isEmpty() {
    return list.isEmpty();
  }

  /** Whether more would not be kept: nothing is gained by looking further. */
  public boolean isFull() {
    return list.size() >= most;
  }

  public void refuseIfAny() {
    if (!list.isEmpty()) {
      throw new ModelRefusedException(source, list);
    }
  }

  /** A text as a message shows it: of a long one, the beginning. */
  public static String cut(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "...";
  }
}
