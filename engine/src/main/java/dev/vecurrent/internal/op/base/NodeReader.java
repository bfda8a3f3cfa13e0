package dev.vecurrent.internal.op.base;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads the attributes of one node strictly: an attribute that nobody asked for, or of another type
 * than asked, is a finding. An operator's factory reads all it knows, then {@link #finish} reports
 * the rest.
 */
public final class NodeReader {

  private final OperatorNode node;
  private final Kernels kernels;
  private boolean usesKernels;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> read = new HashSet<>();

  /**
   * Starts to read a node.
   *
   * @param kernels what the operator computes with
   */
  public NodeReader(OperatorNode node, Kernels kernels) {
    this.node = node;
    this.kernels = kernels;
  }

  /** What the operator computes with: the choice of the model. */
  public Kernels kernels() {
    usesKernels = true;
    return kernels;
  }

  /** Whether the kernels were asked for. */
  public boolean usesKernels() {
    return usesKernels;
  }

  /** The operator set version that says which form of the operator is meant. */
  public int opset() {
    return node.opset();
  }

  /** The operator's ONNX name. */
  public String operator() {
    return node.operator();
  }

  /** The number of inputs the node lists, absent ones in the middle included. */
  public int inputs() {
    return node.inputs().size();
  }

  /** The number of outputs the node lists. */
  public int outputs() {
    return node.outputs().size();
  }

  /** Whether an input is listed and not absent. */
  public boolean hasInput(int index) {
    return index < inputs() && !node.inputs().get(index).isEmpty();
  }

  /** Whether the attribute is set. */
  public boolean has(String name) {
    return node.attributes().containsKey(name);
  }

  /** An INT attribute, or its default. */
  public long integer(String name, long otherwise) {
    return value(name, AttributeValue.OfInt.class) instanceof AttributeValue.OfInt(long v)
        ? v
        : otherwise;
  }

  /** An INT attribute that is 0 or 1. */
  public boolean flag(String name, boolean otherwise) {
    long value = integer(name, otherwise ? 1 : 0);
    if (value != 0 && value != 1) {
      refuse(name, Long.toString(value), "expected 0 or 1");
    }
    return value != 0;
  }

  /** A FLOAT attribute, or its default. */
  public float number(String name, float otherwise) {
    return value(name, AttributeValue.OfFloat.class) instanceof AttributeValue.OfFloat(float v)
        ? v
        : otherwise;
  }

  /** A STRING attribute, or its default. */
  public String string(String name, String otherwise) {
    return value(name, AttributeValue.OfString.class) instanceof AttributeValue.OfString(String v)
        ? v
        : otherwise;
  }

  /** A STRING attribute that is one of some names in lower case; the first is its default. */
  public <E extends Enum<E>> E choice(String name, List<E> allowed) {
    E first = allowed.getFirst();
    String value = string(name, first.name().toLowerCase(Locale.ROOT));
    List<String> names = new ArrayList<>();
    for (E one : allowed) {
      names.add(one.name().toLowerCase(Locale.ROOT));
    }
    int index = names.indexOf(value);
    if (index < 0) {
      refuse(name, value, "expected one of " + names);
    }
    return index < 0 ? first : allowed.get(index);
  }

  /** An INTS attribute, or {@code null} where it is not set. */
  public long @Nullable [] integers(String name) {
    if (!(value(name, AttributeValue.OfInts.class)
        instanceof AttributeValue.OfInts(List<Long> v))) {
      return null;
    }
    long[] integers = new long[v.size()];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = v.get(i);
    }
    return integers;
  }

  /** A FLOATS attribute, or {@code null} where it is not set. */
  public float @Nullable [] numbers(String name) {
    if (!(value(name, AttributeValue.OfFloats.class)
        instanceof AttributeValue.OfFloats(List<Float> v))) {
      return null;
    }
    float[] numbers = new float[v.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = v.get(i);
    }
    return numbers;
  }

  /** A STRINGS attribute, or {@code null} where it is not set. */
  public String @Nullable [] strings(String name) {
    return value(name, AttributeValue.OfStrings.class)
            instanceof AttributeValue.OfStrings(List<String> v)
        ? v.toArray(new String[0])
        : null;
  }

  /** A TENSOR attribute, or {@code null} where it is not set. */
  public @Nullable Tensor tensor(String name) {
    return value(name, AttributeValue.OfTensor.class) instanceof AttributeValue.OfTensor(Tensor v)
        ? v
        : null;
  }

  /**
   * Reads this node as one of ONNX's own operators, with all attributes that were not read yet.
   * What that operator finds wrong is a finding here.
   *
   * @param operator the operator
   * @param factory reads it
   * @param opset the form that is meant
   * @param inputs how many inputs it is given
   */
  public Operator as(
      String operator, Function<NodeReader, Operator> factory, int opset, int inputs) {
    Map<String, AttributeValue> rest = new HashMap<>(node.attributes());
    rest.keySet().removeAll(read);
    read.addAll(rest.keySet());
    List<String> names = Collections.nCopies(inputs, "x");
    NodeReader reader =
        new NodeReader(
            new OperatorNode(node.name(), operator, opset, names, List.of("y"), rest), kernels);
    Operator made = factory.apply(reader);
    for (Finding finding : reader.finish()) {
      refuse(finding.field(), finding.value(), finding.reason());
    }
    return made;
  }

  /** A TYPE_PROTO attribute, or {@code null} where it is not set. */
  public AttributeValue.@Nullable OfType type(String name) {
    return value(name, AttributeValue.OfType.class) instanceof AttributeValue.OfType type
        ? type
        : null;
  }

  /** Adds a finding on an attribute, input or other field of this node. */
  public void refuse(String field, String value, String reason) {
    findings.add(new Finding(node.name(), node.operator(), field, value, reason));
  }

  /** Refuses the node unless it lists between {@code least} and {@code most} inputs. */
  public void requireInputs(int least, int most) {
    if (inputs() < least || inputs() > most) {
      refuse(
          "inputs",
          Integer.toString(inputs()),
          least == most
              ? "expected " + least
              : most == Integer.MAX_VALUE
                  ? "expected at least " + least
                  : "expected " + least + " to " + most);
      return;
    }
    for (int i = 0; i < least; i++) {
      if (!hasInput(i)) {
        refuse("input " + i, "", "is required");
      }
    }
  }

  /** Refuses the node unless it lists between {@code least} and {@code most} outputs. */
  public void requireOutputs(int least, int most) {
    if (outputs() < least || outputs() > most) {
      refuse("outputs", Integer.toString(outputs()), "expected " + least + " to " + most);
    }
  }

  /** Refuses a node of an operator set that did not have its operator yet. */
  public void requireOpset(int least) {
    if (opset() < least) {
      refuse(
          "opset", Integer.toString(opset()), node.operator() + " is defined since opset " + least);
    }
  }

  /** Everything found wrong, attributes that were never read included. */
  public List<Finding> finish() {
    Set<String> unread = new TreeSet<>(node.attributes().keySet());
    unread.removeAll(read);
    if (opset() < 6) {
      unread.remove("consumed_inputs"); // which inputs a run might overwrite: of no consequence
    }
    for (String name : unread) {
      refuse(
          name,
          String.valueOf(node.attributes().get(name)),
          "attribute is not known in opset " + opset());
    }
    return List.copyOf(findings);
  }

  private @Nullable AttributeValue value(String name, Class<? extends AttributeValue> expected) {
    read.add(name);
    AttributeValue value = node.attributes().get(name);
    if (value != null && !expected.isInstance(value)) {
      refuse(name, value.toString(), "expected " + expected.getSimpleName().substring(2));
      return null;
    }
    return value;
  }
}
