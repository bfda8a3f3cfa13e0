package dev.vecurrent.bench.roofline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.result.Metric;
import dev.vecurrent.bench.roofline.Roofline.Bandwidth;
import dev.vecurrent.bench.shape.CellKind;
import dev.vecurrent.bench.shape.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rooflines of known numbers. */
class RooflineTest {

  /** 100 GFLOP/s; 200 GB/s to 32 KiB, 100 to 1 MiB, 20 beyond. */
  private static final Roofline ROOFLINE =
      new Roofline(
          100,
          List.of(
              new Bandwidth("DRAM", 256L << 20, 20),
              new Bandwidth("L1", 32L << 10, 200),
              new Bandwidth("L2", 1L << 20, 100)));

  @Test
  void aSingleStepReadsAllWeightsOnceFromWhereTheyFitTogether() {
    // W and R: 2 * 4 * 64 * 64 * 4 bytes = 128 KiB.
    Roofline.Bound bound = ROOFLINE.bound(new Shape("lstm", 64, 1, 1));
    assertThat(bound.by()).isEqualTo("L2");
    assertThat(bound.micros()).isCloseTo(131072 / 100.0 / 1e3, within(1e-9));
  }

  @Test
  void aSequenceReadsTheRecurrentWeightsAgainFromWhereTheyFit() {
    // R: 4 * 32 * 32 * 4 bytes = 16 KiB, in L1; with W 32 KiB, in L1 too.
    Roofline.Bound bound = ROOFLINE.bound(new Shape("lstm", 32, 1, 100));
    double flops = 2.0 * 4 * 32 * 64 * 100;
    double bytes = 32768 + 99 * 16384;
    assertThat(bound.micros()).isCloseTo(Math.max(flops / 100, bytes / 200) / 1e3, within(1e-9));
    assertThat(bound.by()).isEqualTo("FMA");
    Roofline.Bound wider = ROOFLINE.bound(new Shape("lstm", 512, 1, 100));
    assertThat(wider.by()).isEqualTo("DRAM");
  }

  @Test
  void aBatchIsBoundByArithmetic() {
    Shape shape = new Shape("gru", 128, 32, 28);
    assertThat(ROOFLINE.bound(shape).by()).isEqualTo("FMA");
    double micros = shape.flops() / 100e3;
    assertThat(ROOFLINE.bound(shape).micros()).isCloseTo(micros, within(1e-6));
    assertThat(ROOFLINE.share(shape, 2 * micros)).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void stackedLayersAddUp() {
    double one = ROOFLINE.bound(new Shape("lstm", 128, 1, 50)).micros();
    double both = ROOFLINE.bound(new Shape(CellKind.LSTM, 128, 128, 1, 50, 2, 1)).micros();
    assertThat(both).isCloseTo(2 * one, within(0.02 * one));
  }

  @Test
  void onlyOneCoreCounts() {
    Roofline roofline =
        Roofline.of(
            List.of(
                probe("fma", Map.of("threads", "1"), 50),
                probe("fma", Map.of("threads", "2"), 100),
                probe("read", Map.of("threads", "1", "level", "L1", "bytes", "1000000"), 10)));
    Shape shape = new Shape("lstm", 64, 64, 10);
    assertThat(roofline.bound(shape).micros()).isCloseTo(shape.flops() / 50e3, within(1e-6));
  }

  private static JmhResult probe(String method, Map<String, String> params, double score) {
    Metric metric = Metric.of("GB/s", List.of(List.of(score)));
    return JmhResult.of(Probes.BENCHMARK + "." + method, "thrpt", params, metric, Map.of());
  }

  @Test
  void workingSetsGrowAndFitTheHeap() {
    List<Probes.WorkingSet> sets =
        Probes.workingSets(Map.of("L1", 48L << 10, "L2", 1L << 20, "L3", 32L << 20), 100L << 20);
    assertThat(sets)
        .containsExactly(
            new Probes.WorkingSet("L1", 36L << 10),
            new Probes.WorkingSet("L2", 768L << 10),
            new Probes.WorkingSet("1 MiB", 1L << 20),
            new Probes.WorkingSet("4 MiB", 4L << 20),
            new Probes.WorkingSet("L3", 16L << 20),
            new Probes.WorkingSet("DRAM", 100L << 20));
  }

  @Test
  void theProbesRun() {
    assertThat(FmaProbe.run(1000)).isFinite();
    assertThat(FmaProbe.flops()).isPositive();
    // Floats 0, 1, 2, 3, 0, 1, ...: a lane adds up floats of the same remainder.
    assertThat(new ReadProbe(1 << 16).run(0, 3)).isFinite();
    assertThat(ReadProbe.bytes(1 << 16)).isEqualTo(1 << 16);
  }
}
