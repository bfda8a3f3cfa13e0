package dev.vecurrent.bench.run;

import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.roofline.Probes;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench roofline}. */
@Command(
    name = "roofline",
    mixinStandardHelpOptions = true,
    description =
        "Measures multiply-adds and read bandwidth of one core and of all, in some seconds.")
public final class RooflineCommand implements Callable<Integer> {

  @Mixin private final Results results = new Results();

  @Override
  public Integer call() {
    List<JmhResult> probes = Probes.measureAll();
    RooflineTable.print(System.out, probes);
    results.write("roofline", probes, "roofline");
    return 0;
  }
}
