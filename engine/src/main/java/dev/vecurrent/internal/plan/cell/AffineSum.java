package dev.vecurrent.internal.plan.cell;

import dev.vecurrent.internal.Nullable;
import java.util.ArrayList;
import java.util.List;

/**
 * A matrix {@code [N, width]} as a sum: products of values with parts of constant matrices, parts
 * of constant rows, and values of which nothing is known.
 */
record AffineSum(int width, List<Product> products, List<Bias> biases, List<String> others) {

  /**
   * A value {@code [N, depth]} times a part of a matrix.
   *
   * @param weight names {@code [K, C]}, or {@code [C, K]} where it is transposed
   * @param row the first row (of K) of the part
   * @param depth how many rows it has
   * @param column the first column (of C) of the part
   */
  record Product(String input, String weight, boolean transposed, int row, int depth, int column) {}

  /**
   * A part of a constant row.
   *
   * @param from the first element; -1 for a constant of one element that goes everywhere
   * @param of the value whose product it was added to; {@code null} for a sum of several
   */
  record Bias(String name, int from, @Nullable String of) {}

  /** A value of which nothing is known. */
  static AffineSum other(String value, int width) {
    return new AffineSum(width, List.of(), List.of(), List.of(value));
  }

  /** This and another sum of the same width. */
  AffineSum plus(AffineSum more) {
    return new AffineSum(
        width,
        joined(products, more.products),
        joined(biases, more.biases),
        joined(others, more.others));
  }

  /** This and a constant row, or one element. */
  AffineSum plus(String constant, boolean isRow) {
    String of = products.size() == 1 ? products.getFirst().input() : null;
    return new AffineSum(
        width, products, joined(biases, List.of(new Bias(constant, isRow ? 0 : -1, of))), others);
  }

  /** Some columns of this; {@code null} where something in it is unknown. */
  @Nullable
  AffineSum columns(int from, int count) {
    if (!others.isEmpty()) {
      return null;
    }
    List<Product> some = new ArrayList<>();
    for (Product p : products) {
      some.add(
          new Product(
              p.input(), p.weight(), p.transposed(), p.row(), p.depth(), p.column() + from));
    }
    List<Bias> rows = new ArrayList<>();
    for (Bias bias : biases) {
      rows.add(bias.from() < 0 ? bias : new Bias(bias.name(), bias.from() + from, bias.of()));
    }
    return new AffineSum(count, some, rows, others);
  }

  /** The only product with a value; {@code null} if there are none or several. */
  @Nullable
  Product productOf(String value) {
    Product found = null;
    for (Product product : products) {
      if (product.input().equals(value)) {
        if (found != null) {
          return null;
        }
        found = product;
      }
    }
    return found;
  }

  private static <T> List<T> joined(List<T> some, List<T> more) {
    List<T> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }
}
