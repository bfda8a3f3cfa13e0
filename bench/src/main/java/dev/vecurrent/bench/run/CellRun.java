package dev.vecurrent.bench.run;

import dev.vecurrent.bench.contender.Contender;
import dev.vecurrent.bench.contender.Contenders;
import dev.vecurrent.bench.contender.Network;
import dev.vecurrent.bench.measure.Entrant;
import dev.vecurrent.bench.measure.PairedRun;
import dev.vecurrent.bench.measure.Timing;
import dev.vecurrent.bench.shape.CellKind;
import dev.vecurrent.bench.shape.Shape;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** One cell of a grid: opens engines, has them measured, closes them. */
final class CellRun {

  private static final long WARM_NANOS = 500_000_000L;

  private CellRun() {}

  /** A timing for each engine, or nothing where a single call takes over 2 seconds. */
  static Optional<List<Timing>> of(Shape shape, List<EngineName> engines, long nanos) {
    Network network = Network.random(shape);
    List<Entrant> entrants = new ArrayList<>();
    try {
      for (EngineName name : engines) {
        Contender contender = Contenders.open(name.engine(), name.threads(), network);
        entrants.add(new Entrant(name.toString(), contender));
      }
      return PairedRun.of(shape, entrants, true, nanos);
    } finally {
      entrants.forEach(entrant -> entrant.contender().close());
    }
  }

  /**
   * Short runs whose figures nobody reads: the first cells of a process would be measured before
   * the JIT compiler knows what is hot. Single steps, sequences and batches of each cell to come.
   */
  static void warmProcess(List<EngineName> engines, List<Shape> toCome) {
    for (CellKind cell : EnumSet.copyOf(toCome.stream().map(Shape::cell).toList())) {
      for (int[] call : new int[][] {{1, 1}, {1, 28}, {8, 28}}) {
        Shape shape = new Shape(cell.label(), 64, call[0], call[1]);
        CellRun.of(shape, engines, WARM_NANOS);
      }
    }
  }
}
