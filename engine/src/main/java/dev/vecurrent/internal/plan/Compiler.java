package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.exec.LayerForm;
import dev.vecurrent.internal.exec.RecurrentLayer;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.op.Fact;
import dev.vecurrent.internal.op.Operator;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.ModelRefusedException;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs the passes, then makes steps of what is left. */
public final class Compiler {

  private final Draft draft;
  private final Kernels kernels;
  private final List<Finding> findings;
  private final Map<String, Integer> slotOf;
  private final SlotPlan slots;

  /** Constants that steps read as they are: not only packed into a layer. */
  private final Set<String> kept = new HashSet<>();

  private long packedBytes;

  private Compiler(Draft draft, Kernels kernels, List<Finding> findings) {
    this.draft = draft;
    this.kernels = kernels;
    this.findings = findings;
    this.slots = SlotPlan.of(draft);
    this.slotOf = slots.slotOf();
  }

  /**
   * Compiles a graph.
   *
   * @param vector whether to use the vector twin where it is available
   * @param foldedBytes the most bytes that folding may add
   * @param valueBytes the most bytes of one value in a run
   * @throws ModelRefusedException with every finding
   */
  public static Compiled compile(Graph graph, boolean vector, long foldedBytes, long valueBytes) {
    List<Finding> findings = new ArrayList<>();
    Draft draft = Binding.bind(graph, findings);
    Folding.fold(draft, foldedBytes, findings);
    refuse(graph, findings);
    NoOps.drop(draft);
    DeadCode.drop(draft);
    CellPatterns.fuse(draft);
    Glue.absorb(draft);
    DeadCode.drop(draft);
    Stacking.stack(draft);
    DeadCode.drop(draft);
    Compiler compiler =
        new Compiler(draft, vector ? Kernels.quickStart() : Kernels.scalar(), findings);
    Compiled compiled = compiler.assemble(valueBytes);
    refuse(graph, findings);
    return compiled;
  }

  private static void refuse(Graph graph, List<Finding> findings) {
    if (!findings.isEmpty()) {
      throw new ModelRefusedException(
          graph.name().isEmpty() ? "model" : graph.name(), List.copyOf(findings));
    }
  }

  private Compiled assemble(long valueBytes) {
    List<Step> steps = new ArrayList<>();
    for (DraftNode node : draft.nodes) {
      Step step = node.isRecurrent() ? recurrent(node) : operator(node);
      if (step != null) {
        steps.add(step);
      }
    }
    draft.graph.outputs().forEach(output -> kept.add(output.name()));
    long parameters = 0;
    long constantBytes = 0;
    Map<Integer, Tensor> constants = new HashMap<>();
    for (Map.Entry<String, Tensor> entry : draft.constants.entrySet()) {
      Tensor tensor = entry.getValue();
      parameters += tensor.type().isFloatingPoint() ? tensor.size() : 0;
      if (kept.contains(entry.getKey())) {
        constants.put(slot(entry.getKey()), tensor);
        constantBytes += (long) tensor.size() * tensor.type().bytes();
      }
    }
    return new Compiled(
        draft.graph,
        List.copyOf(steps),
        List.copyOf(slots.types()),
        Map.copyOf(constants),
        valueBytes,
        draft.graph.inputs().stream().map(input -> slot(input.name())).toList(),
        draft.graph.outputs().stream().map(ValueInfo::name).map(this::slot).toList(),
        parameters,
        packedBytes,
        constantBytes,
        Map.copyOf(draft.folded),
        Map.copyOf(draft.absorbed),
        slots.values(),
        InputLayouts.find(draft));
  }

  private int slot(String name) {
    return slotOf.getOrDefault(name, -1);
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
    Operator bound = node.operator.withConstants(constants, kernels);
    packedBytes += bound.packedBytes();
    return new OperatorStep(
        node.node.operator(),
        node.node.name(),
        words(node.inputs),
        words(node.outputs),
        bound,
        new Slots(node.inputs, slotOf),
        new Slots(node.outputs, slotOf));
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
        words(List.of(drafts.getFirst().input(RecurrentNode.X))),
        words(makes.stream().filter(name -> !name.isEmpty()).toList()),
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
    try {
      RecurrentLayer layer =
          constant
              ? RecurrentLayer.compile(recurrent.cell(), form, x.type(), w, r, b, p, kernels)
              : RecurrentLayer.compile(
                  recurrent.cell(), form, x.type(), null, null, null, null, kernels);
      packedBytes += layer.packedBytes();
      return new RecurrentStep.Layer(
          node.node.name(),
          recurrent.cell(),
          form,
          layer,
          new Slots(inputs, slotOf),
          new Slots(node.outputs, slotOf));
    } catch (IllegalArgumentException e) {
      findings.add(
          new Finding(
              node.node.name(), recurrent.operator(), "", "", String.valueOf(e.getMessage())));
      return null;
    }
  }

  private List<String> words(List<String> names) {
    return names.stream().map(this::word).toList();
  }

  private String word(String name) {
    Fact fact = draft.fact(name);
    if (fact == null) {
      return "-";
    }
    int[] dims = fact.dims();
    if (dims == null) {
      return name + ": " + fact.type() + "[...]";
    }
    List<String> sizes = new ArrayList<>();
    for (int dim : dims) {
      sizes.add(dim == Fact.UNKNOWN ? "?" : Integer.toString(dim));
    }
    return name + ": " + fact.type() + "[" + String.join(", ", sizes) + "]";
  }
}
