package dev.vecurrent.internal.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Nodes of one output, bound and run. */
public final class Nodes {

  private Nodes() {}

  /** Attributes: names, each before its value. */
  public static Map<String, AttributeValue> with(Object... pairs) {
    Map<String, AttributeValue> map = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], value(pairs[i + 1]));
    }
    return map;
  }

  private static AttributeValue value(Object value) {
    return switch (value) {
      case String text -> new AttributeValue.OfString(text);
      case Float number -> new AttributeValue.OfFloat(number);
      case long[] integers -> new AttributeValue.OfInts(Arrays.stream(integers).boxed().toList());
      case float[] numbers -> {
        List<Float> list = new ArrayList<>();
        for (float number : numbers) {
          list.add(number);
        }
        yield new AttributeValue.OfFloats(list);
      }
      default -> new AttributeValue.OfInt(((Number) value).longValue());
    };
  }

  private static OperatorNode node(
      String name, int opset, Map<String, AttributeValue> attributes, boolean... present) {
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < present.length; i++) {
      inputs.add(present[i] ? "i" + i : "");
    }
    return new OperatorNode("n", name, opset, inputs, List.of("y"), attributes);
  }

  /** An operator; inputs that are not present are left out in the middle. */
  public static Operator operator(
      String name, int opset, Map<String, AttributeValue> attributes, boolean... present) {
    List<Finding> findings = new ArrayList<>();
    Operator operator = Operators.create(node(name, opset, attributes, present), findings);
    assertThat(findings).as(name).isEmpty();
    return Objects.requireNonNull(operator);
  }

  /** Why a node is refused. */
  public static String refusal(
      String name, int opset, Map<String, AttributeValue> attributes, boolean... present) {
    List<Finding> findings = new ArrayList<>();
    assertThat(Operators.create(node(name, opset, attributes, present), findings)).isNull();
    return findings.toString();
  }

  private static boolean[] present(@Nullable Object[] inputs) {
    boolean[] present = new boolean[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      present[i] = inputs[i] != null;
    }
    return present;
  }

  /** The output of a run, after a check of its shape against that inferred from full facts. */
  public static Tensor run(
      String name, int opset, Map<String, AttributeValue> attributes, @Nullable Tensor... inputs) {
    Operator operator = operator(name, opset, attributes, present(inputs));
    @Nullable Fact[] facts = new Fact[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      Tensor input = inputs[i];
      facts[i] = input == null ? null : Fact.of(input);
    }
    Fact fact = operator.infer(facts)[0];
    Tensor out = Tensor.growable(fact.type());
    operator.run(inputs, new Tensor[] {out}, new Workspace());
    assertThat(out.shape()).isEqualTo(fact.dims());
    return out;
  }

  /** Dimensions that are inferred. */
  public static int @Nullable [] dims(
      String name, int opset, Map<String, AttributeValue> attributes, @Nullable Fact... inputs) {
    return operator(name, opset, attributes, present(inputs)).infer(inputs)[0].dims();
  }
}
