package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.pack.StoredTypes;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;

/** A graph, or the body of a node, while passes work on it. */
final class Draft {

  /** What is given; empty where a body does without it. */
  final List<String> inputs;

  /** What is taken. */
  final List<String> outputs;

  /** In an order in which each node reads what came before. */
  final SequencedSet<DraftNode> nodes = new LinkedHashSet<>();

  final Map<String, Tensor> constants = new HashMap<>();
  final Map<String, Fact> facts = new HashMap<>();

  /** Values of which every element is known to be zero, whatever the shape. */
  final Set<String> zeros = new HashSet<>();

  final Map<String, Integer> folded = new TreeMap<>();
  final Map<String, Integer> absorbed = new TreeMap<>();

  private final Map<String, DraftNode> makers = new HashMap<>();
  private final Map<String, Set<DraftNode>> readers = new HashMap<>();
  private final Map<String, Integer> readCounts = new HashMap<>();
  private final Set<String> outputNames = new HashSet<>();

  /** Every name in use, so that none is given twice. */
  final Set<String> names = new HashSet<>();

  /** The symbols that dimensions may be; the same ones in bodies. */
  final Symbols symbols;

  /** What operators compute with; the same ones in bodies. */
  final Kernels kernels;

  /** What constants are in the file; the same in bodies. */
  final StoredTypes stored;

  /** A graph that computes with some kernels. */
  Draft(List<String> inputs, List<String> outputs, Kernels kernels) {
    this(inputs, outputs, new Symbols(), kernels, new StoredTypes());
  }

  /** A body of a graph. */
  Draft(List<String> inputs, List<String> outputs, Draft outer) {
    this(inputs, outputs, outer.symbols, outer.kernels, outer.stored);
  }

  private Draft(
      List<String> inputs,
      List<String> outputs,
      Symbols symbols,
      Kernels kernels,
      StoredTypes stored) {
    this.symbols = symbols;
    this.kernels = kernels;
    this.stored = stored;
    this.inputs = new ArrayList<>(inputs);
    this.outputs = List.copyOf(outputs);
    outputNames.addAll(outputs);
  }

  /** Values with what is known of them, in words. */
  List<String> words(List<String> valueNames) {
    List<String> words = new ArrayList<>();
    for (String name : valueNames) {
      words.add(word(name));
    }
    return List.copyOf(words);
  }

  private String word(String name) {
    Fact fact = fact(name);
    if (fact == null) {
      return "-";
    }
    int[] dims = fact.dims();
    if (dims == null) {
      return name + ": " + fact.kind() + "[...]";
    }
    List<String> sizes = new ArrayList<>();
    for (int dim : dims) {
      sizes.add(symbols.word(dim));
    }
    return name + ": " + fact.kind() + "[" + String.join(", ", sizes) + "]";
  }

  /** Whether a node draws random numbers, be it in a body. */
  boolean isRandom(DraftNode node) {
    Operator operator = node.operator;
    if (operator == null) {
      for (Draft body : node.bodies.values()) {
        if (body.hasRandom()) {
          return true;
        }
      }
      return false;
    }
    return operator.isRandom(facts(node.inputs));
  }

  private boolean hasRandom() {
    for (DraftNode node : nodes) {
      if (isRandom(node)) {
        return true;
      }
    }
    return false;
  }

  /** The outputs whose elements depend on random numbers. */
  Set<String> randomOutputs() {
    Set<String> random = new HashSet<>();
    for (DraftNode node : nodes) {
      for (DraftNode layer : node.layers()) {
        if (isRandom(layer) || !Collections.disjoint(layer.inputs, random)) {
          random.addAll(layer.outputs);
          random.remove("");
        }
      }
    }
    random.retainAll(outputNames);
    return random;
  }

  /** A name that nothing has yet. */
  String newName(String like) {
    String name = like;
    for (int i = 2; !names.add(name); i++) {
      name = like + "#" + i;
    }
    return name;
  }

  boolean isOutput(String name) {
    return outputNames.contains(name);
  }

  @Nullable
  Fact fact(String name) {
    return name.isEmpty() ? null : facts.get(name);
  }

  /** What is known of each of some values. */
  @Nullable
  Fact[] facts(List<String> valueNames) {
    @Nullable Fact[] known = new Fact[valueNames.size()];
    for (int i = 0; i < known.length; i++) {
      known[i] = fact(valueNames.get(i));
    }
    return known;
  }

  /**
   * Notes who makes and reads what; passes then change nodes only through this draft. A step reads
   * what each of its stacked layers reads.
   */
  void index() {
    makers.clear();
    readers.clear();
    readCounts.clear();
    for (DraftNode node : nodes) {
      for (DraftNode layer : node.layers()) {
        for (String input : layer.inputs) {
          noteReader(input, node);
        }
      }
      for (String output : node.outputs) {
        noteMaker(output, node);
      }
    }
  }

  private void noteReader(String name, DraftNode node) {
    if (!name.isEmpty()) {
      readers.computeIfAbsent(name, _ -> new LinkedHashSet<>()).add(node);
      Counts.add(readCounts, name, 1);
    }
  }

  private void noteMaker(String name, DraftNode node) {
    if (!name.isEmpty()) {
      makers.put(name, node);
    }
  }

  private void forgetReader(String name, DraftNode node) {
    Set<DraftNode> known = readers.get(name);
    if (known != null) {
      Counts.add(readCounts, name, -1);
      if (!node.inputs.contains(name)) {
        known.remove(node);
      }
    }
  }

  /** How many inputs read a value; a graph output counts as one. */
  int readers(String name) {
    return readCounts.getOrDefault(name, 0) + (isOutput(name) ? 1 : 0);
  }

  /** Whether a node reads a value; a graph output is no node. */
  boolean isReadByNode(String name) {
    return readCounts.getOrDefault(name, 0) > 0;
  }

  /**
   * The only node that reads a value, if it reads it once as its first input and nobody else does.
   */
  @Nullable
  DraftNode onlyReader(String name) {
    DraftNode reader = loneReader(name);
    return reader != null && reader.input(0).equals(name) ? reader : null;
  }

  /** The only node that reads a value, if it reads it once and nobody else does. */
  @Nullable
  DraftNode loneReader(String name) {
    if (name.isEmpty() || readCounts.getOrDefault(name, 0) != 1 || isOutput(name)) {
      return null;
    }
    for (DraftNode reader : readers.getOrDefault(name, Set.of())) {
      return reader;
    }
    return null;
  }

  /** The node that makes a value, or {@code null} for an input or a constant. */
  @Nullable
  DraftNode maker(String name) {
    return makers.get(name);
  }

  /** Lets a node read another value, or none where the name is empty. */
  void setInput(DraftNode node, int index, String name) {
    String before = node.inputs.set(index, name);
    forgetReader(before, node);
    noteReader(name, node);
  }

  /** Lets a node make a value under another name. */
  void setOutput(DraftNode node, int index, String name) {
    makers.remove(node.outputs.set(index, name), node);
    noteMaker(name, node);
  }

  /** Takes a node out. */
  void remove(DraftNode node) {
    nodes.remove(node);
    for (int i = 0; i < node.inputs.size(); i++) {
      setInput(node, i, "");
    }
    for (String output : node.outputs) {
      makers.remove(output, node);
    }
  }

  /** Lets every reader of one value read another instead. */
  void reroute(String from, String to) {
    for (DraftNode node : List.copyOf(readers.getOrDefault(from, Set.of()))) {
      for (int i = 0; i < node.inputs.size(); i++) {
        if (node.inputs.get(i).equals(from)) {
          setInput(node, i, to);
        }
      }
    }
  }

  void countFolded(DraftNode node) {
    Counts.add(folded, node.node.operator(), 1);
  }

  void countAbsorbed(DraftNode node) {
    Counts.add(absorbed, node.node.operator(), 1);
  }
}
