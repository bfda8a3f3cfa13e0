package dev.vecurrent.internal.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.SequenceOperator;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.StorageLimit;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A node whose inputs may be of any size: see {@link WorkTest}.
 *
 * @param outputs how many outputs it has
 * @param inputs of a size
 */
record WorkSubject(
    String domain,
    String name,
    int opset,
    Map<String, AttributeValue> attributes,
    int outputs,
    Inputs inputs) {

  /** Inputs of a node. */
  @FunctionalInterface
  interface Inputs {
    /** Inputs of about {@code n} units of work. */
    @Nullable
    Tensor[] of(int n);
  }

  @Override
  public String toString() {
    return name + attributes.keySet();
  }

  /** The operator, bound for inputs of which some are left out. */
  Operator operator(@Nullable Tensor[] in) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < in.length; i++) {
      names.add(in[i] == null ? "" : "i" + i);
    }
    List<String> outs = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      outs.add("o" + i);
    }
    List<Finding> findings = new ArrayList<>();
    Operator operator =
        Operators.create(
            new OperatorNode("n", domain, name, opset, names, outs, attributes), findings);
    assertThat(findings).as(name).isEmpty();
    return Objects.requireNonNull(operator);
  }

  static @Nullable Fact[] facts(@Nullable Tensor[] in) {
    @Nullable Fact[] facts = new Fact[in.length];
    for (int i = 0; i < in.length; i++) {
      Tensor tensor = in[i];
      facts[i] = tensor == null ? null : Fact.of(tensor);
    }
    return facts;
  }

  /** Runs the operator once; {@code values} limits what the outputs may hold. */
  static void run(
      Operator operator, @Nullable Tensor[] in, Fact[] facts, Bounds bounds, StorageLimit values) {
    @Nullable Value[] made = new Value[facts.length];
    @Nullable Tensor[] tensors = new Tensor[facts.length];
    for (int i = 0; i < made.length; i++) {
      if (facts[i].isSequence()) {
        made[i] = TensorSequence.growable(facts[i].type(), Long.MAX_VALUE, values);
      } else {
        tensors[i] = Tensor.growable(facts[i].type(), values);
        made[i] = tensors[i];
      }
    }
    Workspace workspace = new Workspace(bounds);
    if (operator instanceof SequenceOperator sequences) {
      sequences.runValues(in, made, workspace);
    } else {
      operator.run(in, tensors, workspace);
    }
  }
}
