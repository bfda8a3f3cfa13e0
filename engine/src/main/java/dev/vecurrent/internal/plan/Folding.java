package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.SequenceOperator;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.cell.RecurrentFacts;
import dev.vecurrent.internal.run.NodeErrors;
import dev.vecurrent.limit.CallEndedException;
import dev.vecurrent.limit.LimitExceededException;
import dev.vecurrent.spec.ControlNode;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * In the order of the nodes: what is known of each value; nodes of which all is known become
 * constants, within a budget of bytes.
 */
final class Folding {

  /**
   * The most multiplications and element copies that folding does: more than shape arithmetic and
   * constants of real models need, less than a second.
   */
  private static final long MOST_WORK = 1L << 28;

  /** What a node counts for beside the work of computing it. */
  private static final int NODE = 1024;

  private final Draft draft;
  private final List<Finding> findings;
  private final int depth;
  private final Bounds bounds;
  private long budget;
  private long work = MOST_WORK;

  private Folding(Draft draft, long budget, Bounds bounds, List<Finding> findings, int depth) {
    this.depth = depth;
    this.bounds = bounds;
    this.draft = draft;
    this.budget = budget;
    this.findings = findings;
  }

  /**
   * Folds a graph.
   *
   * @param budget the most bytes that it may add
   * @param bounds what bounds the whole compilation
   */
  static void fold(
      Draft draft, List<ValueInfo> outputs, long budget, Bounds bounds, List<Finding> findings) {
    Folding folding = new Folding(draft, budget, bounds, findings, 0);
    folding.all();
    for (ValueInfo output : outputs) {
      folding.checkType(output);
    }
  }

  /** Folds the body of a node within what is left of this budget. */
  void body(Draft body, List<Finding> found) {
    Folding folding = new Folding(body, budget, bounds, found, depth + 1);
    folding.work = work;
    folding.all();
    budget = folding.budget;
    work = folding.work;
  }

  /** Takes a constant over that is in memory anyway. */
  private void take(String name, Tensor tensor) {
    draft.constants.put(name, tensor);
    constant(name, tensor);
  }

  /** How many bodies this one is in. */
  int depth() {
    return depth;
  }

  private void all() {
    for (Map.Entry<String, Tensor> constant : draft.constants.entrySet()) {
      constant(constant.getKey(), constant.getValue());
    }
    List<DraftNode> kept = new ArrayList<>();
    Deque<DraftNode> left = new ArrayDeque<>(draft.nodes);
    while (!left.isEmpty()) {
      DraftNode node = left.pop();
      bounds.watch().spend(NODE);
      List<DraftNode> instead = node.node instanceof ControlNode ? inlined(node) : null;
      if (instead != null) {
        for (DraftNode first : instead.reversed()) {
          left.push(first);
        }
        draft.countFolded(node);
      } else if (!fold(node)) {
        kept.add(node);
      }
    }
    draft.nodes.clear();
    draft.nodes.addAll(kept);
  }

  /** The nodes of the branch that an If with a known condition takes, else {@code null}. */
  private @Nullable List<DraftNode> inlined(DraftNode node) {
    Fact condition = draft.fact(node.input(0));
    if (!node.is("If")
        || condition == null
        || !condition.kind().equals(ElementType.BOOL.toString())) {
      return null;
    }
    Element[] elements = Elements.of(condition);
    return elements != null && elements.length == 1 && elements[0].isKnown()
        ? Inlining.branch(draft, node, !elements[0].is(0), this::take, findings)
        : null;
  }

  /** Refuses an output that is declared as another type than it has. */
  private void checkType(ValueInfo output) {
    Fact fact = draft.fact(output.name());
    if (fact == null || !output.isTyped()) {
      return;
    }
    Fact declared =
        new Fact(
            output.type().computeType(),
            null,
            null,
            null,
            output.isSequence(),
            output.isOptional() ? Fact.Presence.OPEN : Fact.Presence.CERTAIN);
    if (!fact.kind().equals(declared.kind())) {
      String is = "is declared " + declared.kind() + ", but is " + fact.kind();
      findings.add(new Finding("", "", "output", output.name(), is));
    }
  }

  private void constant(String name, Tensor tensor) {
    draft.facts.put(name, Fact.of(tensor));
    if (isZero(tensor)) {
      draft.zeros.add(name);
    }
  }

  /** Whether the node is no longer needed. */
  private boolean fold(DraftNode node) {
    @Nullable Fact[] inputs = new Fact[node.inputs.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = draft.fact(node.inputs.get(i));
    }
    Fact[] outputs = infer(node, inputs);
    markZeros(node);
    Operator operator = node.operator;
    if (operator != null
        && !operator.isRandom(inputs)
        && !startsFromZero(node)
        && computed(node, operator, inputs, outputs)) {
      draft.countFolded(node);
      return true;
    }
    for (int i = 0; i < node.outputs.size(); i++) {
      if (i < outputs.length && !node.outputs.get(i).isEmpty()) {
        draft.facts.put(node.outputs.get(i), outputs[i]);
      }
    }
    return false;
  }

  /** The first step of an unrolled cell, which is to look like the others. */
  private boolean startsFromZero(DraftNode node) {
    return (node.is("Gemm") || node.is("MatMul")) && draft.zeros.contains(node.input(0));
  }

  private Fact[] infer(DraftNode node, @Nullable Fact[] inputs) {
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i] == null && !node.inputs.get(i).isEmpty()) {
        return new Fact[0]; // its maker was refused already
      }
    }
    try {
      Operator operator = node.operator;
      if (node.node instanceof ControlNode) {
        return new ControlFacts(draft, node, this, findings).infer(inputs);
      }
      requireKinds(node, inputs);
      return operator == null
          ? RecurrentFacts.infer((RecurrentNode) node.node, withoutZeroStates(node, inputs))
          : operator.infer(inputs);
    } catch (CallEndedException | LimitExceededException e) {
      throw e;
    } catch (RuntimeException e) {
      findings.add(NodeErrors.finding(node.node, e));
      return new Fact[0];
    }
  }

  /** Initial states that are zero are dropped later: the batch that they were made for is none. */
  private @Nullable Fact[] withoutZeroStates(DraftNode node, @Nullable Fact[] inputs) {
    @Nullable Fact[] facts = inputs.clone();
    for (int i = RecurrentNode.INITIAL_H; i < Math.min(facts.length, RecurrentNode.P); i++) {
      Fact state = facts[i];
      int[] dims = state == null ? null : state.dims();
      if (state != null
          && dims != null
          && dims.length == 3
          && draft.zeros.contains(node.input(i))) {
        boolean timeMajor = ((RecurrentNode) node.node).cell().layout() == Layout.TIME_MAJOR;
        int[] anyBatch = dims.clone();
        anyBatch[timeMajor ? 1 : 0] = Fact.UNKNOWN;
        facts[i] = Fact.of(state.type(), anyBatch);
      }
    }
    return facts;
  }

  /** Refuses sequences and optional values where the operator does not take them. */
  private static void requireKinds(DraftNode node, @Nullable Fact[] inputs) {
    SequenceOperator onValues = node.operator instanceof SequenceOperator one ? one : null;
    for (int i = 0; i < inputs.length; i++) {
      Fact fact = inputs[i];
      if (fact != null && fact.isSequence() && onValues == null) {
        throw new IllegalArgumentException(
            "input " + node.inputs.get(i) + " is " + fact.kind() + ", expected a tensor");
      }
      if (fact != null && fact.isOptional() && !(onValues != null && onValues.takesOptional())) {
        throw new IllegalArgumentException(
            "input "
                + node.inputs.get(i)
                + " is "
                + fact.kind()
                + ": OptionalGetElement gives what it holds");
      }
    }
  }

  private void markZeros(DraftNode node) {
    boolean zero =
        node.has(Trait.MAKES_ZEROS)
            || (node.has(Trait.KEEPS_ZEROS) && draft.zeros.contains(node.input(0)))
            || (node.has(Trait.KEEPS_ZEROS_OF_ALL) && draft.zeros.containsAll(node.inputs));
    if (zero) {
      draft.zeros.addAll(node.outputs);
    }
  }

  private static boolean isZero(Tensor tensor) {
    return switch (tensor.type()) {
      case FLOAT32 -> {
        for (int i = 0; i < tensor.size(); i++) {
          if (tensor.floats()[i] != 0) {
            yield false;
          }
        }
        yield true;
      }
      case FLOAT64 -> {
        for (int i = 0; i < tensor.size(); i++) {
          if (tensor.doubles()[i] != 0) {
            yield false;
          }
        }
        yield true;
      }
      default -> false;
    };
  }

  /** Makes the outputs constants, if all is known and they fit the budget. */
  private boolean computed(
      DraftNode node, Operator operator, @Nullable Fact[] inputs, Fact[] outputs) {
    if (outputs.length == 0 || !fits(outputs)) {
      return false;
    }
    @Nullable Tensor[] in = new Tensor[inputs.length];
    boolean constant = true;
    for (int i = 0; i < in.length; i++) {
      Fact fact = inputs[i];
      in[i] = fact == null ? null : fact.constant();
      constant &= fact == null || in[i] != null;
    }
    if (!constant) {
      return known(node, outputs);
    }
    long cost = operator.work(inputs, outputs);
    if (cost == Work.UNSTATED || cost > work) {
      return false; // computed in each run instead
    }
    work -= cost;
    Budget scratch = Budget.ofRest(bounds.budget());
    @Nullable Tensor[] out = new Tensor[node.outputs.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = node.outputs.get(i).isEmpty() ? null : Tensor.growable(outputs[i].type(), scratch);
    }
    try {
      operator.run(in, out, new Workspace(new Bounds(bounds.watch(), scratch)));
    } catch (LimitExceededException e) {
      work = 0; // nothing more fits; the run has limits of its own
      return false;
    } catch (CallEndedException e) {
      throw e;
    } catch (RuntimeException e) {
      findings.add(NodeErrors.finding(node.node, e));
      return true;
    }
    for (int i = 0; i < out.length; i++) {
      Tensor tensor = out[i];
      if (tensor != null) {
        keep(node.outputs.get(i), tensor);
      }
    }
    return true;
  }

  /** Outputs whose elements are known though inputs are not: the shape of a value, say. */
  private boolean known(DraftNode node, Fact[] outputs) {
    for (int i = 0; i < node.outputs.size(); i++) {
      if (!node.outputs.get(i).isEmpty() && Elements.constant(outputs[i]) == null) {
        return false;
      }
    }
    for (int i = 0; i < node.outputs.size(); i++) {
      Tensor tensor = Elements.constant(outputs[i]);
      if (tensor != null && !node.outputs.get(i).isEmpty()) {
        keep(node.outputs.get(i), tensor);
      }
    }
    return true;
  }

  private void keep(String name, Tensor tensor) {
    long bytes = (long) tensor.size() * tensor.type().bytes();
    bounds.budget().take("a folded constant", bytes);
    budget -= bytes;
    draft.constants.put(name, tensor);
    constant(name, tensor);
  }

  private boolean fits(Fact[] outputs) {
    long bytes = 0;
    for (Fact fact : outputs) {
      int[] dims = fact.dims();
      if (dims == null || !fact.hasShape() || fact.isSequence() || fact.isOptional()) {
        return false;
      }
      long size = fact.type().bytes();
      for (int dim : dims) {
        size = size > budget ? size : size * Math.max(dim, 1);
      }
      bytes += size;
    }
    return bytes <= budget;
  }
}
