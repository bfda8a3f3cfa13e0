package dev.vecurrent.internal.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.elementwise.ElementwiseOperators;
import dev.vecurrent.internal.op.index.IndexOperators;
import dev.vecurrent.internal.op.legacy.LegacyOperators;
import dev.vecurrent.internal.op.loss.LossOperators;
import dev.vecurrent.internal.op.matmul.MatmulOperators;
import dev.vecurrent.internal.op.norm.NormOperators;
import dev.vecurrent.internal.op.reduce.ReduceOperators;
import dev.vecurrent.internal.op.resize.ResizeOperators;
import dev.vecurrent.internal.op.sequence.SequenceOperators;
import dev.vecurrent.internal.op.shape.ShapeOperators;
import dev.vecurrent.internal.op.window.WindowOperators;
import dev.vecurrent.limit.CallEndedException;
import dev.vecurrent.limit.LimitExceededException;
import dev.vecurrent.tensor.StorageLimit;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What operators say of their work is true: the work that they state bounds what a run counts, a
 * run counts it in small pieces and ends between them, and memory is asked for before it is taken.
 */
@Timeout(300)
class WorkTest {

  private static final int SMALL = 1 << 14;
  private static final int LARGE = 1 << 17;

  /** Where a run of these inputs still is less than a few blocks of work, it is of no use. */
  private static final int LARGEST = 1 << 24;

  /** Operators that do nothing with elements: their runs need not end early. */
  private static final Set<String> NO_WORK =
      Set.of(
          "Constant",
          "Flatten",
          "GivenTensorFill",
          "Reshape",
          "Shape",
          "Size",
          "Squeeze",
          "Unsqueeze");

  /** Operators on sequences, whose inputs are no tensors: a session tests them. */
  private static final Set<String> ON_SEQUENCES =
      Set.of(
          "ConcatFromSequence",
          "SequenceAt",
          "SequenceEmpty",
          "SequenceErase",
          "SequenceInsert",
          "SequenceLength");

  /** Names that are refused, with a reason. */
  private static final Set<String> REFUSED = Set.of("ATen", "GRUUnit");

  static List<WorkSubject> subjects() {
    return WorkSubjects.ofCore();
  }

  @Test
  void everyOperatorIsASubject() {
    Set<String> names = new TreeSet<>(ElementwiseOperators.NAMES);
    names.addAll(IndexOperators.NAMES);
    names.addAll(MatmulOperators.NAMES);
    names.addAll(ReduceOperators.NAMES);
    names.addAll(ResizeOperators.NAMES);
    names.addAll(SequenceOperators.NAMES);
    names.addAll(ShapeOperators.NAMES);
    names.addAll(WindowOperators.NAMES);
    names.addAll(LegacyOperators.NAMES);
    names.addAll(LossOperators.NAMES);
    names.addAll(NormOperators.NAMES);
    names.removeAll(ON_SEQUENCES);
    names.removeAll(REFUSED);

    Set<String> tested =
        subjects().stream().map(WorkSubject::name).collect(Collectors.toCollection(TreeSet::new));

    assertThat(tested).containsAll(names);
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void statedWorkBoundsWhatIsCounted(WorkSubject subject) {
    for (int n : List.of(SMALL, LARGE)) {
      @Nullable Tensor[] in = subject.inputs().of(n);
      Operator operator = subject.operator(in);
      @Nullable Fact[] facts = WorkSubject.facts(in);
      Fact[] made = operator.infer(facts);
      CountingWatch watch = new CountingWatch(Long.MAX_VALUE);

      WorkSubject.run(
          operator, in, made, new Bounds(watch, Budget.unlimited()), Budget.unlimited());

      long stated = operator.work(facts, made);
      if (stated != Work.UNSTATED && Arrays.stream(made).allMatch(Fact::hasShape)) {
        assertThat(stated).as("stated").isGreaterThanOrEqualTo(watch.spent());
      }
      assertThat(watch.largest()).as("largest piece").isLessThanOrEqualTo(8 * Watch.BLOCK);
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void statedWorkNeverOverflows(WorkSubject subject) {
    @Nullable Tensor[] in = subject.inputs().of(SMALL);
    Operator operator = subject.operator(in);
    @Nullable Fact[] facts = WorkSubject.facts(in);
    Fact[] made = operator.infer(facts);
    @Nullable Fact[] huge = new Fact[facts.length];
    for (int i = 0; i < huge.length; i++) {
      Fact fact = facts[i];
      huge[i] = fact == null ? null : huge(fact);
    }
    Fact[] hugeMade = Arrays.stream(made).map(WorkTest::huge).toArray(Fact[]::new);

    assertThat(operator.work(huge, hugeMade)).isGreaterThanOrEqualTo(Work.UNSTATED);
  }

  private static Fact huge(Fact fact) {
    int[] dims = fact.dims();
    if (dims == null || fact.isSequence()) {
      return fact;
    }
    int[] most = new int[dims.length];
    Arrays.fill(most, Integer.MAX_VALUE - 8);
    return Fact.of(fact.type(), most);
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aRunEndsWithinAFewBlocks(WorkSubject subject) {
    if (NO_WORK.contains(subject.name())) {
      return;
    }
    int n = LARGE;
    while (counted(subject, n).spent() <= 3 * Watch.BLOCK) {
      n *= 4;
      assertThat(n).as("size of a run of some blocks").isLessThanOrEqualTo(LARGEST);
    }
    CountingWatch whole = counted(subject, n);
    @Nullable Tensor[] in = subject.inputs().of(n);
    Operator operator = subject.operator(in);
    Fact[] made = operator.infer(WorkSubject.facts(in));
    CountingWatch watch = new CountingWatch(whole.spent() / 2 - 1);

    assertThatThrownBy(() ->
            WorkSubject.run(
                operator, in, made, new Bounds(watch, Budget.unlimited()), Budget.unlimited()))
        .isInstanceOf(CallEndedException.class);
    assertThat(watch.spent())
        .as("work after the call was cancelled")
        .isLessThanOrEqualTo(whole.spent() / 2 + Watch.BLOCK + 2 * watch.largest());
  }

  private static CountingWatch counted(WorkSubject subject, int n) {
    @Nullable Tensor[] in = subject.inputs().of(n);
    Operator operator = subject.operator(in);
    Fact[] made = operator.infer(WorkSubject.facts(in));
    CountingWatch watch = new CountingWatch(Long.MAX_VALUE);
    Bounds bounds = new Bounds(watch, Budget.unlimited());
    WorkSubject.run(operator, in, made, bounds, Budget.unlimited());
    return watch;
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void memoryIsAskedForBeforeItIsTaken(WorkSubject subject) {
    @Nullable Tensor[] in = subject.inputs().of(LARGE);
    Operator operator = subject.operator(in);
    Fact[] made = operator.infer(WorkSubject.facts(in));
    long bytes = 0;
    for (Fact fact : made) {
      bytes += fact.hasShape() && !fact.isSequence() ? Work.size(fact) * fact.type().bytes() : 0;
    }
    StorageLimit values =
        Budget.ofSession(Long.MAX_VALUE, Math.max(0, bytes / made.length / 2)).values();
    if (!NO_WORK.contains(subject.name()) && bytes > 1024) {
      assertThatThrownBy(() -> WorkSubject.run(operator, in, made, Bounds.none(), values))
          .isInstanceOf(LimitExceededException.class);
    }
    Budget scratch = Budget.ofSession(4096, 4096);
    try {
      WorkSubject.run(operator, in, made, new Bounds(new Watch(), scratch), Budget.unlimited());
    } catch (LimitExceededException e) {
      assertThat(e).hasMessageContaining("sessionBytes");
    }
    assertThat(scratch.used()).isLessThanOrEqualTo(4096);
  }
}
