package dev.vecurrent.internal.op.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What operators that move elements undo of each other, and count alike, for random tensors. */
class MovementPropertiesTest {

  private static final int ROUNDS = 300;
  private static final int OPSET = 18;

  private static final List<ElementType> NUMBERS =
      List.of(ElementType.FLOAT32, ElementType.FLOAT64, ElementType.INT32, ElementType.INT64);

  private final Random random = new Random();

  private void always(Consumer<Integer> property) {
    long[] seeds = Seeds.cases(Seeds.of(MovementPropertiesTest.class), ROUNDS).toArray();
    for (int round = 0; round < ROUNDS; round++) {
      random.setSeed(seeds[round]);
      property.accept(round);
    }
  }

  private int[] shape(int leastRank) {
    int[] shape = new int[leastRank + random.nextInt(6 - leastRank)];
    Arrays.setAll(shape, _ -> random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(5));
    return shape;
  }

  private Tensor tensor(int... shape) {
    return tensor(NUMBERS.get(random.nextInt(NUMBERS.size())), shape);
  }

  /** Small whole numbers, zeros among them. */
  private Tensor tensor(ElementType type, int... shape) {
    Tensor tensor = Tensor.zeros(type, shape);
    for (int i = 0; i < tensor.size(); i++) {
      int value = random.nextInt(15) - 7;
      switch (type) {
        case FLOAT32 -> tensor.floats()[i] = value;
        case FLOAT64 -> tensor.doubles()[i] = value;
        case INT32 -> tensor.ints()[i] = value;
        default -> tensor.longs()[i] = value;
      }
    }
    return tensor;
  }

  private List<Integer> shuffled(int count) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    return order;
  }

  private static AttributeValue number(long value) {
    return new AttributeValue.OfInt(value);
  }

  private static Tensor vector(long... elements) {
    return Tensor.of(elements, elements.length);
  }

  private static List<Tensor> run(
      String name, int outputs, Map<String, AttributeValue> attributes, Tensor... inputs) {
    List<String> from = new ArrayList<>();
    Fact[] facts = new Fact[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      from.add("x" + i);
      // Parameters are known before the run, the data is not.
      facts[i] = i == 0 ? Fact.of(inputs[i].type(), inputs[i].shape()) : Fact.of(inputs[i]);
    }
    List<String> to = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      to.add("y" + i);
    }
    List<Finding> findings = new ArrayList<>();
    Operator operator =
        Operators.create(new OperatorNode("node", name, OPSET, from, to, attributes), findings);
    assertThat(findings).isEmpty();
    Fact[] inferred = Objects.requireNonNull(operator).infer(facts);
    Tensor[] made = new Tensor[outputs];
    Arrays.setAll(made, i -> Tensor.growable(inferred[i].type()));
    operator.run(inputs, made, new Workspace());
    for (int i = 0; i < outputs; i++) {
      int[] dims = Objects.requireNonNull(inferred[i].dims());
      assertThat(dims).as(name).hasSize(made[i].rank());
      for (int axis = 0; axis < dims.length; axis++) {
        assertThat(dims[axis]).as(name).isIn(made[i].dim(axis), Fact.UNKNOWN);
      }
    }
    return List.of(made);
  }

  private static Tensor one(String name, Map<String, AttributeValue> attributes, Tensor... inputs) {
    return run(name, 1, attributes, inputs).getFirst();
  }

  private static List<Object> elements(Tensor tensor) {
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < tensor.size(); i++) {
      elements.add(Array.get(tensor.storage(), i));
    }
    return elements;
  }

  private static void assertSame(Tensor found, Tensor expected) {
    assertThat(found).hasToString(expected.toString());
    assertThat(elements(found)).isEqualTo(elements(expected));
  }

  @Test
  void aPermutationAndItsInverseGiveTheInputBack() {
    always(_ -> {
      Tensor x = tensor(shape(1));
      List<Integer> order = shuffled(x.rank());
      List<Long> there = order.stream().map(Integer::longValue).toList();
      List<Long> back = new ArrayList<>();
      for (int axis = 0; axis < x.rank(); axis++) {
        back.add((long) order.indexOf(axis));
      }
      Tensor moved = one("Transpose", Map.of("perm", new AttributeValue.OfInts(there)), x);
      assertSame(one("Transpose", Map.of("perm", new AttributeValue.OfInts(back)), moved), x);
    });
  }

  @Test
  void partsJoinedAreTheWhole() {
    always(_ -> {
      int[] shape = shape(1);
      int axis = random.nextInt(shape.length);
      long[] sizes = new long[1 + random.nextInt(4)];
      Arrays.setAll(sizes, _ -> random.nextInt(4));
      shape[axis] = (int) Arrays.stream(sizes).sum();
      Tensor x = tensor(shape);
      Map<String, AttributeValue> along = Map.of("axis", number(axis - shape.length));
      List<Tensor> parts = run("Split", sizes.length, along, x, vector(sizes));
      assertSame(one("Concat", along, parts.toArray(Tensor[]::new)), x);
    });
  }

  @Test
  void copiesJoinedAreATile() {
    always(_ -> {
      Tensor x = tensor(shape(1));
      int axis = random.nextInt(x.rank());
      int times = 1 + random.nextInt(4);
      long[] repeats = new long[x.rank()];
      Arrays.fill(repeats, 1);
      repeats[axis] = times;
      Tensor[] copies = new Tensor[times];
      Arrays.fill(copies, x);
      assertSame(
          one("Tile", Map.of(), x, vector(repeats)),
          one("Concat", Map.of("axis", number(axis)), copies));
    });
  }

  @Test
  void scatteredElementsAreGatheredAgain() {
    always(_ -> {
      Tensor data = tensor(shape(1));
      int axis = random.nextInt(data.rank());
      int[] part = data.shape();
      Arrays.setAll(part, i -> part[i] == 0 ? 0 : 1 + random.nextInt(part[i]));
      Tensor indices = Tensor.zeros(ElementType.INT64, part);
      int step = Arrays.stream(part, axis + 1, part.length).reduce(1, (a, b) -> a * b);
      for (int i = 0; i < indices.size(); i++) {
        if (i / step % part[axis] == 0) {
          List<Integer> order = shuffled(data.dim(axis));
          for (int k = 0; k < part[axis]; k++) {
            int index = order.get(k);
            indices.longs()[i + k * step] = random.nextBoolean() ? index : index - order.size();
          }
        }
      }
      Tensor updates = tensor(data.type(), part);
      Map<String, AttributeValue> along = Map.of("axis", number(axis));
      Tensor scattered = one("ScatterElements", along, data, indices, updates);
      assertSame(one("GatherElements", along, scattered, indices), updates);
    });
  }

  @Test
  void scatteredSlicesAreGatheredAgain() {
    always(_ -> {
      Tensor data = tensor(shape(1));
      int coordinates = 1 + random.nextInt(data.rank());
      int places =
          Arrays.stream(data.shape(), 0, coordinates).reduce(1, (first, next) -> first * next);
      int count = random.nextInt(places + 1);
      List<Integer> order = shuffled(places);
      Tensor indices = Tensor.zeros(ElementType.INT64, count, coordinates);
      for (int i = 0; i < count; i++) {
        int place = order.get(i);
        for (int axis = coordinates - 1; axis >= 0; axis--) {
          indices.longs()[i * coordinates + axis] = place % data.dim(axis);
          place /= data.dim(axis);
        }
      }
      int[] shape = new int[1 + data.rank() - coordinates];
      shape[0] = count;
      for (int axis = coordinates; axis < data.rank(); axis++) {
        shape[1 + axis - coordinates] = data.dim(axis);
      }
      Tensor updates = tensor(data.type(), shape);
      Tensor scattered = one("ScatterND", Map.of(), data, indices, updates);
      assertSame(one("GatherND", Map.of(), scattered, indices), updates);
    });
  }

  @Test
  void theLastSumIsTheSumOfAll() {
    always(round -> {
      ElementType type = round % 2 == 0 ? ElementType.INT32 : ElementType.INT64;
      int[] shape = shape(1);
      int axis = random.nextInt(shape.length);
      shape[axis] = Math.max(1, shape[axis]);
      Tensor x = tensor(type, shape);
      // Sums of integers wrap around, one by one as at the end.
      if (x.size() > 0) {
        Array.set(
            x.storage(),
            0,
            type == ElementType.INT32 ? (Object) Integer.MAX_VALUE : Long.MAX_VALUE);
      }
      boolean reverse = random.nextBoolean();
      Tensor sums = one("CumSum", Map.of("reverse", number(reverse ? 1 : 0)), x, vector(axis));
      long last = reverse ? 0 : shape[axis] - 1;
      Tensor total = one("Slice", Map.of(), sums, vector(last), vector(last + 1), vector(axis));
      assertSame(total, one("ReduceSum", Map.of(), x, vector(axis)));
    });
  }

  @Test
  void aSliceBackwardsTwiceIsTheInput() {
    always(_ -> {
      Tensor x = tensor(shape(1));
      long[] axes = new long[x.rank()];
      Arrays.setAll(axes, axis -> axis);
      long[] starts = new long[axes.length];
      long[] ends = new long[axes.length];
      long[] steps = new long[axes.length];
      Arrays.fill(starts, random.nextBoolean() ? -1 : Long.MAX_VALUE);
      Arrays.fill(ends, Long.MIN_VALUE);
      Arrays.fill(steps, -1);
      Tensor[] rest = {vector(starts), vector(ends), vector(axes), vector(steps)};
      Tensor back = one("Slice", Map.of(), x, rest[0], rest[1], rest[2], rest[3]);
      assertThat(elements(back)).isEqualTo(elements(x).reversed());
      assertSame(one("Slice", Map.of(), back, rest[0], rest[1], rest[2], rest[3]), x);
    });
  }

  @Test
  void allOfTheTopInOrderAreSorted() {
    always(_ -> {
      ElementType type = NUMBERS.get(random.nextInt(NUMBERS.size()));
      Tensor x = tensor(type, 1 + random.nextInt(40));
      boolean largest = random.nextBoolean();
      List<Tensor> top =
          run("TopK", 2, Map.of("largest", number(largest ? 1 : 0)), x, vector(x.size()));
      List<Double> sorted =
          elements(x).stream().map(element -> ((Number) element).doubleValue()).sorted().toList();
      List<Double> found =
          elements(top.getFirst()).stream()
              .map(element -> ((Number) element).doubleValue())
              .toList();
      assertThat(found).isEqualTo(largest ? sorted.reversed() : sorted);
      assertSame(one("GatherElements", Map.of(), x, top.getLast()), top.getFirst());
    });
  }

  @Test
  void theLargestOfAOneHotVectorIsItsIndex() {
    always(_ -> {
      int depth = 1 + random.nextInt(6);
      Tensor indices = Tensor.zeros(ElementType.INT64, shape(1));
      for (int i = 0; i < indices.size(); i++) {
        indices.longs()[i] = random.nextInt(depth);
      }
      int axis = random.nextInt(indices.rank() + 1);
      Map<String, AttributeValue> along = Map.of("axis", number(axis));
      Tensor values = Tensor.of(new float[] {-1, 2}, 2);
      Tensor hot = one("OneHot", along, indices, vector(depth), values);
      Map<String, AttributeValue> dropped = Map.of("axis", number(axis), "keepdims", number(0));
      assertSame(one("ArgMax", dropped, hot), indices);
    });
  }

  @Test
  void whatIsNotZeroIsFoundWhereItIs() {
    always(_ -> {
      Tensor x = tensor(shape(1));
      Tensor places = one("Transpose", Map.of(), one("NonZero", Map.of(), x));
      Tensor found = one("GatherND", Map.of(), x, places);
      List<Object> expected = new ArrayList<>(elements(x));
      expected.removeIf(element -> ((Number) element).doubleValue() == 0);
      assertThat(elements(found)).isEqualTo(expected);
    });
  }

  @Test
  void whatIsPaddedIsCroppedAgain() {
    always(_ -> {
      Tensor x = tensor(shape(1));
      long[] pads = new long[2 * x.rank()];
      Arrays.setAll(pads, _ -> random.nextInt(4));
      boolean full = x.size() > 0;
      AttributeValue mode = new AttributeValue.OfString(full ? "edge" : "constant");
      Tensor padded = one("Pad", Map.of("mode", mode), x, vector(pads));
      Tensor crops = vector(Arrays.stream(pads).map(pad -> -pad).toArray());
      assertSame(one("Pad", Map.of(), padded, crops), x);
    });
  }

  @Test
  void aSequenceReversedTwiceIsAsItWas() {
    always(_ -> {
      int[] shape = shape(2);
      int time = random.nextInt(2);
      Tensor lengths = Tensor.zeros(ElementType.INT64, shape[1 - time]);
      for (int i = 0; i < lengths.size(); i++) {
        lengths.longs()[i] = random.nextInt(shape[time] + 1);
      }
      Map<String, AttributeValue> axes =
          Map.of("time_axis", number(time), "batch_axis", number(1 - time));
      Tensor x = tensor(shape);
      Tensor back = one("ReverseSequence", axes, x, lengths);
      assertSame(one("ReverseSequence", axes, back, lengths), x);
    });
  }

  @Test
  void trianglesAddUpToTheMatrix() {
    always(_ -> {
      Tensor x = tensor(shape(2));
      long k = random.nextInt(13) - 6;
      Tensor upper = one("Trilu", Map.of("upper", number(1)), x, Tensor.of(new long[] {k}));
      Tensor lower = one("Trilu", Map.of("upper", number(0)), x, Tensor.of(new long[] {k - 1}));
      assertSame(one("Add", Map.of(), upper, lower), x);
    });
  }

  @Test
  void indicesOutsideAreRefused() {
    Tensor data = tensor(ElementType.FLOAT32, 3, 4);
    for (long index : new long[] {3, -4, Long.MAX_VALUE, Long.MIN_VALUE}) {
      Tensor wide = Tensor.of(new long[] {index}, 1, 1);
      Tensor update = tensor(ElementType.FLOAT32, 1, 1);
      Tensor row = tensor(ElementType.FLOAT32, 1, 4);
      assertRefuses(index, () -> one("Gather", Map.of(), data, wide));
      assertRefuses(index, () -> one("GatherElements", Map.of(), data, wide));
      assertRefuses(index, () -> one("GatherND", Map.of(), data, wide));
      assertRefuses(index, () -> one("ScatterElements", Map.of(), data, wide, update));
      assertRefuses(index, () -> one("ScatterND", Map.of(), data, wide, row));
    }
  }

  private static void assertRefuses(long index, ThrowingCallable call) {
    assertThatIllegalArgumentException()
        .isThrownBy(call)
        .withMessageContaining("index " + index + " is outside [-3, 2]");
  }
}
