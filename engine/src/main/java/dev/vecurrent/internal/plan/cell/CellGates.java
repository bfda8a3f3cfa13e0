package dev.vecurrent.internal.plan.cell;

import dev.vecurrent.internal.Nullable;
import java.util.ArrayList;
import java.util.List;

/**
 * The gates of a cell as products with X and with H, in the order of the ONNX layer.
 *
 * @param x the value that is the input
 * @param h the value that is the hidden state
 */
record CellGates(String x, String h, int units, List<Part> ofX, List<Part> ofH) {

  /** The product of a gate with X or H, and the biases that go with it. */
  record Part(AffineSum.Product product, List<AffineSum.Bias> biases) {}

  /** No gates yet. */
  static CellGates of(String x, String h, int units) {
    return new CellGates(x, h, units, new ArrayList<>(), new ArrayList<>());
  }

  /** Adds a gate that is one product with X and one with H; says whether it is that. */
  boolean add(AffineSum sum) {
    return add(sum, h);
  }

  /**
   * Adds a gate that is one product with X and one with what stands for H.
   *
   * @param state the value that stands for H
   */
  boolean add(AffineSum sum, String state) {
    List<AffineSum.Bias> some = new ArrayList<>();
    List<AffineSum.Bias> others = new ArrayList<>();
    for (AffineSum.Bias bias : sum.biases()) {
      (state.equals(bias.of()) ? others : some).add(bias);
    }
    return sum.products().size() == 2
        && add(sum, sum.productOf(x), some, ofX)
        && addState(sum, sum.productOf(state), others);
  }

  /** Adds a gate whose products with X and with H are apart. */
  boolean add(AffineSum inputs, AffineSum states) {
    return inputs.products().size() == 1
        && states.products().size() == 1
        && add(inputs, inputs.productOf(x), inputs.biases(), ofX)
        && addState(states, states.productOf(h), states.biases());
  }

  private boolean addState(
      AffineSum sum, AffineSum.@Nullable Product product, List<AffineSum.Bias> biases) {
    return product != null && product.depth() == units && add(sum, product, biases, ofH);
  }

  private boolean add(
      AffineSum sum,
      AffineSum.@Nullable Product product,
      List<AffineSum.Bias> biases,
      List<Part> to) {
    int depth = to.isEmpty() ? -1 : to.getFirst().product().depth();
    boolean fits =
        product != null
            && sum.others().isEmpty()
            && sum.width() == units
            && (depth < 0 || depth == product.depth());
    if (product != null && fits) {
      to.add(new Part(product, biases));
    }
    return fits;
  }
}
