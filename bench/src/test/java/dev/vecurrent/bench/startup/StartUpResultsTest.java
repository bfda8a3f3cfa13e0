package dev.vecurrent.bench.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StartUpResultsTest {

  private static final Contestant PLAIN = new Contestant("vecurrent", "none", List.of(), false);
  private static final Contestant CACHED = new Contestant("onnxruntime", "cache", List.of(), false);

  private static Started first(double millis) {
    return new Started(millis, List.of(), List.of(1f));
  }

  private static StartUpResults results() {
    StartUpResults results = new StartUpResults();
    results.addFirst(PLAIN, first(300));
    results.addFirst(CACHED, first(200));
    results.addFirst(CACHED, first(210));
    results.addFirst(PLAIN, first(1100));
    results.addFirst(PLAIN, first(310));
    Started.Window slow = new Started.Window(350, 80);
    Started.Window fast = new Started.Window(550, 8);
    results.addCurve(
        PLAIN, new Started(310, List.of(slow, fast, fast, fast, fast, fast), List.of(1f)));
    return results;
  }

  @Test
  void tableHasMediansAndSpread() {
    assertThat(results().table().lines())
        .hasSize(3)
        .anyMatch(line ->
            line.startsWith("vecurrent ")
                && line.contains("310 (300 to 1,100)")
                && line.contains("550 (550 to 550)")
                && line.endsWith("8.0"))
        .anyMatch(line ->
            line.startsWith("onnxruntime, AOT cache ")
                && line.contains("205 (200 to 210)")
                && line.endsWith("-"));
  }

  @Test
  void jsonHasTheFormOfJmh() {
    String json = results().json();
    assertThat(json.strip()).startsWith("[").endsWith("]");
    assertThat(json.split("\"benchmark\": \"dev.vecurrent.bench.startup.StartUp.run\"", -1))
        .hasSize(1 + 2 + 1 + 2);
    assertThat(json)
        .contains(
            "\"params\": {\"engine\": \"vecurrent\", \"aot\": \"none\", \"point\": \"first\"}")
        .contains("\"rawData\": [[300.0], [1100.0], [310.0]]")
        .contains("\"score\": 205.0")
        .contains("\"point\": \"ninety\"}")
        .contains("\"point\": \"curve\", \"second\": \"400\"}")
        .contains("\"point\": \"curve\", \"second\": \"600\"}")
        .contains("\"scoreUnit\": \"us/op\"")
        .doesNotContain("\"second\": \"500\"");
    assertThat(json.chars().filter(c -> c == '{').count())
        .isEqualTo(json.chars().filter(c -> c == '}').count());
  }
}
