package dev.vecurrent.internal.plan.cell;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.exec.LayerForm;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.plan.cell.CellMatch.Gate;
import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.RecurrentNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Steps of an LSTM or a GRU that an exporter wrote out become layers of one step: PyTorch's {@code
 * LSTMCell} and {@code GRUCell}, Keras's and TensorFlow's cells.
 *
 * <pre>
 *   LSTM   i, f, o = f(sum)   g = g(sum)
 *          c' = f ⊙ c + i ⊙ g        h' = o ⊙ h(c')
 *   GRU    z, r = f(sum)
 *          n = g(sum of x + r ⊙ sum of h), or g(sum of x and r ⊙ h)
 *          h' = (h - n) ⊙ z + n, or (1 - z) ⊙ n + z ⊙ h
 * </pre>
 *
 * <p>A sum is a product of x, a product of h and any biases ({@link AffineSum}). Operands of sums
 * and products may come in any order, and gates, too. What is replaced must be read by nobody else
 * but h' and c'.
 */
public final class CellPatterns {

  private final Draft draft;
  private final CellMatch match;

  /** Weights, which the cells of an unrolled loop share. */
  private final CellConstants constants;

  /** Each cell by the node in whose place it runs. */
  private final Map<DraftNode, DraftNode> cells = new HashMap<>();

  private final Set<DraftNode> replaced = new HashSet<>();

  private CellPatterns(Draft draft, Bounds bounds) {
    this.draft = draft;
    this.constants = new CellConstants(draft, bounds);
    this.match = new CellMatch(draft);
  }

  /** Replaces the cells of a graph or a body. */
  public static void fuse(Draft draft, Bounds bounds) {
    draft.index();
    CellPatterns patterns = new CellPatterns(draft, bounds);
    for (DraftNode node : draft.nodes) {
      if (node.is("Mul")) {
        patterns.lstm(node);
      } else if (node.is("Add")) {
        patterns.gru(node);
      }
    }
    patterns.replace();
  }

  private void replace() {
    if (cells.isEmpty()) {
      return;
    }
    List<DraftNode> nodes = new ArrayList<>();
    for (DraftNode node : draft.nodes) {
      DraftNode cell = cells.get(node);
      if (cell != null) {
        nodes.add(cell);
      } else if (!replaced.contains(node)) {
        nodes.add(node);
      }
    }
    for (DraftNode node : replaced) {
      draft.countAbsorbed(node);
    }
    draft.nodes.clear();
    draft.nodes.addAll(nodes);
  }

  /** h' = o ⊙ h(c'), c' = f ⊙ c + i ⊙ g, operands of each in either order. */
  private void lstm(DraftNode newH) {
    for (int swaps = 0; swaps < 16; swaps++) {
      String last = newH.input(1 - (swaps & 1));
      Activation h = match.activation(last);
      DraftNode newC = h == null ? null : match.maker(match.argument(last), "Add");
      if (h == null || newC == null) {
        continue;
      }
      DraftNode kept = match.maker(newC.input(swaps >> 1 & 1), "Mul");
      DraftNode added = match.maker(newC.input(1 - (swaps >> 1 & 1)), "Mul");
      if (kept == null || added == null) {
        continue;
      }
      String c = kept.input(1 - (swaps >> 2 & 1));
      Gate o = match.gate(newH.input(swaps & 1));
      Gate f = match.gate(kept.input(swaps >> 2 & 1));
      Gate i = match.gate(added.input(swaps >> 3 & 1));
      Gate g = match.gate(added.input(1 - (swaps >> 3 & 1)));
      boolean fits =
          o != null
              && f != null
              && i != null
              && g != null
              && i.activation().equals(o.activation())
              && i.activation().equals(f.activation())
              && match.isMatrix(c, i.sum().width());
      if (fits && lstm(newH, newC, c, List.of(i, o, f, g), h)) {
        return;
      }
    }
  }

  private boolean lstm(DraftNode newH, DraftNode newC, String c, List<Gate> gates, Activation h) {
    CellGates shares = shares(gates);
    if (shares == null) {
      return false;
    }
    Cell cell =
        new Lstm(
            Direction.FORWARD,
            shares.units(),
            List.of(gates.get(0).activation(), gates.get(3).activation(), h),
            Float.POSITIVE_INFINITY,
            false,
            Layout.TIME_MAJOR);
    List<String> outputs = List.of(newH.output(0), newC.output(0));
    return put(cell, newC, shares, List.of(shares.h(), c), outputs);
  }

  /** Where both inputs could be the state, the sum is the same whichever is taken for it. */
  private static @Nullable CellGates shares(List<Gate> gates) {
    AffineSum first = gates.getFirst().sum();
    for (int state = 1; first.products().size() == 2 && state >= 0; state--) {
      String x = first.products().get(1 - state).input();
      CellGates shares = CellGates.of(x, first.products().get(state).input(), first.width());
      boolean fits = true;
      for (Gate gate : gates) {
        fits = fits && shares.add(gate.sum());
      }
      if (fits) {
        return shares;
      }
    }
    return null;
  }

  private void gru(DraftNode newH) {
    for (int swaps = 0; swaps < 8; swaps++) {
      DraftNode product = match.maker(newH.input(swaps & 1), "Mul");
      String other = newH.input(1 - (swaps & 1));
      if (product == null) {
        continue;
      }
      DraftNode difference = match.maker(product.input(swaps >> 1 & 1), "Sub");
      String factor = product.input(1 - (swaps >> 1 & 1));
      if (difference == null) {
        continue;
      }
      String taken = difference.input(1);
      DraftNode kept = match.maker(other, "Mul");
      if (taken.equals(other)) {
        // (h - n) ⊙ z + n
        if (gru(newH, difference.input(0), other, match.gate(factor))) {
          return;
        }
      } else if (kept != null
          && match.isOne(difference.input(0))
          && kept.input(swaps >> 2 & 1).equals(taken)) {
        // (1 - z) ⊙ n + z ⊙ h
        String h = kept.input(1 - (swaps >> 2 & 1));
        if (gru(newH, h, factor, match.gate(taken))) {
          return;
        }
      }
    }
  }

  private boolean gru(DraftNode newH, String h, String n, @Nullable Gate z) {
    Activation g = match.activation(n);
    AffineSum candidate = g == null ? null : match.sum(match.argument(n));
    if (z == null || g == null || candidate == null || !match.isMatrix(h, z.sum().width())) {
      return false;
    }
    boolean linear = !candidate.others().isEmpty();
    AffineSum parts = linear ? candidate : match.apart(candidate);
    for (AffineSum.Product product : z.sum().products()) {
      String x = product.input();
      if (!x.equals(h) && gru(newH, CellGates.of(x, h, z.sum().width()), z, g, parts, linear)) {
        return true;
      }
    }
    return false;
  }

  /** The reset gate is in a product with the states' share, or with the states themselves. */
  private boolean gru(
      DraftNode newH, CellGates shares, Gate z, Activation g, AffineSum candidate, boolean linear) {
    List<String> resets = new ArrayList<>(candidate.others());
    for (AffineSum.Product product : candidate.products()) {
      if (!linear && !product.input().equals(shares.x())) {
        resets.add(product.input());
      }
    }
    DraftNode reset = resets.size() == 1 ? match.maker(resets.getFirst(), "Mul") : null;
    for (int swap = 0; reset != null && swap < 2; swap++) {
      Gate r = match.gate(reset.input(swap));
      String states = reset.input(1 - swap);
      AffineSum ofStates = linear ? match.sum(states) : null;
      CellGates all = CellGates.of(shares.x(), shares.h(), shares.units());
      boolean fits =
          r != null
              && r.activation().equals(z.activation())
              && all.add(z.sum())
              && all.add(r.sum())
              && (linear
                  ? ofStates != null && all.add(known(candidate), ofStates)
                  : states.equals(shares.h()) && all.add(candidate, resets.getFirst()));
      if (fits) {
        return gru(newH, all, z.activation(), g, linear);
      }
    }
    return false;
  }

  /** A sum without the values of which nothing is known. */
  private static AffineSum known(AffineSum sum) {
    return new AffineSum(sum.width(), sum.products(), sum.biases(), List.of());
  }

  private boolean gru(
      DraftNode newH, CellGates shares, Activation f, Activation g, boolean linear) {
    Cell cell =
        new Gru(
            Direction.FORWARD,
            shares.units(),
            List.of(f, g),
            Float.POSITIVE_INFINITY,
            linear,
            Layout.TIME_MAJOR);
    return put(cell, newH, shares, List.of(shares.h()), List.of(newH.output(0)));
  }

  /**
   * Puts a layer of one step where a cell was written out.
   *
   * @param states H, and C of an LSTM
   * @param outputs the new states
   */
  private boolean put(
      Cell cell, DraftNode place, CellGates shares, List<String> states, List<String> outputs) {
    List<String> given = new ArrayList<>(states);
    given.add(shares.x());
    Set<DraftNode> nodes = match.between(given, outputs);
    if (nodes == null || nodes.stream().anyMatch(replaced::contains)) {
      return false;
    }
    List<String> inputs = new ArrayList<>(List.of(shares.x()));
    inputs.addAll(constants.of(shares));
    inputs.add(""); // sequence_lens
    inputs.addAll(states);
    List<String> made = new ArrayList<>(List.of("")); // Y
    made.addAll(outputs);
    RecurrentNode layer = new RecurrentNode(place.node.name(), cell, inputs, made);
    cells.put(place, new DraftNode(layer, null, LayerForm.STEP));
    replaced.addAll(nodes);
    return true;
  }
}
