package dev.vecurrent.internal.plan.axes;

import dev.vecurrent.internal.op.matmul.Einsum;
import java.util.ArrayList;
import java.util.List;

/** Axes of matrix products: what is summed over ends. */
final class Products {

  private static final String SUMS = "multiplies all time steps at once";

  private Products() {}

  /** A product as numpy.matmul, of two of the inputs. */
  static void matMul(NodeAxes at, int first, int second) {
    List<Axis> a = at.axes(first);
    List<Axis> b = at.axes(second);
    if (a == null || b == null || a.isEmpty() || b.isEmpty()) {
      at.loseAll("multiplies a value of unknown rank");
      return;
    }
    int inner = Math.max(0, b.size() - 2);
    at.mix(a.getLast(), a.size() - 1, SUMS);
    at.mix(b.get(inner), inner, SUMS);
    List<Axis> outerA = a.subList(0, Math.max(0, a.size() - 2));
    List<Axis> outerB = b.subList(0, inner);
    int outer = Math.max(outerA.size(), outerB.size());
    List<Axis> out = new ArrayList<>(Broadcasting.axes(at, List.of(outerA, outerB), outer));
    if (a.size() > 1) {
      out.add(a.get(a.size() - 2));
    }
    if (b.size() > 1) {
      out.add(b.getLast());
    }
    at.makeAll(out);
  }

  static void gemm(NodeAxes at) {
    List<Axis> a = at.axes(0);
    List<Axis> b = at.axes(1);
    boolean hasBias = !at.node.input(2).isEmpty();
    List<Axis> c = hasBias ? at.axes(2) : List.of();
    if (a == null || b == null || c == null || a.size() != 2 || b.size() != 2) {
      at.loseAll("multiplies a value of unknown rank");
      return;
    }
    int inA = at.integer("transA", 0) == 0 ? 1 : 0;
    int inB = at.integer("transB", 0) == 0 ? 0 : 1;
    at.mix(a.get(inA), inA, SUMS);
    at.mix(b.get(inB), inB, SUMS);
    List<Axis> product = List.of(a.get(1 - inA), b.get(1 - inB));
    at.makeAll(Broadcasting.axes(at, List.of(product, c), 2));
  }

  static void einsum(NodeAxes at, Einsum einsum) {
    List<List<Axis>> operands = new ArrayList<>();
    int[] ranks = new int[at.node.inputs.size()];
    for (int i = 0; i < ranks.length; i++) {
      List<Axis> axes = at.axes(i);
      if (axes == null) {
        at.loseAll("multiplies a value of unknown rank");
        return;
      }
      operands.add(axes);
      ranks[i] = axes.size();
    }
    int[][] places = einsum.places(ranks);
    List<Axis> out = new ArrayList<>();
    int rank = einsum.rank(ranks);
    for (int axis = 0; axis < rank; axis++) {
      List<Axis> here = new ArrayList<>();
      for (int i = 0; i < ranks.length; i++) {
        for (int own = 0; own < ranks[i]; own++) {
          if (places[i][own] == axis) {
            here.add(operands.get(i).get(own));
          }
        }
      }
      out.add(Broadcasting.meet(at, here, axis));
    }
    for (int i = 0; i < ranks.length; i++) {
      for (int own = 0; own < ranks[i]; own++) {
        if (places[i][own] >= rank) {
          at.mix(operands.get(i).get(own), own, SUMS);
        }
      }
    }
    at.makeAll(out);
  }
}
