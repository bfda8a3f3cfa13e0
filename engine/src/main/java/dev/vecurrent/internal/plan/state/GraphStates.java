package dev.vecurrent.internal.plan.state;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Counts;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.GraphState;
import dev.vecurrent.spec.InputRole;
import dev.vecurrent.spec.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which outputs of a graph are the next values of which of its inputs. What nodes do tells it: a
 * layer that starts from the input, a count, a cache whose end is kept. Where that tells nothing,
 * names do of an output that depends on the input.
 */
public final class GraphStates {

  /** The most pairs of an input and an output: real models have few, and pairs multiply. */
  private static final int MOST_PAIRS = 1 << 18;

  /** The most words of sets of inputs that values may depend on. */
  private static final long MOST_WORDS = 1 << 22;

  private final Draft draft;
  private final Graph graph;
  private final Map<String, InputRole> roles;
  private final Map<String, ValueInfo> inputs;
  private final Dependences dependences;
  private final LayerOrigins layers = new LayerOrigins();
  private final Origins origins;

  /** The input of each output that has one. */
  private final Map<String, String> found = new HashMap<>();

  private GraphStates(
      Draft draft, Graph graph, Map<String, InputRole> roles, Map<String, ValueInfo> inputs) {
    this.draft = draft;
    this.graph = graph;
    this.roles = roles;
    this.inputs = inputs;
    Map<String, Integer> bits = new HashMap<>();
    for (String input : inputs.keySet()) {
      bits.put(input, bits.size());
    }
    this.dependences = new Dependences(draft.inputs, bits);
    this.origins = Origins.of(draft, dependences, layers);
  }

  /**
   * The states of a graph, in the order of its outputs.
   *
   * @param draft the graph as it will run
   * @param graph its inputs and outputs, with types and shapes as far as they are known
   * @param roles what layers tell about inputs
   */
  public static List<GraphState> find(Draft draft, Graph graph, Map<String, InputRole> roles) {
    Map<String, ValueInfo> inputs = candidates(draft, graph, roles);
    if (inputs.isEmpty()) {
      return List.of();
    }
    Map<String, Integer> sizes = new HashMap<>();
    for (String input : inputs.keySet()) {
      sizes.put(input, 0);
    }
    if (Dependences.words(sizes) * size(draft) > MOST_WORDS) {
      return List.of();
    }
    GraphStates states = new GraphStates(draft, graph, roles, inputs);
    states.byStructure();
    states.byNames();
    return states.list();
  }

  /** The inputs that some output fits, but for those that say how long sequences are. */
  private static Map<String, ValueInfo> candidates(
      Draft draft, Graph graph, Map<String, InputRole> roles) {
    Map<String, ValueInfo> candidates = new LinkedHashMap<>();
    if ((long) graph.inputs().size() * graph.outputs().size() > MOST_PAIRS) {
      return candidates;
    }
    for (ValueInfo input : graph.inputs()) {
      InputRole.Kind kind = roles.getOrDefault(input.name(), InputRole.UNKNOWN).kind();
      boolean open = kind == InputRole.Kind.STATE || kind == InputRole.Kind.OTHER;
      for (ValueInfo output : open ? graph.outputs() : List.<ValueInfo>of()) {
        if (fits(draft, input, output)) {
          candidates.put(input.name(), input);
          break;
        }
      }
    }
    return candidates;
  }

  private static boolean fits(Draft draft, ValueInfo input, ValueInfo output) {
    int[] dims = AxisMoves.dims(draft, output.name());
    return StateShapes.fit(input, output) && (dims == null || StateShapes.fit(input, dims));
  }

  /** The number of values in a draft and its bodies. */
  private static long size(Draft draft) {
    long values = draft.inputs.size();
    for (DraftNode node : draft.nodes) {
      values += node.outputs.size() + node.stack.size();
      for (Draft body : node.bodies.values()) {
        values += size(body);
      }
    }
    return values;
  }

  private void byStructure() {
    Map<String, List<ValueInfo>> claims = new LinkedHashMap<>();
    for (ValueInfo output : graph.outputs()) {
      String input = next(output);
      if (!input.isEmpty()) {
        Counts.list(claims, input).add(output);
      }
    }
    for (Map.Entry<String, List<ValueInfo>> claim : claims.entrySet()) {
      String output = only(claim.getKey(), claim.getValue());
      if (!output.isEmpty()) {
        found.put(output, claim.getKey());
      }
    }
  }

  /** The input whose next state an output is; empty where it is none. */
  private String next(ValueInfo output) {
    Origin origin = origins.of(output.name());
    ValueInfo input = origin == null ? null : inputs.get(origin.input);
    if (origin == null || input == null) {
      return "";
    }
    boolean named = StateNames.match(input.name(), output.name(), false);
    boolean length =
        origin.counts && (StateNames.isLength(input.name()) || StateNames.isLength(output.name()));
    boolean is =
        origin.isNext() && origin.keepsAxes() && fits(draft, input, output) && (named || !length);
    return is ? input.name() : "";
  }

  /** The output that is the state where several may be; empty where nothing tells it. */
  private String only(String input, List<ValueInfo> outputs) {
    List<String> named = new ArrayList<>();
    Set<String> leaves = new HashSet<>();
    for (ValueInfo output : outputs) {
      Origin origin = origins.of(output.name());
      leaves.add(origin == null ? "" : origin.leaf);
      if (StateNames.match(input, output.name(), false)) {
        named.add(output.name());
      }
    }
    if (outputs.size() > 1 && named.size() == 1) {
      return named.getFirst();
    }
    // Outputs that are one value are all the state; frameworks put states behind answers.
    boolean same = outputs.size() == 1 || (leaves.size() == 1 && !leaves.contains(""));
    return same ? outputs.getLast().name() : "";
  }

  /** Where each name of an input and an output says that it is that of the other, and no other. */
  private void byNames() {
    Map<String, String> matches = new HashMap<>();
    Map<String, Integer> ofInput = new HashMap<>();
    Map<String, Integer> ofOutput = new HashMap<>();
    Set<String> taken = new HashSet<>(found.values());
    for (ValueInfo output : graph.outputs()) {
      if (found.containsKey(output.name())) {
        continue;
      }
      for (ValueInfo input : inputs.values()) {
        if (!taken.contains(input.name()) && isNamedState(input, output)) {
          matches.put(output.name(), input.name());
          Counts.add(ofInput, input.name(), 1);
          Counts.add(ofOutput, output.name(), 1);
        }
      }
    }
    for (Map.Entry<String, String> match : matches.entrySet()) {
      if (ofOutput.getOrDefault(match.getKey(), 0) == 1
          && ofInput.getOrDefault(match.getValue(), 0) == 1) {
        found.put(match.getKey(), match.getValue());
      }
    }
  }

  private boolean isNamedState(ValueInfo input, ValueInfo output) {
    boolean overTime = false;
    for (Dimension dim : input.shape().orElse(List.of())) {
      overTime |= dim.isNamedAsTime();
    }
    return fits(draft, input, output)
        && dependences.isOn(output.name(), input.name())
        && StateNames.match(input.name(), output.name(), overTime);
  }

  private List<GraphState> list() {
    BatchAxes axes = new BatchAxes(graph, roles, new HashSet<>(found.values()));
    List<GraphState> states = new ArrayList<>();
    for (ValueInfo output : graph.outputs()) {
      ValueInfo input = inputs.get(found.getOrDefault(output.name(), ""));
      if (input != null) {
        int axis = batchAxis(axes, input, origins.of(output.name()));
        states.add(new GraphState(input.name(), output.name(), axis));
      }
    }
    return List.copyOf(states);
  }

  private int batchAxis(BatchAxes axes, ValueInfo input, @Nullable Origin origin) {
    int told = layers.batchAxis(input.name());
    int axis = told >= 0 ? told : axes.of(input);
    boolean fixed =
        origin != null
            && origin.input.equals(input.name())
            && origin.kind == Origin.Kind.NEW
            && !origin.counts;
    return axis >= 0 || !fixed ? axis : BatchAxes.onlyFree(input);
  }
}
