package dev.vecurrent.internal.plan.cell;

import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Constants of written-out cells as the weights of ONNX layers: gates in the layer's order, each
 * unit's elements side by side. Made once for all cells that use them.
 */
final class CellConstants {

  private static final float[] NONE = {};

  private final Draft draft;
  private final Bounds bounds;
  private final Map<List<Object>, String> made = new HashMap<>();

  CellConstants(Draft draft, Bounds bounds) {
    this.draft = draft;
    this.bounds = bounds;
  }

  /** The names of W {@code [1, G*H, I]}, R {@code [1, G*H, H]} and B {@code [1, 2*G*H]}. */
  List<String> of(CellGates gates) {
    return List.of(
        matrix(gates.ofX(), gates.units()), matrix(gates.ofH(), gates.units()), bias(gates));
  }

  private Tensor constant(String name) {
    return Objects.requireNonNull(draft.constants.get(name));
  }

  private String matrix(List<CellGates.Part> gates, int units) {
    List<Object> key = new ArrayList<>(List.of(units));
    for (CellGates.Part gate : gates) {
      AffineSum.Product p = gate.product();
      key.addAll(List.of(p.weight(), p.transposed(), p.row(), p.depth(), p.column()));
    }
    String known = made.get(key);
    if (known == null) {
      String like = gates.getFirst().product().weight();
      Tensor to = byGate(gates, units);
      note(gates, to);
      known = draft.constant(like, to);
      made.put(key, known);
    }
    return known;
  }

  /** Elements that all are of 16 bits in the file stay so. */
  private void note(List<CellGates.Part> gates, Tensor to) {
    ElementType stored = draft.stored.of(constant(gates.getFirst().product().weight()));
    for (CellGates.Part gate : gates) {
      if (draft.stored.of(constant(gate.product().weight())) != stored) {
        return;
      }
    }
    draft.stored.note(to, stored);
  }

  private Tensor byGate(List<CellGates.Part> gates, int units) {
    int depth = gates.getFirst().product().depth();
    int columns = gates.size() * units;
    float[] to = bounds.budget().floats(NONE, (long) columns * depth);
    for (int gate = 0; gate < gates.size(); gate++) {
      copy(gates.get(gate).product(), units, to, gate * units * depth);
    }
    return Tensor.of(to, 1, columns, depth);
  }

  private void copy(AffineSum.Product product, int units, float[] to, int at) {
    Tensor weight = constant(product.weight());
    float[] from = weight.floats();
    int row = weight.dim(1);
    int depth = product.depth();
    for (int unit = 0; unit < units; unit++) {
      bounds.watch().spend(depth);
      int column = product.column() + unit;
      for (int k = 0; k < depth; k++) {
        int down = product.row() + k;
        to[at + unit * depth + k] =
            from[product.transposed() ? column * row + down : down * row + column];
      }
    }
  }

  /** Empty where no gate has a bias. */
  private String bias(CellGates gates) {
    List<CellGates.Part> all = new ArrayList<>(gates.ofX());
    all.addAll(gates.ofH());
    List<Object> key = new ArrayList<>(List.of(gates.units()));
    String like = "";
    for (CellGates.Part gate : all) {
      for (AffineSum.Bias bias : gate.biases()) {
        key.addAll(List.of(bias.name(), bias.from()));
        like = like.isEmpty() ? bias.name() : like;
      }
      key.add(";");
    }
    if (like.isEmpty()) {
      return "";
    }
    String known = made.get(key);
    if (known == null) {
      float[] to = bounds.budget().floats(NONE, (long) all.size() * gates.units());
      for (int gate = 0; gate < all.size(); gate++) {
        for (AffineSum.Bias bias : all.get(gate).biases()) {
          add(bias, gates.units(), to, gate * gates.units());
        }
      }
      known = draft.constant(like, Tensor.of(to, 1, to.length));
      made.put(key, known);
    }
    return known;
  }

  private void add(AffineSum.Bias bias, int units, float[] to, int at) {
    float[] from = constant(bias.name()).floats();
    for (int unit = 0; unit < units; unit++) {
      to[at + unit] += from[bias.from() < 0 ? 0 : bias.from() + unit];
    }
  }
}
