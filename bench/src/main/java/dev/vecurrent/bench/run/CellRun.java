package dev.vecurrent.bench.run;

import dev.vecurrent.bench.contender.Contender;
import dev.vecurrent.bench.contender.Contenders;
import dev.vecurrent.bench.contender.Network;
import dev.vecurrent.bench.measure.Entrant;
import dev.vecurrent.bench.measure.PairedRun;
import dev.vecurrent.bench.measure.Timing;
import dev.vecurrent.bench.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One cell of a grid: opens engines, has them measured, closes them. */
final class CellRun {

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
   * A short run whose figures nobody reads: the first cell of a process would be measured before
   * the JIT compiler knows what is hot.
   */
  static void warmProcess(List<EngineName> engines) {
    long nanos = 400_000_000L;
    CellRun.of(new Shape("lstm", 64, 1, 28), engines, nanos);
    CellRun.of(new Shape("gru", 64, 8, 28), engines, nanos);
  }
}
