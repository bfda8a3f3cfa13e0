package dev.vecurrent.onnx.random;

import dev.vecurrent.Model;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A graph under construction. Every node is computed as it is added, by this library and alone:
 * recipes learn shapes from that and keep away from results that are not worth comparing. Whether
 * they are right is ONNX Runtime's to say.
 */
final class Draft {

  private static final int MOST_ELEMENTS = 4_000;
  private static final int MOST_RANK = 6;
  private static final double LARGEST_FLOAT = 40;
  private static final long LARGEST_INTEGER = 100_000;

  private final Random random;
  private final int opset;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, List<String>> declared = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();

  Draft(Random random, int opset) {
    this.random = random;
    this.opset = opset;
  }

  int opset() {
    return opset;
  }

  Random random() {
    return random;
  }

  int steps() {
    return steps.size();
  }

  /** An integer in {@code [from, to]}. */
  int between(int from, int to) {
    return from + random.nextInt(to - from + 1);
  }

  boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  @SafeVarargs
  final <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** An axis of a value, counted from the end in half of the draws. */
  int axis(Value value) {
    int axis = random.nextInt(value.rank());
    return random.nextBoolean() ? axis : axis - value.rank();
  }

  int[] shape(int rank) {
    int[] shape = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      shape[axis] = oneOf(1, 2, 3, 3, 4, 5, rank < 3 ? 17 : 2);
    }
    return shape;
  }

  /** A value that is there already, or a new one. */
  Value pick(Need need) {
    if (!oneIn(5)) {
      List<Value> fitting = values.values().stream().filter(need::fits).toList();
      if (!fitting.isEmpty()) {
        int late = Math.max(random.nextInt(fitting.size()), random.nextInt(fitting.size()));
        return fitting.get(late);
      }
    }
    int rank = between(need.least(), Math.min(need.most(), Math.max(4, need.least())));
    return fresh(need, shape(rank));
  }

  /** A new input or initialiser. */
  Value fresh(Need need, int... shape) {
    ElementType type = need.types().get(random.nextInt(need.types().size()));
    return source(need.domain().draw(random, type, shape), oneIn(3));
  }

  /** A value that broadcasts with another one of the same type. */
  Value partner(Value other, Domain domain, boolean exact) {
    Need like = Need.of(other.tensor().type()).in(domain).rank(0, MOST_RANK);
    Need need = exact ? like.precisely() : like;
    List<Value> fitting =
        values.values().stream()
            .filter(value -> need.fits(value) && broadcasts(value, other))
            .toList();
    if (!fitting.isEmpty() && oneIn(2)) {
      return fitting.get(random.nextInt(fitting.size()));
    }
    return fresh(like, part(other));
  }

  /** A shape that broadcasts to that of a value. */
  int[] part(Value value) {
    int[] shape = value.tensor().shape();
    int[] part =
        Arrays.copyOfRange(shape, oneIn(2) ? 0 : random.nextInt(shape.length + 1), shape.length);
    for (int axis = 0; axis < part.length; axis++) {
      if (oneIn(4)) {
        part[axis] = 1;
      }
    }
    return part;
  }

  private static boolean broadcasts(Value a, Value b) {
    for (int back = 1; back <= Math.min(a.rank(), b.rank()); back++) {
      int one = a.dim(a.rank() - back);
      int other = b.dim(b.rank() - back);
      if (one != other && one != 1 && other != 1) {
        return false;
      }
    }
    return true;
  }

  /** Integers that say what an operator does: initialiser, node or input. */
  Value integers(long... elements) {
    return argument(Tensor.of(elements, elements.length));
  }

  /** A scalar that says what an operator does. */
  Value integer(long element) {
    return argument(Tensor.of(new long[] {element}));
  }

  /** A small tensor that says what an operator does: initialiser, Constant node or input. */
  Value argument(Tensor tensor) {
    return switch (random.nextInt(6)) {
      case 0 -> source(tensor, false);
      case 1 ->
          add(
                  "Constant",
                  List.of(),
                  List.of(tensor.type()),
                  true,
                  Attribute.tensor("value", tensor))
              .getFirst();
      default -> source(tensor, true);
    };
  }

  /** An initialiser. */
  Value constant(Tensor tensor) {
    return source(tensor, true);
  }

  private Value source(Tensor tensor, boolean constant) {
    String name = (constant ? "c" : "i") + values.size();
    Value value = new Value(name, tensor, true, constant);
    values.put(name, value);
    if (!constant) {
      declared.put(name, declaration(tensor));
    }
    return value;
  }

  /** Some dimensions are symbols: of their size, or of their own. */
  private List<String> declaration(Tensor tensor) {
    List<String> dims = new ArrayList<>();
    boolean fixed = oneIn(2);
    for (int axis = 0; axis < tensor.rank(); axis++) {
      String size = Integer.toString(tensor.dim(axis));
      String symbol = oneIn(2) ? "n" + size : "s" + values.size() + "_" + axis;
      dims.add(fixed || oneIn(2) ? size : symbol);
    }
    return dims;
  }

  /** As below, for a node without bodies. */
  List<Value> add(
      String operator,
      List<Value> inputs,
      List<ElementType> outputs,
      boolean exact,
      AttributeProto... attributes) {
    return add(operator, inputs, List.of(), outputs, exact, List.of(attributes));
  }

  /**
   * Adds a node.
   *
   * @param inputs what it reads; {@link #ABSENT} for an optional input that is not given
   * @param captured what its bodies read
   * @param outputs types of what it makes
   * @param exact whether floats it makes have the same bits in every engine where all it reads has;
   *     other types are taken to be exact, so discontinuous functions must be given exact inputs
   * @throws Discarded if a result is too large to go on with; the node is not added then
   */
  List<Value> add(
      String operator,
      List<Value> inputs,
      List<Value> captured,
      List<ElementType> outputs,
      boolean exact,
      List<AttributeProto> attributes) {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(operator + steps.size())
            .addAllAttribute(attributes);
    inputs.forEach(input -> node.addInput(input.name()));
    Map<String, Value> known = new LinkedHashMap<>(values);
    for (ElementType type : outputs) {
      String name = "v" + known.size();
      node.addOutput(name);
      known.put(name, new Value(name, Tensor.zeros(type, 0), false, false));
    }
    Step step = new Step(node.build(), captured.stream().map(Value::name).toList());
    Map<String, Tensor> results = compute(step, known);
    boolean exactInputs = Stream.concat(inputs.stream(), captured.stream()).allMatch(Value::exact);
    List<Value> made = new ArrayList<>();
    for (String name : step.makes()) {
      Tensor tensor = Objects.requireNonNull(results.get(name));
      requireSane(operator, tensor);
      boolean same = !tensor.type().isFloatingPoint() || (exact && exactInputs);
      made.add(new Value(name, tensor, same, false));
    }
    made.forEach(value -> values.put(value.name(), value));
    steps.add(step);
    return made;
  }

  /** An input that is not given. */
  static final Value ABSENT = new Value("", Tensor.zeros(ElementType.FLOAT32, 0), true, true);

  private static void requireSane(String operator, Tensor tensor) {
    if (tensor.size() == 0 || tensor.size() > MOST_ELEMENTS || tensor.rank() > MOST_RANK) {
      throw new Discarded(operator + " makes " + tensor);
    }
    for (int i = 0; i < tensor.size(); i++) {
      double most =
          switch (tensor.type()) {
            case FLOAT32 -> Math.abs(tensor.floats()[i]) / LARGEST_FLOAT;
            case FLOAT64 -> Math.abs(tensor.doubles()[i]) / LARGEST_FLOAT;
            case INT32 -> Math.abs((double) tensor.ints()[i]) / LARGEST_INTEGER;
            case INT64 -> Math.abs((double) tensor.longs()[i]) / LARGEST_INTEGER;
            default -> 0;
          };
      if (!(most <= 1)) {
        throw new Discarded(operator + " makes large numbers");
      }
    }
  }

  private Map<String, Tensor> compute(Step step, Map<String, Value> known) {
    RandomGraph alone = new RandomGraph(opset, known, Map.of(), List.of(step), step.makes());
    try {
      Model model =
          Model.compile(OnnxImporter.read(alone.bytes(), "node", ImportLimits.defaults()));
      return model.newSession().run(alone.inputs());
    } catch (RuntimeException refused) {
      throw new AssertionError("a recipe's node is refused: " + alone.describe(), refused);
    }
  }

  /** The graph so far: values that nobody reads are its outputs, and some that somebody reads. */
  RandomGraph graph() {
    List<String> outputs = new ArrayList<>();
    for (Step step : steps) {
      for (String made : step.makes()) {
        boolean read = steps.stream().anyMatch(other -> other.reads().contains(made));
        if (!read || oneIn(6)) {
          outputs.add(made);
        }
      }
    }
    return new RandomGraph(
        opset, new LinkedHashMap<>(values), declared, List.copyOf(steps), outputs);
  }
}
