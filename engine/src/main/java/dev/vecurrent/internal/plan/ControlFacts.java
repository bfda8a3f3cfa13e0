package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.run.ScanStep;
import dev.vecurrent.spec.Body;
import dev.vecurrent.spec.ControlNode;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What is known of the values that control flow makes: its bodies are bound and folded with what is
 * known of the values around them.
 *
 * <p>The shape of a carried value is first taken to be that of the initial one, then what both that
 * and the result of the body have in common, in the end unknown: the first assumption that the body
 * keeps holds for every iteration.
 */
final class ControlFacts {

  /** Deeper loops take shapes of carried values as unknown at once: trials would multiply. */
  private static final int DEEPEST_TRIALS = 3;

  /** The trial that takes all shapes of carried values as unknown. */
  private static final int LAST_TRIAL = 3;

  private final Draft draft;
  private final DraftNode node;
  private final ControlNode control;
  private final Folding folding;
  private final List<Finding> findings;

  ControlFacts(Draft draft, DraftNode node, Folding folding, List<Finding> findings) {
    this.draft = draft;
    this.node = node;
    this.control = (ControlNode) node.node;
    this.folding = folding;
    this.findings = findings;
  }

  /** What a node's bodies read from around them, empty where this one does not. */
  static List<String> around(ControlNode control, Body body) {
    Set<String> read = new HashSet<>(body.captured());
    List<String> around = new ArrayList<>();
    for (String name : control.captured()) {
      around.add(read.contains(name) ? name : "");
    }
    return around;
  }

  /**
   * Folds the bodies.
   *
   * @throws IllegalArgumentException if values cannot fit
   */
  Fact[] infer(@Nullable Fact[] inputs) {
    int before = findings.size();
    Fact[] facts =
        switch (control.operator()) {
          case "If" -> ofIf(inputs);
          case "Loop" -> ofLoop(inputs);
          default -> control.isBatchedScan() ? ofBatchedScan(inputs) : ofScan(inputs);
        };
    if (findings.size() > before) {
      return new Fact[0];
    }
    forgetUnread();
    return facts;
  }

  private Fact[] ofIf(@Nullable Fact[] inputs) {
    scalar("condition", inputs[0], ElementType.BOOL);
    @Nullable Fact[] then = body("then_branch", List.of(), findings);
    @Nullable Fact[] otherwise = body("else_branch", List.of(), findings);
    Fact[] facts = new Fact[then.length];
    for (int i = 0; i < facts.length; i++) {
      Fact a = then[i];
      Fact b = otherwise[i];
      if (a == null || b == null) {
        return new Fact[0];
      }
      if (!a.isLike(b)) {
        throw new IllegalArgumentException(
            "output " + i + " is " + a.kind() + " in then_branch, " + b.kind() + " in else_branch");
      }
      facts[i] = a.commonWith(b);
    }
    return facts;
  }

  private Fact[] ofLoop(@Nullable Fact[] inputs) {
    int carried = control.inputs().size() - 2;
    scalar("trip count", inputs[0], ElementType.INT64);
    scalar("condition", inputs[1], ElementType.BOOL);
    Fact[] states = new Fact[carried];
    for (int i = 0; i < carried; i++) {
      states[i] = Objects.requireNonNull(inputs[2 + i]).shapeOnly();
    }
    List<Fact> first =
        List.of(Fact.of(ElementType.INT64, new int[0]), Fact.of(ElementType.BOOL, new int[0]));
    @Nullable Fact[] made = steady(first, states, List.of(), 1);
    if (made.length == 0) {
      return new Fact[0];
    }
    scalar("condition that the body makes", made[0], ElementType.BOOL);
    Fact[] facts = Arrays.copyOf(states, made.length - 1);
    for (int i = 0; i < carried; i++) {
      // The type of the result: a value that starts as an optional one may end as none.
      boolean held = !Objects.requireNonNull(made[i + 1]).isOptional();
      facts[i] = held ? facts[i].with(Fact.Presence.CERTAIN) : facts[i];
    }
    for (int i = carried; i < facts.length; i++) {
      Fact one = tensor("scan output " + (i - carried), Objects.requireNonNull(made[i + 1]));
      facts[i] = inserted(one, 0, Fact.UNKNOWN);
    }
    return facts;
  }

  private Fact[] ofScan(@Nullable Fact[] inputs) {
    int scanned = control.scanInputs();
    int count = control.inputs().size() - scanned;
    Fact[] states = new Fact[count];
    for (int i = 0; i < count; i++) {
      states[i] = tensor("state " + i, Objects.requireNonNull(inputs[i])).shapeOnly();
    }
    int steps = Fact.UNKNOWN;
    List<Fact> slices = new ArrayList<>();
    long[] axes = control.integers("scan_input_axes", scanned);
    for (int i = 0; i < scanned; i++) {
      Fact input = tensor("scan input " + i, Objects.requireNonNull(inputs[count + i]));
      int[] dims = input.dims();
      if (dims == null) {
        slices.add(Fact.of(input.type()));
        continue;
      }
      int axis = ScanStep.axis(axes[i], dims.length);
      steps = Fact.both(steps, dims[axis]);
      slices.add(removed(input.type(), dims, axis));
    }
    @Nullable Fact[] made = steady(List.of(), states, slices, 0);
    if (made.length == 0) {
      return new Fact[0];
    }
    Fact[] facts = Arrays.copyOf(states, made.length);
    for (int i = 0; i < count; i++) {
      tensor("state " + i, states[i]);
    }
    long[] outAxes = control.integers("scan_output_axes", made.length - count);
    for (int i = count; i < facts.length; i++) {
      Fact one = tensor("scan output " + (i - count), Objects.requireNonNull(made[i]));
      int[] dims = one.dims();
      int axis = dims == null ? 0 : ScanStep.axis(outAxes[i - count], dims.length + 1);
      facts[i] = inserted(one, axis, steps);
    }
    return facts;
  }

  private Fact[] ofBatchedScan(@Nullable Fact[] inputs) {
    int scanned = control.scanInputs();
    int count = control.inputs().size() - 1 - scanned;
    if (inputs[0] != null) {
      Fact lengths = tensor("sequence_lens", Objects.requireNonNull(inputs[0]));
      if (lengths.type() != ElementType.INT64) {
        throw new IllegalArgumentException(
            "sequence_lens is " + lengths.kind() + ", expected " + ElementType.INT64);
      }
    }
    int batch = Fact.UNKNOWN;
    int steps = Fact.UNKNOWN;
    Fact[] states = new Fact[count];
    List<Fact> slices = new ArrayList<>();
    for (int i = 0; i < count + scanned; i++) {
      Fact input = tensor("input " + (1 + i), Objects.requireNonNull(inputs[1 + i]));
      int[] dims = input.dims();
      int outer = i < count ? 1 : 2;
      if (dims != null && dims.length < outer) {
        throw new IllegalArgumentException(
            "input " + (1 + i) + " has rank " + dims.length + ", expected at least " + outer);
      }
      batch = dims == null ? batch : Fact.both(batch, dims[0]);
      steps = dims == null || i < count ? steps : Fact.both(steps, dims[1]);
      Fact inner =
          dims == null
              ? Fact.of(input.type())
              : Fact.of(input.type(), Arrays.copyOfRange(dims, outer, dims.length));
      if (i < count) {
        states[i] = inner;
      } else {
        slices.add(inner);
      }
    }
    @Nullable Fact[] made = steady(List.of(), states, slices, 0);
    Fact[] facts = new Fact[made.length];
    for (int i = 0; i < facts.length; i++) {
      Fact one = tensor("output " + i, i < count ? states[i] : Objects.requireNonNull(made[i]));
      Fact ofSequence = i < count ? one : inserted(one, 0, steps);
      facts[i] = inserted(ofSequence, 0, batch);
    }
    return facts;
  }

  /**
   * Folds the one body with assumptions on carried values that it keeps.
   *
   * @param before what the body is given before them
   * @param states what is known of the initial values; widened to what is known of all
   * @param after what it is given after them
   * @param firstMade the output that is the first carried one
   * @return what is known of the outputs of the body; empty where it is refused
   */
  private @Nullable Fact[] steady(
      List<Fact> before, Fact[] states, List<Fact> after, int firstMade) {
    for (int trial = folding.depth() < DEEPEST_TRIALS ? 0 : LAST_TRIAL; ; trial++) {
      if (trial == LAST_TRIAL) {
        for (int i = 0; i < states.length; i++) {
          states[i] = states[i].kindOnly();
        }
      }
      List<Fact> given = new ArrayList<>(before);
      given.addAll(Arrays.asList(states));
      given.addAll(after);
      List<Finding> found = new ArrayList<>();
      @Nullable Fact[] made = body("body", given, found);
      boolean known = found.isEmpty() && !Arrays.asList(made).contains(null);
      if (!known && trial == LAST_TRIAL) {
        findings.addAll(found);
        return new Fact[0];
      }
      if (known && keeps(states, made, firstMade)) {
        return made;
      }
    }
  }

  /** Whether carried values have what was assumed; else the assumptions are widened. */
  private static boolean keeps(Fact[] states, @Nullable Fact[] made, int firstMade) {
    boolean kept = true;
    for (int i = 0; i < states.length; i++) {
      Fact result = Objects.requireNonNull(made[firstMade + i]);
      if (!result.isLike(states[i])) {
        throw new IllegalArgumentException(
            "carried value " + i + " is " + states[i].kind() + ", the body makes " + result.kind());
      }
      Fact wider = states[i].commonWith(result).shapeOnly();
      kept &=
          Arrays.equals(wider.dims(), states[i].dims())
              && (wider.elements() == null) == (states[i].elements() == null)
              && wider.presence() == states[i].presence();
      states[i] = wider;
    }
    return kept;
  }

  /** Binds and folds a body; what is known of its outputs. */
  private @Nullable Fact[] body(String attribute, List<Fact> given, List<Finding> found) {
    Body body = Objects.requireNonNull(control.bodies().get(attribute));
    List<String> around = around(control, body);
    Draft inner = Binding.bind(body, around, draft, found);
    for (int i = 0; i < given.size(); i++) {
      inner.facts.put(body.inputs().get(i), given.get(i));
    }
    for (int i = 0; i < around.size(); i++) {
      String name = around.get(i);
      String outer = node.inputs.get(control.inputs().size() + i);
      Fact fact = draft.fact(outer);
      if (name.isEmpty() || fact == null) {
        continue;
      }
      Tensor constant = fact.constant();
      if (constant != null) {
        inner.constants.put(name, constant);
        inner.inputs.set(given.size() + i, "");
      } else {
        inner.facts.put(name, fact);
      }
      if (draft.zeros.contains(outer)) {
        inner.zeros.add(name);
      }
    }
    folding.body(inner, found);
    node.bodies.put(attribute, inner);
    return inner.facts(inner.outputs);
  }

  /** Values from around that no body reads any more need not be kept for it. */
  private void forgetUnread() {
    int first = control.inputs().size();
    Set<Integer> read = new HashSet<>();
    for (Map.Entry<String, Draft> entry : node.bodies.entrySet()) {
      Draft body = entry.getValue();
      Set<String> names = new HashSet<>(body.outputs);
      for (DraftNode each : body.nodes) {
        names.addAll(each.inputs);
      }
      int given = body.inputs.size() - (node.inputs.size() - first);
      for (int i = given; i < body.inputs.size(); i++) {
        if (names.contains(body.inputs.get(i)) && !body.inputs.get(i).isEmpty()) {
          read.add(i - given);
        }
      }
    }
    for (int i = first; i < node.inputs.size(); i++) {
      if (!read.contains(i - first)) {
        node.inputs.set(i, "");
      }
    }
  }

  private static void scalar(String what, @Nullable Fact fact, ElementType type) {
    if (fact != null && (fact.type() != type || fact.isSequence() || fact.isOptional())) {
      throw new IllegalArgumentException(
          "the " + what + " is " + fact.kind() + ", expected " + type);
    }
  }

  private static Fact tensor(String what, Fact fact) {
    if (fact.isSequence() || fact.isOptional()) {
      throw new IllegalArgumentException(
          "the " + what + " is " + fact.kind() + ", expected a tensor");
    }
    return fact;
  }

  private static Fact removed(ElementType type, int[] dims, int axis) {
    int[] out = new int[dims.length - 1];
    System.arraycopy(dims, 0, out, 0, axis);
    System.arraycopy(dims, axis + 1, out, axis, out.length - axis);
    return Fact.of(type, out);
  }

  private static Fact inserted(Fact fact, int axis, int size) {
    int[] dims = fact.dims();
    if (dims == null) {
      return Fact.of(fact.type());
    }
    if (dims.length == Tensor.MAX_RANK) {
      throw new IllegalArgumentException("an output would have rank " + (dims.length + 1));
    }
    int[] out = new int[dims.length + 1];
    System.arraycopy(dims, 0, out, 0, axis);
    out[axis] = size;
    System.arraycopy(dims, axis, out, axis + 1, dims.length - axis);
    return Fact.of(fact.type(), out);
  }
}
