package dev.vecurrent.bench;

import java.util.ArrayList;
import java.util.List;

/** {@code ./vecurrent bench}: JMH with the options given; without any, the headline benchmark. */
public final class Main {

  private Main() {}

  /**
   * Starts JMH.
   *
   * @param args JMH's options, such as {@code -p hidden=64 -f 1}; {@code -h} lists them
   */
  public static void main(String[] args) throws Exception {
    List<String> options = new ArrayList<>(List.of(args));
    if (options.isEmpty()) {
      options.add("LayerBenchmark");
    }
    org.openjdk.jmh.Main.main(options.toArray(String[]::new));
  }
}
