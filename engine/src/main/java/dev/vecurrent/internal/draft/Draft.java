package dev.vecurrent.internal.draft;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.pack.StoredTypes;
import dev.vecurrent.tensor.Tensor;
import java.util.AbstractList;
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
public final class Draft {

  /** What is given; empty where a body does without it. */
  public final List<String> inputs;

  /** What is taken. */
  public final List<String> outputs;

  /** In an order in which each node reads what came before. */
  public final SequencedSet<DraftNode> nodes = new LinkedHashSet<>();

  public final Map<String, Tensor> constants = new HashMap<>();
  public final Map<String, Fact> facts = new HashMap<>();

  /** Values of which every element is known to be zero, whatever the shape. */
  public final Set<String> zeros = new HashSet<>();

  public final Map<String, Integer> folded = new TreeMap<>();
  public final Map<String, Integer> absorbed = new TreeMap<>();

  /** Who makes and reads a value: asked for in one place, because every pass starts with it. */
  private static final class Use {

    private @Nullable DraftNode maker;
    private final Set<DraftNode> readers = new LinkedHashSet<>();

    /** Inputs that read it. */
    private int reads;
  }

  private final Map<String, Use> uses = new HashMap<>();
  private final Set<String> outputNames = new HashSet<>();

  /** Every name in use, so that none is given twice. */
  public final Set<String> names = new HashSet<>();

  /** The symbols that dimensions may be; the same ones in bodies. */
  public final Symbols symbols;

  /** What operators compute with; the same ones in bodies. */
  public final Kernels kernels;

  /** What constants are in the file; the same in bodies. */
  public final StoredTypes stored;

  /** A graph that computes with some kernels. */
  public Draft(List<String> inputs, List<String> outputs, Kernels kernels) {
    this(inputs, outputs, new Symbols(), kernels, new StoredTypes());
  }

  /** A body of a graph. */
  public Draft(List<String> inputs, List<String> outputs, Draft outer) {
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
  public List<String> words(List<String> valueNames) {
    return new Words(valueNames.toArray(new String[0]), facts(valueNames), symbols);
  }

  /** Lines of a plan, written when they are read: most models never show theirs. */
  private static final class Words extends AbstractList<String> {

    private final String[] names;
    private final @Nullable Fact[] facts;
    private final Symbols symbols;

    Words(String[] names, @Nullable Fact[] facts, Symbols symbols) {
      this.names = names;
      this.facts = facts;
      this.symbols = symbols;
    }

    @Override
    public int size() {
      return names.length;
    }

    @Override
    public String get(int index) {
      Fact fact = facts[index];
      if (fact == null) {
        return "-";
      }
      int[] dims = fact.dims();
      if (dims == null) {
        return names[index] + ": " + fact.kind() + "[...]";
      }
      List<String> sizes = new ArrayList<>();
      for (int dim : dims) {
        sizes.add(symbols.word(dim));
      }
      return names[index] + ": " + fact.kind() + "[" + String.join(", ", sizes) + "]";
    }
  }

  /** Whether a node draws random numbers, be it in a body. */
  public boolean isRandom(DraftNode node) {
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
  public Set<String> randomOutputs() {
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
  public String newName(String like) {
    String name = like;
    for (int i = 2; !names.add(name); i++) {
      name = like + "#" + i;
    }
    return name;
  }

  /** Adds a constant, named like another. */
  public String constant(String like, Tensor tensor) {
    String name = newName(like);
    constants.put(name, tensor);
    facts.put(name, Fact.of(tensor));
    return name;
  }

  public boolean isOutput(String name) {
    return outputNames.contains(name);
  }

  @Nullable
  public Fact fact(String name) {
    return name.isEmpty() ? null : facts.get(name);
  }

  /** What is known of each of some values. */
  @Nullable
  public Fact[] facts(List<String> valueNames) {
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
  public void index() {
    uses.clear();
    for (DraftNode node : nodes) {
      for (DraftNode layer : node.stack) {
        noteInputs(layer, node);
      }
      noteInputs(node, node);
      for (String output : node.outputs) {
        noteMaker(output, node);
      }
    }
  }

  private void noteInputs(DraftNode layer, DraftNode node) {
    for (String input : layer.inputs) {
      noteReader(input, node);
    }
  }

  private Use use(String name) {
    Use known = uses.get(name);
    if (known == null) {
      known = new Use();
      uses.put(name, known);
    }
    return known;
  }

  private void noteReader(String name, DraftNode node) {
    if (!name.isEmpty()) {
      Use use = use(name);
      use.readers.add(node);
      use.reads++;
    }
  }

  private void noteMaker(String name, DraftNode node) {
    if (!name.isEmpty()) {
      use(name).maker = node;
    }
  }

  private void forgetReader(String name, DraftNode node) {
    Use use = uses.get(name);
    if (use != null) {
      use.reads--;
      if (!node.inputs.contains(name)) {
        use.readers.remove(node);
      }
    }
  }

  private void forgetMaker(String name, DraftNode node) {
    Use use = uses.get(name);
    if (use != null && use.maker == node) {
      use.maker = null;
    }
  }

  private int reads(String name) {
    Use use = uses.get(name);
    return use == null ? 0 : use.reads;
  }

  private Set<DraftNode> nodesThatRead(String name) {
    Use use = uses.get(name);
    return use == null ? Set.of() : use.readers;
  }

  /** How many inputs read a value; a graph output counts as one. */
  public int readers(String name) {
    return reads(name) + (isOutput(name) ? 1 : 0);
  }

  /** Whether a node reads a value; a graph output is no node. */
  public boolean isReadByNode(String name) {
    return reads(name) > 0;
  }

  /** The nodes that read a value. */
  public List<DraftNode> readersOf(String name) {
    return List.copyOf(nodesThatRead(name));
  }

  /**
   * The only node that reads a value, if it reads it once as its first input and nobody else does.
   */
  @Nullable
  public DraftNode onlyReader(String name) {
    DraftNode reader = loneReader(name);
    return reader != null && reader.input(0).equals(name) ? reader : null;
  }

  /** The only node that reads a value, if it reads it once and nobody else does. */
  @Nullable
  public DraftNode loneReader(String name) {
    if (name.isEmpty() || reads(name) != 1 || isOutput(name)) {
      return null;
    }
    for (DraftNode reader : nodesThatRead(name)) {
      return reader;
    }
    return null;
  }

  /** The node that makes a value, or {@code null} for an input or a constant. */
  @Nullable
  public DraftNode maker(String name) {
    Use use = uses.get(name);
    return use == null ? null : use.maker;
  }

  /** Lets a node read another value, or none where the name is empty. */
  public void setInput(DraftNode node, int index, String name) {
    String before = node.inputs.set(index, name);
    forgetReader(before, node);
    noteReader(name, node);
  }

  /** Lets a node make a value under another name. */
  public void setOutput(DraftNode node, int index, String name) {
    forgetMaker(node.outputs.set(index, name), node);
    noteMaker(name, node);
  }

  /** Takes a node out. */
  public void remove(DraftNode node) {
    nodes.remove(node);
    for (int i = 0; i < node.inputs.size(); i++) {
      setInput(node, i, "");
    }
    for (String output : node.outputs) {
      forgetMaker(output, node);
    }
  }

  /** Lets every reader of one value read another instead. */
  public void reroute(String from, String to) {
    for (DraftNode node : List.copyOf(nodesThatRead(from))) {
      for (int i = 0; i < node.inputs.size(); i++) {
        if (node.inputs.get(i).equals(from)) {
          setInput(node, i, to);
        }
      }
    }
  }

  public void countFolded(DraftNode node) {
    Counts.add(folded, node.node.operator(), 1);
  }

  public void countAbsorbed(DraftNode node) {
    Counts.add(absorbed, node.node.operator(), 1);
  }
}
