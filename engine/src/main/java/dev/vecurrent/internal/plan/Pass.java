package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.plan.cell.CellChains;
import java.util.List;

/**
 * A pass of the compiler.
 *
 * @param name of the class that does it
 * @param what it does, in one sentence
 * @param stage when it runs
 */
record Pass(String name, String what, Stage stage) {

  /** When a pass runs, and on what. */
  enum Stage {
    /** Once, on the whole model. Bodies are read by the passes themselves. */
    READ("the model"),
    /** On the model's graph, then on each body that is left in it. */
    REWRITE("each graph and body"),
    /** Once, on the model's graph as the steps will run it. */
    ASK("the model's graph"),
    /** On each graph and body, when its steps are made. */
    PLACE("each graph and body");

    private final String scope;

    Stage(String scope) {
      this.scope = scope;
    }

    /** What a pass of this stage sees, in words. */
    String scope() {
      return scope;
    }
  }

  private static final String DEAD = "Nodes that nobody reads go.";

  /** All passes in the order in which they run. */
  static final List<Pass> ALL =
      List.of(
          new Pass("Binding", "Operators are bound to nodes, and names to values.", Stage.READ),
          new Pass(
              "Folding",
              "Types, shapes and small integers are followed, and constant sub-graphs become"
                  + " constants within a budget.",
              Stage.READ),
          rewrite("NoOps", "Nodes that hand on their first input unchanged go."),
          rewrite("DeadCode", DEAD),
          rewrite(
              "CellPatterns",
              "Steps of LSTM and GRU cells that an exporter wrote out become layers of one step."),
          rewrite("CellChains", "Steps of a cell over all elements of a sequence become a layer."),
          rewrite(
              "CellLoops", "Loops and Scans that only step such a cell over time become layers."),
          rewrite(
              "Glue",
              "Transpositions, squeezes and reshapes around a layer become how it reads X and"
                  + " writes Y, and zero initial states go."),
          rewrite(
              "Reversals", "A layer between two nodes that turn sequences around reads backwards."),
          rewrite("Glue", "What stood outside of those two becomes part of the layer."),
          rewrite(
              "Pairing", "A forward and a backward layer side by side become a bidirectional one."),
          rewrite("DeadCode", DEAD),
          rewrite("Stacking", "Layers of which each reads only the one before become one step."),
          rewrite("DeadCode", DEAD),
          rewrite("Views", "Transpositions that move no element become views."),
          rewrite(
              "Epilogues",
              "A bias and element-wise nodes after a product or convolution become its epilogue."),
          rewrite(
              "Chains",
              "Element-wise nodes of which each alone reads the one before become one step."),
          new Pass(
              "TimeAxes",
              "Axes are followed from inputs to outputs: layers tell which are time and batch, and"
                  + " nodes that mix time steps are noted.",
              Stage.ASK),
          new Pass(
              "GraphStates",
              "Outputs that are the next values of inputs are found: states of layers, counts and"
                  + " caches.",
              Stage.ASK),
          new Pass(
              "SlotPlan",
              "Each value gets a slot, which later values take over once its readers have run.",
              Stage.PLACE));

  private static Pass rewrite(String name, String what) {
    return new Pass(name, what, Stage.REWRITE);
  }

  /** Runs the passes of a stage in their order. */
  static void run(Stage stage, Compilation compilation) {
    for (Pass pass : ALL) {
      if (pass.stage() == stage) {
        pass.run(compilation);
      }
    }
  }

  private void run(Compilation compilation) {
    switch (name) {
      case "Binding" -> compilation.bind();
      case "Folding" -> compilation.fold();
      case "NoOps" -> NoOps.drop(compilation.draft());
      case "DeadCode" -> DeadCode.drop(compilation.draft());
      case "CellPatterns" -> compilation.fuseCells();
      case "CellChains" -> CellChains.replace(compilation.draft());
      case "CellLoops" -> compilation.replaceLoops();
      case "Glue" -> Glue.absorb(compilation.draft());
      case "Reversals" -> Reversals.absorb(compilation.draft());
      case "Pairing" -> compilation.pair();
      case "Stacking" -> Stacking.stack(compilation.draft());
      case "Views" -> Views.find(compilation.draft());
      case "Epilogues" -> Epilogues.fuse(compilation.draft());
      case "Chains" -> Chains.fuse(compilation.draft());
      case "TimeAxes" -> compilation.findTime();
      case "GraphStates" -> compilation.findStates();
      case "SlotPlan" -> compilation.place();
      default -> throw new IllegalStateException("there is no pass " + name);
    }
  }
}
