package dev.vecurrent.bench.report;

import dev.vecurrent.bench.result.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** One HTML file that needs nothing else. */
final class Page {

  private static final String CHART_JS =
      "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";

  private Page() {}

  /** The page. */
  static String of(Measurements measured) {
    List<Charts.Chart> charts = Charts.of(measured);
    StringBuilder figures = new StringBuilder();
    String where = where(measured.machine());
    for (int i = 0; i < charts.size(); i++) {
      figures
          .append("<figure><div class=\"chart\"><canvas role=\"img\" id=\"chart")
          .append(i)
          .append("\" aria-label=\"")
          .append(Table.escape(charts.get(i).title()))
          .append(". The tables below hold the numbers.\"></canvas></div><figcaption>")
          .append(Table.escape(charts.get(i).title() + ". " + where))
          .append("</figcaption></figure>\n");
    }
    StringBuilder heat = new StringBuilder();
    List<Cell> grid = measured.cells().stream().filter(c -> c.series().equals("full")).toList();
    for (String peer : List.of("onnxruntime", "onednn")) {
      for (String kind : List.of("lstm", "gru", "rnn")) {
        heat.append(HeatMap.html(grid, kind, peer));
      }
    }
    StringBuilder details = new StringBuilder();
    for (Table table : Details.of(measured)) {
      details
          .append("<details><summary>")
          .append(Table.escape(table.caption()))
          .append("</summary>")
          .append(table.html())
          .append("</details>\n");
    }
    return text("report.html")
        .replace("<!--where-->", Table.escape(where))
        .replace("<!--headlines-->", Headlines.of(measured).html())
        .replace("<!--heat-->", heat)
        .replace("<!--figures-->", figures)
        .replace("<!--details-->", details)
        .replace("/*chart.js*/", inScript(text(CHART_JS)))
        .replace("/*data*/[]", inScript(JsonMapper.shared().writeValueAsString(charts)));
  }

  /** In words, for captions. */
  static String where(Optional<Machine> machine) {
    return machine
        .map(m ->
            "%s, %d cores; %s; kernels %s; %s; commit %s; peers %s"
                .formatted(
                    m.cpu(), m.cores(), m.jdk(), m.kernels(), m.date(), m.commit(), m.peers()))
        .orElse("The machine is not known: machine.json is missing.");
  }

  /** Text within a script element, which the first end tag would end. */
  private static String inScript(String script) {
    return script.replace("</", "<\\/");
  }

  private static String text(String resource) {
    try (InputStream in = Page.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
