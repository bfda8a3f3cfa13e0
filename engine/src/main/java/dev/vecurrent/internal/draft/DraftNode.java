package dev.vecurrent.internal.draft;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.exec.LayerForm;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.spec.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A node while passes work on it: names may be rerouted, a recurrent layer's form may change. */
public final class DraftNode {

  public final Node node;

  /** The bound operator; {@code null} for a recurrent layer and for control flow. */
  public final @Nullable Operator operator;

  /** What the node lists; for control flow, then what its bodies read from around them. */
  public final List<String> inputs;

  public final List<String> outputs;

  /** The bodies of control flow by attribute, once facts are known; empty for others. */
  public final Map<String, Draft> bodies = new TreeMap<>();

  /** How a recurrent layer meets its surroundings; {@code null} for others. */
  public @Nullable LayerForm form;

  /** What the plan says of it beside the rest; empty for nothing. */
  public String remark = "";

  /**
   * Recurrent nodes that run as one stack, first to last; only the last of them stays in the draft.
   */
  public List<DraftNode> stack = new ArrayList<>();

  public DraftNode(Node node, @Nullable Operator operator, @Nullable LayerForm form) {
    this.node = node;
    this.operator = operator;
    this.form = form;
    this.inputs = new ArrayList<>(node.reads());
    this.outputs = new ArrayList<>(node.outputs());
  }

  /** A node as it is now, with another operator. */
  public DraftNode(DraftNode like, Operator operator) {
    this.node = like.node;
    this.operator = operator;
    this.inputs = like.inputs;
    this.outputs = like.outputs;
  }

  /** Whether its operator has a trait; layers and control flow have none. */
  public boolean has(Trait trait) {
    return operator != null && operator.traits().contains(trait);
  }

  public boolean isRecurrent() {
    return form != null;
  }

  /** Whether it is a recurrent layer over sequences, and not one step of a cell. */
  public boolean isOverTime() {
    return form != null && !form.oneStep();
  }

  public boolean is(String operatorName) {
    return node.operator().equals(operatorName);
  }

  public String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }

  public String output(int index) {
    return index < outputs.size() ? outputs.get(index) : "";
  }

  /** All layers of this step: those stacked below it and itself. */
  public List<DraftNode> layers() {
    List<DraftNode> layers = new ArrayList<>(stack);
    layers.add(this);
    return layers;
  }
}
