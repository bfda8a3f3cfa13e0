package dev.vecurrent.internal.plan;

import static dev.vecurrent.spec.RecurrentNode.B;
import static dev.vecurrent.spec.RecurrentNode.INITIAL_C;
import static dev.vecurrent.spec.RecurrentNode.INITIAL_H;
import static dev.vecurrent.spec.RecurrentNode.P;
import static dev.vecurrent.spec.RecurrentNode.R;
import static dev.vecurrent.spec.RecurrentNode.SEQUENCE_LENS;
import static dev.vecurrent.spec.RecurrentNode.W;
import static dev.vecurrent.spec.RecurrentNode.X;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.exec.LayerForm;
import dev.vecurrent.internal.exec.RecurrentLayer;
import dev.vecurrent.internal.exec.RecurrentSession;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** One recurrent layer, or several of which each reads the one before it. */
record RecurrentStep(List<String> reads, List<String> makes, ElementType type, List<Layer> layers)
    implements Step {

  /** A layer of the stack and where its values are. */
  record Layer(
      String name,
      Cell cell,
      LayerForm form,
      RecurrentLayer compiled,
      Slots inputs,
      Slots outputs) {}

  /** Marks the slots that layers write to. */
  void markMade(boolean[] slots) {
    layers.forEach(layer -> layer.outputs().mark(slots));
  }

  /** The slot of the first layer's X. */
  int xSlot() {
    return layers.getFirst().inputs().slot(X);
  }

  @Override
  public String operator() {
    return layers.size() == 1
        ? layers.getFirst().cell().operator()
        : "Stack of " + layers.size() + " " + layers.getFirst().cell().operator();
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
          "X "
              + (layer.form().xBatchMajor() ? "[N, T, I]" : "[T, N, I]")
              + ", Y "
              + order(layer.form()));
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
  public Step.Run newRun() {
    return new Running(this);
  }

  private static final class Running implements Step.Run {

    private final List<Layer> layers;
    private final RecurrentSession[] sessions;
    private final Tensor[] between;

    Running(RecurrentStep step) {
      layers = step.layers;
      sessions = new RecurrentSession[layers.size()];
      between = new Tensor[layers.size() - 1];
      for (int i = 0; i < sessions.length; i++) {
        sessions[i] = layers.get(i).compiled().newSession();
      }
      for (int i = 0; i < between.length; i++) {
        between[i] = Tensor.growable(step.type);
      }
    }

    @Override
    public void run(@Nullable Tensor[] values) {
      for (int i = 0; i < sessions.length; i++) {
        Layer layer = layers.get(i);
        Slots in = layer.inputs();
        Slots out = layer.outputs();
        Tensor x = i == 0 ? in.pick(values, X) : between[i - 1];
        if (x == null) {
          throw new IllegalArgumentException("node '" + layer.name() + "': X is missing");
        }
        try {
          sessions[i].run(
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
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "node '" + layer.name() + "' (" + layer.cell().operator() + "): " + e.getMessage(),
              e);
        }
      }
    }

    @Override
    public void carryState(boolean carry) {
      for (RecurrentSession session : sessions) {
        session.carryState(carry);
      }
    }

    @Override
    public void reset() {
      for (RecurrentSession session : sessions) {
        session.reset();
      }
    }
  }
}
