package dev.vecurrent.internal.run;

import static dev.vecurrent.spec.RecurrentNode.B;
import static dev.vecurrent.spec.RecurrentNode.INITIAL_C;
import static dev.vecurrent.spec.RecurrentNode.INITIAL_H;
import static dev.vecurrent.spec.RecurrentNode.P;
import static dev.vecurrent.spec.RecurrentNode.R;
import static dev.vecurrent.spec.RecurrentNode.SEQUENCE_LENS;
import static dev.vecurrent.spec.RecurrentNode.W;
import static dev.vecurrent.spec.RecurrentNode.X;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.Printable;
import dev.vecurrent.internal.exec.LayerForm;
import dev.vecurrent.internal.exec.RecurrentLayer;
import dev.vecurrent.internal.exec.RecurrentSession;
import dev.vecurrent.internal.exec.Splits;
import dev.vecurrent.internal.exec.Wavefront;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.state.CarriedStates;
import dev.vecurrent.internal.state.StateColumn;
import dev.vecurrent.internal.state.StateTable;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;
import java.util.ArrayList;
import java.util.List;

/** One recurrent layer, or several of which each reads the one before it. */
public record RecurrentStep(
    List<String> reads, List<String> makes, ElementType type, List<Layer> layers) implements Step {

  /**
   * A layer of the stack and where its values are.
   *
   * @param carriesH whether a stream carries its hidden states: calls do not bring them
   * @param carriesC whether it carries its cell states, likewise
   */
  public record Layer(
      String name,
      Cell cell,
      LayerForm form,
      RecurrentLayer compiled,
      Slots inputs,
      Slots outputs,
      boolean carriesH,
      boolean carriesC) {

    /** Shows a name of a file on one line. */
    public Layer {
      name = Printable.line(name);
    }
  }

  @Override
  public void markRead(boolean[] slots) {
    for (Layer layer : layers) {
      layer.inputs().mark(slots);
    }
  }

  @Override
  public void markMade(boolean[] slots) {
    for (Layer layer : layers) {
      layer.outputs().mark(slots);
    }
  }

  /** Whether a layer reads final states of one below: it can only start when that one has ended. */
  private boolean readsOwnStates() {
    for (int i = 1; i < layers.size(); i++) {
      for (int below = 0; below < i; below++) {
        if (layers.get(i).inputs().sharesWith(layers.get(below).outputs())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether there are layers over sequences, and not one step of a cell. */
  boolean isOverTime() {
    return !layers.getFirst().form().oneStep();
  }

  @Override
  public String operator() {
    if (!isOverTime()) {
      return layers.getFirst().cell().operator() + "Cell";
    }
    List<String> cells = layers.stream().map(layer -> layer.cell().operator()).distinct().toList();
    return layers.size() == 1
        ? cells.getFirst()
        : "Stack of " + layers.size() + " " + String.join(" and ", cells);
  }

  @Override
  public String name() {
    return String.join(" + ", layers.stream().map(Layer::name).toList());
  }

  @Override
  public List<String> details() {
    List<String> lines = new ArrayList<>();
    for (Layer layer : layers) {
      lines.add(layer.compiled().describe());
      lines.add(
          isOverTime()
              ? "X "
                  + (layer.form().xBatchMajor() ? "[N, T, I]" : "[T, N, I]")
                  + ", Y "
                  + order(layer.form())
              : "a step that was written out: X [N, I], states [N, H]");
    }
    String splits =
        Splits.describe(layers.stream().map(Layer::compiled).toList(), !readsOwnStates());
    if (!splits.isEmpty()) {
      lines.add(splits);
    }
    return lines;
  }

  private static String order(LayerForm form) {
    return switch (form.yOrder()) {
      case T_D_N_H -> "[T, D, N, H]";
      case T_N_DH -> "[T, N, D*H]";
      case N_T_D_H -> "[N, T, D, H]";
      case N_T_DH -> "[N, T, D*H]";
    };
  }

  @Override
  public Step.Run newRun(Team team, Bounds bounds) {
    return new Running(this, team, bounds);
  }

  private static final class Running implements Step.Run {

    private final Layer[] layers;
    private final RecurrentSession[] sessions;
    private final Tensor[] between;
    private final ElementType type;

    /** How all layers run at the same time; {@code null} where they cannot. */
    private final @Nullable Wavefront wavefront;

    Running(RecurrentStep step, Team team, Bounds bounds) {
      type = step.type;
      layers = step.layers.toArray(new Layer[0]);
      sessions = new RecurrentSession[layers.length];
      between = new Tensor[layers.length - 1];
      for (int i = 0; i < sessions.length; i++) {
        sessions[i] = layers[i].compiled().newSession(team, bounds);
      }
      for (int i = 0; i < between.length; i++) {
        between[i] = Tensor.growable(step.type, bounds.budget().values());
      }
      wavefront = step.readsOwnStates() ? null : Wavefront.of(sessions, team);
    }

    @Override
    public void run(@Nullable Value[] values) {
      Wavefront together = wavefront;
      if (together == null) {
        for (int i = 0; i < sessions.length; i++) {
          begin(i, values);
          execute(i);
        }
        return;
      }
      for (int i = 0; i < sessions.length; i++) {
        begin(i, values);
      }
      if (runTogether(together)) {
        return;
      }
      for (int i = 0; i < sessions.length; i++) {
        execute(i);
      }
    }

    private void begin(int i, @Nullable Value[] values) {
      Layer layer = layers[i];
      Slots in = layer.inputs();
      Slots out = layer.outputs();
      Tensor x = i == 0 ? in.pick(values, X) : between[i - 1];
      if (x == null) {
        throw new IllegalArgumentException("node '" + layer.name() + "': X is missing");
      }
      try {
        sessions[i].begin(
            x,
            in.pick(values, W),
            in.pick(values, R),
            in.pick(values, B),
            in.pick(values, P),
            in.pick(values, SEQUENCE_LENS),
            in.pick(values, INITIAL_H),
            in.pick(values, INITIAL_C),
            i < between.length ? between[i] : out.pick(values, 0),
            out.pick(values, 1),
            out.pick(values, 2));
      } catch (RuntimeException e) {
        throw failed(layer, e);
      }
    }

    private void execute(int i) {
      try {
        sessions[i].execute();
      } catch (RuntimeException e) {
        throw failed(layers[i], e);
      }
    }

    private boolean runTogether(Wavefront together) {
      try {
        return together.run();
      } catch (RuntimeException e) {
        throw failed(layers[0], e);
      }
    }

    private static RuntimeException failed(Layer layer, RuntimeException e) {
      return NodeErrors.at(NodeErrors.words(layer.name(), layer.cell().operator()), e);
    }

    @Override
    public long bytes() {
      long bytes = 0;
      for (RecurrentSession session : sessions) {
        bytes += session.bytes();
      }
      for (Tensor tensor : between) {
        bytes += SlotType.bytes(tensor);
      }
      return bytes;
    }

    @Override
    public void carry(StateTable table) {
      for (int i = 0; i < sessions.length; i++) {
        if (!layers[i].form().oneStep()) {
          sessions[i].carry(states(layers[i], table));
        }
      }
    }

    private CarriedStates states(Layer layer, StateTable table) {
      String name = layer.name().isEmpty() ? layer.cell().operator() : layer.name();
      StateColumn h = layer.carriesH() ? table.column(name + " h", type) : null;
      StateColumn c = layer.carriesC() ? table.column(name + " c", type) : null;
      return new CarriedStates(table, h, c);
    }
  }
}
