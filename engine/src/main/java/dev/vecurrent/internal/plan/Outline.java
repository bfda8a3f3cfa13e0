package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A graph as it is before any pass: its nodes, with what is known of the values they make.
 *
 * @param entries the nodes in order
 * @param bytes of all values that nodes make and that are no constants
 * @param unknown how many of those are of unknown size, and not counted
 */
public record Outline(List<Entry> entries, long bytes, int unknown) {

  /** Enough for constants that shapes are computed from. */
  private static final long FOLDED_BYTES = 1 << 20;

  /** A node, its values in words. */
  public record Entry(String operator, String name, List<String> reads, List<String> makes) {}

  /** A graph for inputs of any size. */
  public static Outline of(Graph graph) {
    Draft draft = Binding.bind(graph, Kernels.scalar(), new ArrayList<>());
    Folding.fold(draft, graph.outputs(), FOLDED_BYTES, Bounds.none(), new ArrayList<>());
    List<Entry> entries = new ArrayList<>();
    long bytes = 0;
    int unknown = 0;
    for (Node node : graph.nodes()) {
      List<String> made = node.outputs().stream().filter(name -> !name.isEmpty()).toList();
      entries.add(
          new Entry(
              node.operator(),
              node.name(),
              draft.words(node.inputs().stream().filter(name -> !name.isEmpty()).toList()),
              draft.words(made)));
      for (String name : made) {
        Fact fact = draft.fact(name);
        if (fact != null && fact.constant() != null) {
          continue;
        }
        int[] dims = fact == null ? null : fact.dims();
        if (fact == null || dims == null || !fact.hasShape() || fact.isSequence()) {
          unknown++;
          continue;
        }
        long size = fact.type().bytes();
        for (int dim : dims) {
          size *= dim;
        }
        bytes += size;
      }
    }
    return new Outline(List.copyOf(entries), bytes, unknown);
  }

  /** A graph for inputs of the sizes of given ones. */
  public static Outline of(Graph graph, Tensor[] inputs) {
    List<ValueInfo> infos = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      ValueInfo info = graph.inputs().get(i);
      List<Dimension> dims = new ArrayList<>();
      for (int dim : inputs[i].shape()) {
        dims.add(Dimension.of(dim));
      }
      infos.add(new ValueInfo(info.name(), info.type(), Optional.of(dims)));
    }
    return of(new Graph(graph.name(), infos, graph.outputs(), graph.constants(), graph.nodes()));
  }
}
