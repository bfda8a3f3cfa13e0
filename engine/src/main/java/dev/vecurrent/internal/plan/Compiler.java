package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Counts;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.exec.LayerForm;
import dev.vecurrent.internal.exec.RecurrentLayer;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.internal.random.RandomStream;
import dev.vecurrent.internal.run.BatchedScanStep;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.internal.run.CompiledBody;
import dev.vecurrent.internal.run.CompiledBody.Handing;
import dev.vecurrent.internal.run.ControlStep;
import dev.vecurrent.internal.run.IfStep;
import dev.vecurrent.internal.run.LoopStep;
import dev.vecurrent.internal.run.NodeErrors;
import dev.vecurrent.internal.run.OperatorStep;
import dev.vecurrent.internal.run.RecurrentStep;
import dev.vecurrent.internal.run.ScanStep;
import dev.vecurrent.internal.run.Slots;
import dev.vecurrent.internal.run.Step;
import dev.vecurrent.internal.start.KernelChoice;
import dev.vecurrent.limit.CallEndedException;
import dev.vecurrent.limit.LimitExceededException;
import dev.vecurrent.limit.NodeFailedException;
import dev.vecurrent.spec.ControlNode;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.ModelRefusedException;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/** Runs the passes, then makes steps of what is left. */
public final class Compiler {

  private static final int MOST_FINDINGS = 1000;

  private final Compilation compilation;
  private final Draft draft;
  private final Packing packing;
  private final List<Finding> findings;
  private final Map<String, Integer> slotOf;
  private final SlotPlan slots;

  /** Places of random numbers, each given once in the whole model. */
  private final Set<Long> places;

  /** Constants that steps read as they are: not only packed into a layer. */
  private final Set<String> kept = new HashSet<>();

  /** Layers by what they are made of: unrolled steps of a cell share one. */
  private final Map<List<Object>, RecurrentLayer> layers = new HashMap<>();

  /** Values that depend on what calls bring; {@code null} before they are asked for. */
  private @Nullable Set<String> given;

  private long packedBytes;
  private long parameters;
  private long constantBytes;
  private int values;

  private Compiler(Compilation compilation, Packing packing, Set<Long> places) {
    Pass.run(Pass.Stage.PLACE, compilation);
    this.compilation = compilation;
    this.draft = compilation.draft();
    this.places = places;
    this.packing = packing;
    this.findings = compilation.findings();
    this.slots = compilation.slots();
    this.slotOf = slots.slotOf();
  }

  /**
   * How to compile.
   *
   * @param vector whether to use the vector twin where it is available
   * @param foldedBytes the most bytes that folding may add
   * @param compileBytes the most bytes that compiling may add
   * @param valueBytes the most bytes of one value in a run
   * @param sessionBytes the most bytes of a session
   * @param inputs names of the values to start from; empty for the inputs of the graph
   * @param outputs names of the values that are wanted; empty for the outputs of the graph
   */
  public record Options(
      boolean vector,
      long foldedBytes,
      long compileBytes,
      long valueBytes,
      long sessionBytes,
      List<String> inputs,
      List<String> outputs) {}

  /** Compiles a whole graph; see {@link #compile(Graph, Options, Watch)}. */
  public static Compiled compile(Graph graph, boolean vector, long foldedBytes, long valueBytes) {
    return compile(
        graph,
        new Options(
            vector, foldedBytes, Long.MAX_VALUE, valueBytes, Long.MAX_VALUE, List.of(), List.of()),
        new Watch());
  }

  /**
   * Compiles what is wanted of a graph.
   *
   * @param watch whether it goes on
   * @throws ModelRefusedException with every finding
   * @throws LimitExceededException if it takes more memory than it may
   * @throws NodeFailedException if something fails that nobody foresaw
   */
  public static Compiled compile(Graph graph, Options options, Watch watch) {
    try {
      return compiled(graph, options, watch);
    } catch (IllegalArgumentException | CallEndedException | NodeFailedException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new NodeFailedException("compiling the graph '" + graph.name() + "'", e);
    }
  }

  private static Compiled compiled(Graph graph, Options options, Watch watch) {
    Bounds bounds = new Bounds(watch, Budget.ofCompile(options.compileBytes()));
    List<Finding> findings = new ArrayList<>(graph.file().findings());
    Graph cut = Cut.of(graph, options.inputs(), options.outputs(), findings);
    refuse(cut, findings);
    Kernels kernels = options.vector() ? KernelChoice.ofModel() : Kernels.scalar();
    Compilation compilation =
        new Compilation(cut, kernels, options.foldedBytes(), bounds, findings);
    Pass.run(Pass.Stage.READ, compilation);
    refuse(cut, findings);
    compilation.complete(FactWords.complete(cut, compilation.draft()));
    improve(compilation);
    Pass.run(Pass.Stage.ASK, compilation);
    Packing packing = new Packing(kernels, bounds, compilation.draft().stored);
    Compiled compiled =
        new Compiler(compilation, packing, new HashSet<>())
            .assemble(compilation.complete(), options);
    refuse(cut, findings);
    return compiled;
  }

  /** The passes that rewrite a graph, then those of the bodies that are left in it. */
  private static void improve(Compilation compilation) {
    Pass.run(Pass.Stage.REWRITE, compilation);
    Draft draft = compilation.draft();
    for (DraftNode node : draft.nodes) {
      for (Draft body : node.bodies.values()) {
        improve(compilation.of(body));
        Counts.addAll(draft.folded, body.folded);
        Counts.addAll(draft.absorbed, body.absorbed);
      }
    }
  }

  private static void refuse(Graph graph, List<Finding> findings) {
    if (findings.isEmpty()) {
      return;
    }
    Set<Finding> all = new LinkedHashSet<>(findings);
    Cut.addFindingsOfBodies(graph.nodes(), all);
    throw new ModelRefusedException(
        graph.name().isEmpty() ? "model" : graph.name(),
        all.stream().limit(MOST_FINDINGS).toList(),
        Remainder.words(graph));
  }

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (DraftNode node : draft.nodes) {
      Step step =
          node.isRecurrent()
              ? recurrent(node)
              : node.node instanceof ControlNode control ? control(node, control) : operator(node);
      if (step != null) {
        steps.add(step);
      }
    }
    values += slots.values();
    return List.copyOf(steps);
  }

  /** The constants that steps read as they are, by slot. */
  private Map<Integer, Tensor> constants() {
    kept.addAll(draft.outputs);
    Map<Integer, Tensor> constants = new HashMap<>();
    for (Map.Entry<String, Tensor> entry : draft.constants.entrySet()) {
      Tensor tensor = entry.getValue();
      parameters += tensor.type().isFloatingPoint() ? tensor.size() : 0;
      if (kept.contains(entry.getKey())) {
        constants.put(slot(entry.getKey()), tensor);
        constantBytes += (long) tensor.size() * tensor.type().bytes();
      }
    }
    return Map.copyOf(constants);
  }

  private Compiled assemble(Graph graph, Options options) {
    List<Step> steps = steps();
    Map<Integer, Tensor> constants = constants();
    return new Compiled(
        graph,
        steps,
        List.copyOf(slots.types()),
        constants,
        options.valueBytes(),
        options.sessionBytes(),
        slots(draft.inputs),
        slots(draft.outputs),
        parameters,
        packedBytes,
        constantBytes,
        Map.copyOf(draft.folded),
        Map.copyOf(draft.absorbed),
        values,
        Set.copyOf(draft.randomOutputs()),
        compilation.time(),
        compilation.states(),
        unread(graph),
        packing.kernels());
  }

  private static Set<String> unread(Graph graph) {
    Set<String> unread = new HashSet<>();
    for (ValueInfo input : graph.inputs()) {
      unread.add(input.name());
    }
    for (Node node : graph.nodes()) {
      for (String name : node.reads()) {
        unread.remove(name);
      }
    }
    for (ValueInfo output : graph.outputs()) {
      unread.remove(output.name());
    }
    return Set.copyOf(unread);
  }

  private CompiledBody body(Draft body) {
    Compiler compiler = new Compiler(compilation.of(body), packing, places);
    CompiledBody compiled =
        new CompiledBody(
            compiler.steps(),
            List.copyOf(compiler.slots.types()),
            compiler.constants(),
            compiler.slots(body.inputs),
            compiler.slots(body.outputs),
            handing(body));
    packedBytes += compiler.packedBytes;
    parameters += compiler.parameters;
    constantBytes += compiler.constantBytes;
    values += compiler.values;
    return compiled;
  }

  /**
   * How each output may leave a body: the first that has its storage to itself need not be copied.
   */
  private static List<Handing> handing(Draft body) {
    Map<String, DraftNode> makers = new HashMap<>();
    for (DraftNode node : body.nodes) {
      for (DraftNode layer : node.layers()) {
        for (String output : layer.outputs) {
          makers.put(output, node);
        }
      }
    }
    Set<String> roots = new HashSet<>();
    List<Handing> handing = new ArrayList<>();
    for (String output : body.outputs) {
      DraftNode maker = makers.get(output);
      boolean moves = maker != null && maker.bodies.isEmpty() && !isView(maker);
      String root = output;
      while (maker != null && isView(maker)) {
        root = maker.input(0);
        maker = makers.get(root);
      }
      boolean own = maker != null && roots.add(root);
      handing.add(!own ? Handing.COPIED : moves ? Handing.MOVED : Handing.VIEWED);
    }
    return handing;
  }

  private static boolean isView(DraftNode node) {
    return node.operator != null && node.operator.isView();
  }

  private Step control(DraftNode node, ControlNode control) {
    kept.addAll(node.inputs);
    Map<String, CompiledBody> bodies = new HashMap<>();
    for (Map.Entry<String, Draft> body : node.bodies.entrySet()) {
      bodies.put(body.getKey(), body(body.getValue()));
    }
    ControlStep.Place place =
        new ControlStep.Place(
            control.operator(),
            control.name(),
            draft.words(named(node.inputs)),
            draft.words(node.outputs),
            new Slots(node.inputs, slotOf),
            new Slots(node.outputs, slotOf),
            control.inputs().size(),
            node.remark);
    if (control.operator().equals("If")) {
      return new IfStep(place, Map.copyOf(bodies));
    }
    List<LoopStep.Dims> known = new ArrayList<>();
    for (String output : control.outputs()) {
      Fact fact = draft.fact(output);
      known.add(new LoopStep.Dims(fact == null ? null : fact.dims()));
    }
    CompiledBody body = Objects.requireNonNull(bodies.get("body"));
    if (control.operator().equals("Loop")) {
      return new LoopStep(place, body, known);
    }
    return control.isBatchedScan()
        ? new BatchedScanStep(place, body, control, known)
        : new ScanStep(place, body, control, known);
  }

  private int slot(String name) {
    return slotOf.getOrDefault(name, -1);
  }

  private List<Integer> slots(List<String> names) {
    List<Integer> found = new ArrayList<>();
    for (String name : names) {
      found.add(slot(name));
    }
    return List.copyOf(found);
  }

  private static List<String> named(List<String> names) {
    List<String> named = new ArrayList<>(names);
    named.removeAll(Set.of(""));
    return named;
  }

  private @Nullable Step operator(DraftNode node) {
    if (node.operator == null) {
      return null;
    }
    kept.addAll(node.inputs);
    @Nullable Tensor[] constants = new Tensor[node.inputs.size()];
    for (int i = 0; i < constants.length; i++) {
      constants[i] = draft.constants.get(node.inputs.get(i));
    }
    Operator bound = bound(node, node.operator, constants);
    packedBytes += bound.packedBytes();
    return new OperatorStep(
        node.node.operator(),
        node.node.name(),
        draft.words(node.inputs),
        draft.words(node.outputs),
        bound,
        new Slots(node.inputs, slotOf),
        new Slots(node.outputs, slotOf),
        draft.isRandom(node) ? OptionalLong.of(place(node.node)) : OptionalLong.empty(),
        packing.kernels().describe());
  }

  private Operator bound(DraftNode node, Operator operator, @Nullable Tensor[] constants) {
    try {
      return operator.withConstants(constants, packing);
    } catch (CallEndedException | LimitExceededException e) {
      throw NodeErrors.at(NodeErrors.words(node.node.name(), node.node.operator()), e);
    } catch (RuntimeException e) {
      findings.add(NodeErrors.finding(node.node, e));
      return operator;
    }
  }

  /**
   * The place of a node's random numbers: its names in the file, so that other nodes and their
   * order do not matter. Of two nodes with the same names the second gets another place.
   */
  private long place(Node node) {
    List<String> names = new ArrayList<>(List.of(node.name()));
    names.addAll(node.outputs());
    long place = RandomStream.place(names);
    while (!places.add(place)) {
      place = RandomStream.mix(place);
    }
    return place;
  }

  private @Nullable Step recurrent(DraftNode node) {
    List<RecurrentStep.Layer> layers = new ArrayList<>();
    List<String> makes = new ArrayList<>();
    List<DraftNode> drafts = node.layers();
    for (DraftNode layer : drafts) {
      RecurrentStep.Layer compiled = layer(layer);
      if (compiled == null) {
        return null;
      }
      layers.add(compiled);
      makes.addAll(layer == node ? layer.outputs : layer.outputs.subList(1, layer.outputs.size()));
    }
    Fact x = draft.fact(drafts.getFirst().input(RecurrentNode.X));
    return new RecurrentStep(
        draft.words(List.of(drafts.getFirst().input(RecurrentNode.X))),
        draft.words(named(makes)),
        x == null ? ElementType.FLOAT32 : x.type(),
        List.copyOf(layers));
  }

  private RecurrentStep.@Nullable Layer layer(DraftNode node) {
    LayerForm form = node.form;
    Fact x = draft.fact(node.input(RecurrentNode.X));
    RecurrentNode recurrent = (RecurrentNode) node.node;
    if (form == null || x == null) {
      return null;
    }
    Tensor w = draft.constants.get(node.input(RecurrentNode.W));
    Tensor r = draft.constants.get(node.input(RecurrentNode.R));
    Tensor b = draft.constants.get(node.input(RecurrentNode.B));
    Tensor p = draft.constants.get(node.input(RecurrentNode.P));
    boolean constant =
        w != null
            && r != null
            && (b != null || node.input(RecurrentNode.B).isEmpty())
            && (p != null || node.input(RecurrentNode.P).isEmpty());
    List<String> inputs = new ArrayList<>(node.inputs);
    if (constant) {
      for (int weight :
          List.of(RecurrentNode.W, RecurrentNode.R, RecurrentNode.B, RecurrentNode.P)) {
        if (weight < inputs.size()) {
          inputs.set(weight, "");
        }
      }
    }
    kept.addAll(inputs);
    List<Object> key =
        List.of(
            recurrent.cell(),
            form,
            node.input(RecurrentNode.W),
            node.input(RecurrentNode.R),
            node.input(RecurrentNode.B),
            node.input(RecurrentNode.P));
    try {
      RecurrentLayer layer = constant ? layers.get(key) : null;
      if (layer == null) {
        layer =
            constant
                ? RecurrentLayer.compile(recurrent.cell(), form, x.type(), w, r, b, p, packing)
                : RecurrentLayer.compile(
                    recurrent.cell(), form, x.type(), null, null, null, null, packing);
        packedBytes += layer.packedBytes();
        layers.put(key, layer);
      }
      return new RecurrentStep.Layer(
          node.node.name(),
          recurrent.cell(),
          form,
          layer,
          new Slots(inputs, slotOf),
          new Slots(node.outputs, slotOf),
          carries(node, RecurrentNode.INITIAL_H),
          layer.hasCellStates() && carries(node, RecurrentNode.INITIAL_C));
    } catch (CallEndedException | LimitExceededException e) {
      throw NodeErrors.at(NodeErrors.words(node.node.name(), recurrent.operator()), e);
    } catch (RuntimeException e) {
      findings.add(NodeErrors.finding(recurrent, e));
      return null;
    }
  }

  /** Whether a stream carries a state of a layer: calls do not bring the one it starts from. */
  private boolean carries(DraftNode layer, int port) {
    String initial = layer.input(port);
    if (initial.isEmpty() || draft.constants.containsKey(initial)) {
      return true;
    }
    if (given == null) {
      given = GivenValues.of(draft);
    }
    return !given.contains(initial);
  }
}
