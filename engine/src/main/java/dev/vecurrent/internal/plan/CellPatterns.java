package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.cell.CellMatrix;
import dev.vecurrent.internal.op.cell.FusedCell;
import dev.vecurrent.internal.plan.CellMatch.Affine;
import dev.vecurrent.internal.plan.CellMatch.Parts;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Steps of an LSTM or a GRU that an exporter wrote out (PyTorch's {@code LSTMCell} and {@code
 * GRUCell}) become one operator each.
 *
 * <pre>
 *   LSTM   i, f, o = σ(parts of s)   g = tanh(part of s)   s = affine(x) + affine(h)
 *          c' = f ⊙ c + i ⊙ g        h' = o ⊙ tanh(c')
 *   GRU    r, z = σ(part of affine(x) + part of affine(h))
 *          n = tanh(part of affine(x) + r ⊙ part of affine(h))
 *          h' = (h - n) ⊙ z + n, or (1 - z) ⊙ n + z ⊙ h
 * </pre>
 *
 * <p>Operands of sums and products may come in any order, parts too. What is replaced must be read
 * by nobody else but h' and c'.
 */
final class CellPatterns {

  private final Draft draft;
  private final CellMatch match;

  /** Matrices that several cells of an unrolled loop share. */
  private final Map<List<Object>, CellMatrix> matrices = new HashMap<>();

  /** Each cell by the node in whose place it runs. */
  private final Map<DraftNode, DraftNode> cells = new HashMap<>();

  private final Set<DraftNode> replaced = new HashSet<>();

  private CellPatterns(Draft draft) {
    this.draft = draft;
    this.match = new CellMatch(draft);
  }

  static void fuse(Draft draft) {
    draft.index();
    CellPatterns patterns = new CellPatterns(draft);
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

  /** h' = o ⊙ tanh(c'), c' = f ⊙ c + i ⊙ g, operands of each in either order. */
  private void lstm(DraftNode newH) {
    for (int swaps = 0; swaps < 16; swaps++) {
      String o = match.argument(newH.input(swaps & 1), "Sigmoid");
      DraftNode tanh = match.maker(newH.input(1 - (swaps & 1)), "Tanh");
      DraftNode newC = tanh == null ? null : match.maker(tanh.input(0), "Add");
      if (o == null || newC == null) {
        continue;
      }
      DraftNode kept = match.maker(newC.input(swaps >> 1 & 1), "Mul");
      DraftNode added = match.maker(newC.input(1 - (swaps >> 1 & 1)), "Mul");
      if (kept == null || added == null) {
        continue;
      }
      String f = match.argument(kept.input(swaps >> 2 & 1), "Sigmoid");
      String c = kept.input(1 - (swaps >> 2 & 1));
      String i = match.argument(added.input(swaps >> 3 & 1), "Sigmoid");
      String g = match.argument(added.input(1 - (swaps >> 3 & 1)), "Tanh");
      if (f != null && i != null && g != null && lstm(newH, newC, c, match.parts(i, o, f, g))) {
        return;
      }
    }
  }

  private boolean lstm(DraftNode newH, DraftNode newC, String c, @Nullable Parts gates) {
    DraftNode sum = gates == null ? null : match.maker(gates.whole(), "Add");
    if (gates == null || sum == null || !match.isMatrix(c, gates.size())) {
      return false;
    }
    Affine first = match.affine(sum.input(0));
    Affine second = match.affine(sum.input(1));
    if (first == null || second == null) {
      return false;
    }
    // Where both could be the state's share, the sum is the same whichever is taken for it.
    boolean firstIsState = !match.isMatrix(second.input(), gates.size());
    Affine x = firstIsState ? second : first;
    Affine h = firstIsState ? first : second;
    return match.isMatrix(h.input(), gates.size())
        && match.isMatrix(x.input(), 0)
        && put(
            "LSTMCell",
            newC,
            FusedCell.lstm(matrix(x, gates), matrix(h, gates)),
            List.of(x.input(), h.input(), c),
            List.of(newH.output(0), newC.output(0)));
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
        if (gru(newH, difference.input(0), other, match.argument(factor, "Sigmoid"))) {
          return;
        }
      } else if (kept != null
          && match.isOne(difference.input(0))
          && kept.input(swaps >> 2 & 1).equals(taken)) {
        // (1 - z) ⊙ n + z ⊙ h
        String h = kept.input(1 - (swaps >> 2 & 1));
        if (gru(newH, h, factor, match.argument(taken, "Sigmoid"))) {
          return;
        }
      }
    }
  }

  /** n = tanh(xn + r ⊙ hn), z = σ(xz + hz), r = σ(xr + hr), operands of each in either order. */
  private boolean gru(DraftNode newH, String h, String n, @Nullable String z) {
    DraftNode tanh = match.maker(n, "Tanh");
    DraftNode sum = tanh == null ? null : match.maker(tanh.input(0), "Add");
    DraftNode zSum = match.maker(z, "Add");
    for (int swaps = 0; sum != null && zSum != null && swaps < 16; swaps++) {
      String xn = sum.input(swaps & 1);
      DraftNode reset = match.maker(sum.input(1 - (swaps & 1)), "Mul");
      if (reset == null) {
        continue;
      }
      String hn = reset.input(1 - (swaps >> 1 & 1));
      DraftNode rSum = match.maker(match.argument(reset.input(swaps >> 1 & 1), "Sigmoid"), "Add");
      if (rSum == null) {
        continue;
      }
      int rx = swaps >> 2 & 1;
      int zx = swaps >> 3 & 1;
      Parts ofX = match.parts(zSum.input(zx), rSum.input(rx), xn);
      Parts ofH = match.parts(zSum.input(1 - zx), rSum.input(1 - rx), hn);
      if (ofX != null && ofH != null && gru(newH, h, ofX, ofH)) {
        return true;
      }
    }
    return false;
  }

  private boolean gru(DraftNode newH, String h, Parts ofX, Parts ofH) {
    Affine x = match.affine(ofX.whole());
    Affine state = match.affine(ofH.whole());
    return x != null
        && state != null
        && state.input().equals(h)
        && ofX.size() == ofH.size()
        && match.isMatrix(h, ofH.size())
        && match.isMatrix(x.input(), 0)
        && put(
            "GRUCell",
            newH,
            FusedCell.gru(matrix(x, ofX), matrix(state, ofH)),
            List.of(x.input(), h),
            List.of(newH.output(0)));
  }

  private CellMatrix matrix(Affine affine, Parts parts) {
    List<Object> key =
        new ArrayList<>(List.of(affine.weight(), affine.transposed(), affine.bias()));
    Arrays.stream(parts.order()).forEach(key::add);
    return matrices.computeIfAbsent(
        key,
        _ -> {
          Tensor weight = Objects.requireNonNull(draft.constants.get(affine.weight()));
          Tensor bias = draft.constants.get(affine.bias());
          return new CellMatrix(weight, affine.transposed(), bias, parts.order());
        });
  }

  private boolean put(
      String operator, DraftNode place, FusedCell cell, List<String> inputs, List<String> outputs) {
    Set<DraftNode> nodes = match.between(inputs, outputs);
    if (nodes == null || nodes.stream().anyMatch(replaced::contains)) {
      return false;
    }
    OperatorNode shown =
        new OperatorNode(place.node.name(), operator, 0, inputs, outputs, Map.of());
    cells.put(place, new DraftNode(shown, cell, null));
    replaced.addAll(nodes);
    return true;
  }
}
