package dev.vecurrent.internal.op.forms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.SequenceOperator;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.internal.random.Draws;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.OptionalValue;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;
import dev.vecurrent.testing.TestKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** A node of one operator, drawn with its inputs. */
final class AnyNode {

  /** The most elements of an output: more is refused, as a limit of a session would. */
  private static final int MOST_ELEMENTS = 1 << 20;

  /** How often a node that is refused is drawn again. */
  private static final int MOST_TRIALS = 5;

  private static final int[] HUGE = {Integer.MAX_VALUE - 8, 1 << 30, 1 << 24, 65536};

  private static final int[] OPSETS = {
    1, 6, 7, 9, 10, 11, 12, 13, 13, 16, 17, 18, 18, 20, 21, 24, 26
  };

  /** What is known of the inputs before a run. */
  private enum Known {
    TYPES,
    SHAPES,
    SOME_CONSTANTS,
    ALL
  }

  private final Random random;
  private final String name;
  private final List<Signatures.@Nullable Kind> kinds;
  private final OperatorNode node;
  private final @Nullable Value[] inputs;

  /** Draws the attributes of a node; its inputs are drawn by {@link #check}. */
  AnyNode(String operator, Random random) {
    this.random = random;
    this.name = operator;
    List<Signatures.@Nullable Kind> kinds = Signatures.draw(operator, random);
    this.node = node(operator, kinds, random);
    this.inputs = new Value[kinds.size()];
    this.kinds = kinds;
  }

  /** A node that is mostly one that the catalogue accepts. */
  private static OperatorNode node(
      String name, List<Signatures.@Nullable Kind> kinds, Random random) {
    int dot = name.lastIndexOf('.');
    String domain = dot < 0 ? "" : name.substring(0, dot);
    List<String> reads = new ArrayList<>();
    for (Signatures.Kind kind : kinds) {
      reads.add(kind == null ? "" : "i" + reads.size());
    }
    List<String> makes = new ArrayList<>(List.of("o0"));
    while (random.nextInt(4) == 0) {
      makes.add(random.nextInt(4) == 0 ? "" : "o" + makes.size());
    }
    int density = random.nextInt(4);
    Map<String, AttributeValue> attributes = new HashMap<>();
    int opset = opset(domain, random);
    for (int trial = 0; ; trial++) {
      int version = opset;
      Function<Map<String, AttributeValue>, OperatorNode> with =
          given ->
              new OperatorNode("n", domain, name.substring(dot + 1), version, reads, makes, given);
      Map<String, List<Function<Random, AttributeValue>>> known = AnyAttributes.of(with);
      attributes.keySet().retainAll(known.keySet());
      if (trial == 0 && random.nextBoolean()) {
        attributes.putAll(AnyAttributes.together(name));
      }
      if (trial == 0 && attributes.isEmpty()) {
        known.forEach((attribute, makers) -> {
          if (random.nextInt(3) < density) {
            attributes.put(attribute, AnyAttributes.draw(makers, random));
          }
        });
      }
      OperatorNode node = with.apply(attributes);
      List<Finding> findings = new ArrayList<>();
      if (Operators.create(node, findings) != null || trial == MOST_TRIALS) {
        return node;
      }
      for (Finding finding : findings) {
        opset = finding.field().equals("opset") ? opset(domain, random) : opset;
        List<Function<Random, AttributeValue>> makers = known.get(finding.field());
        if (makers != null) {
          attributes.put(finding.field(), AnyAttributes.draw(makers, random));
        }
        if (finding.field().equals("outputs") && makes.size() > 1) {
          makes.removeLast();
        }
      }
    }
  }

  private static int opset(String domain, Random random) {
    return domain.isEmpty() ? OPSETS[random.nextInt(OPSETS.length)] : 1 + random.nextInt(4);
  }

  /**
   * Runs the node with more and more known of its inputs.
   *
   * @param huge whether inputs have no elements and huge dimensions
   * @return whether there was an answer
   */
  boolean check(boolean huge) {
    draw(huge);
    @Nullable Value[] first = null;
    boolean answered = false;
    for (Known known : Known.values()) {
      @Nullable Value[] found;
      try {
        found = run(known);
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).as(toString()).isNotEmpty();
        continue;
      } catch (RuntimeException | Error e) {
        throw new AssertionError(known + ": " + this, e);
      }
      answered |= found.length > 0;
      if (first == null) {
        first = found;
      }
      assertThat(words(found)).as("%s: %s", known, this).isEqualTo(words(first));
    }
    return answered;
  }

  private void draw(boolean huge) {
    int[] first = AnyValues.shape(random, random.nextInt(3) == 0 ? 8 : 4);
    int @Nullable [][] shapes = Templates.draw(name, inputs.length, random);
    int style = random.nextInt(4);
    int other = random.nextInt(Math.max(1, inputs.length));
    for (int i = 0; i < inputs.length; i++) {
      Signatures.Kind kind = kinds.get(i);
      int[] shape = shapes[i];
      boolean fits = shape != null && (style < 2 || (style == 2 && i != other));
      if (kind != null) {
        inputs[i] = value(kind, fits ? shape : shape(first, i), huge);
      }
    }
  }

  private Value value(Signatures.Kind kind, int[] shape, boolean huge) {
    Value value = one(kind, shape, huge);
    if (kind.isSequence()) {
      TensorSequence sequence = TensorSequence.growable(kind.type());
      while (random.nextInt(4) > 0 && sequence.size() < 4) {
        sequence.insert(sequence.size(), (Tensor) value);
        value = random.nextBoolean() ? value : one(kind, shape, huge);
      }
      value = sequence;
    }
    if (kind.isOptional()) {
      return random.nextInt(3) == 0
          ? OptionalValue.absent(kind.type(), kind.isSequence())
          : OptionalValue.of(value);
    }
    return value;
  }

  private int[] shape(int[] first, int i) {
    return switch (i == 0 ? 0 : random.nextInt(6)) {
      case 0, 1 -> first;
      case 2 -> new int[0];
      case 3 -> new int[] {random.nextInt(3) == 0 ? 2 * first.length : first.length};
      case 4 -> new int[] {random.nextInt(3)};
      default -> AnyValues.shape(random, random.nextInt(3) == 0 ? 8 : 4);
    };
  }

  private Value one(Signatures.Kind kind, int[] fitting, boolean huge) {
    int[] shape = fitting;
    if (huge && shape.length > 1 && random.nextInt(4) > 0) {
      shape = shape.clone();
      int empty = random.nextInt(shape.length);
      for (int axis = 0; axis < shape.length; axis++) {
        shape[axis] =
            axis == empty ? 0 : random.nextInt(3) > 0 ? HUGE[random.nextInt(4)] : shape[axis];
      }
    }
    return AnyValues.tensor(random, kind.type(), shape);
  }

  private @Nullable Value[] run(Known known) {
    Operator operator = Operators.create(node, new ArrayList<>());
    if (operator == null) {
      return new Value[0];
    }
    @Nullable Fact[] facts = new Fact[inputs.length];
    @Nullable Tensor[] constants = new Tensor[inputs.length];
    Random choice = new Random(inputs.length);
    boolean any = false;
    for (int i = 0; i < facts.length; i++) {
      boolean constant =
          inputs[i] instanceof Tensor
              && (known == Known.ALL || (known == Known.SOME_CONSTANTS && choice.nextBoolean()));
      Value value = inputs[i];
      facts[i] = value == null ? null : fact(value, known, constant);
      constants[i] = constant ? (Tensor) value : null;
      any |= constant;
    }
    boolean tensors = Arrays.stream(kinds.toArray()).noneMatch(this::isOther);
    if (!tensors && !(operator instanceof SequenceOperator)) {
      return new Value[0];
    }
    Fact[] made = operator.infer(facts);
    Operator bound =
        any ? operator.withConstants(constants, Packing.unlimited(TestKernels.best())) : operator;
    @Nullable Value[] outputs = new Value[node.outputs().size()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = node.outputs().get(i).isEmpty() ? null : place(made[i]);
    }
    Workspace workspace = new Workspace();
    if (operator.isRandom(facts)) {
      workspace.random().join(new Draws(), 1);
    }
    for (int call = 0; call < 2; call++) {
      if (bound instanceof SequenceOperator sequences) {
        sequences.runValues(inputs.clone(), outputs, workspace);
      } else {
        @Nullable Tensor[] in = Arrays.copyOf(inputs, inputs.length, Tensor[].class);
        bound.run(in, Arrays.copyOf(outputs, outputs.length, Tensor[].class), workspace);
      }
    }
    for (int i = 0; i < outputs.length; i++) {
      if (outputs[i] instanceof Tensor tensor) {
        consistent(made[i], tensor, known);
      }
    }
    return outputs;
  }

  private boolean isOther(@Nullable Object kind) {
    return kind instanceof Signatures.Kind(ElementType _, boolean sequence, boolean optional)
        && (sequence || optional);
  }

  private static Fact fact(Value value, Known known, boolean constant) {
    return switch (value) {
      case Tensor tensor ->
          constant
              ? Fact.of(tensor)
              : known == Known.TYPES
                  ? Fact.of(tensor.type())
                  : Fact.of(tensor.type(), tensor.shape());
      case TensorSequence sequence -> Fact.sequence(sequence.type(), null);
      case OptionalValue optional ->
          new Fact(
              optional.type(),
              null,
              null,
              null,
              optional.isSequence(),
              known == Known.TYPES
                  ? Fact.Presence.OPEN
                  : optional.isPresent() ? Fact.Presence.PRESENT : Fact.Presence.ABSENT);
    };
  }

  private static Value place(Fact fact) {
    Value value =
        fact.isSequence()
            ? TensorSequence.growable(fact.type(), MOST_ELEMENTS)
            : Tensor.growable(fact.type(), MOST_ELEMENTS);
    return fact.isOptional() ? OptionalValue.absentIn(value) : value;
  }

  private void consistent(Fact fact, Tensor actual, Known known) {
    assertThat(actual.type()).as("%s: %s", known, this).isEqualTo(fact.type());
    int[] dims = fact.dims();
    if (dims == null) {
      return;
    }
    assertThat(actual.rank()).as("%s: rank of %s", known, this).isEqualTo(dims.length);
    for (int axis = 0; axis < dims.length; axis++) {
      if (dims[axis] >= 0) {
        assertThat(actual.dim(axis)).as("%s: axis %s, %s", known, axis, this).isEqualTo(dims[axis]);
      }
    }
  }

  private static List<String> words(@Nullable Value[] values) {
    List<String> words = new ArrayList<>();
    for (Value value : values) {
      words.add(value == null ? "" : word(value));
    }
    return words;
  }

  private static String word(Value value) {
    return switch (value) {
      case Tensor tensor -> tensor + elements(tensor);
      case TensorSequence sequence -> {
        StringBuilder text = new StringBuilder(sequence.toString());
        for (int i = 0; i < sequence.size(); i++) {
          text.append(elements(sequence.get(i)));
        }
        yield text.toString();
      }
      case OptionalValue optional -> optional.isPresent() ? word(optional.get()) : "absent";
    };
  }

  private static String elements(Tensor tensor) {
    int some = Math.min(tensor.size(), 1000);
    return switch (tensor.storage()) {
      case float[] all -> Arrays.toString(Arrays.copyOf(all, some));
      case double[] all -> Arrays.toString(Arrays.copyOf(all, some));
      case long[] all -> Arrays.toString(Arrays.copyOf(all, some));
      case int[] all -> Arrays.toString(Arrays.copyOf(all, some));
      case short[] all -> Arrays.toString(Arrays.copyOf(all, some));
      case byte[] all -> Arrays.toString(Arrays.copyOf(all, some));
      case boolean[] all -> Arrays.toString(Arrays.copyOf(all, some));
      case String[] all -> Arrays.toString(Arrays.copyOf(all, some));
      default -> "";
    };
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(node.operator());
    text.append('-').append(node.opset()).append(' ').append(node.attributes());
    text.append(" outputs ").append(node.outputs());
    for (Value value : inputs) {
      text.append(", ").append(value);
      if (value instanceof Tensor tensor && tensor.size() <= 16) {
        text.append(elements(tensor));
      }
    }
    return text.toString();
  }
}
