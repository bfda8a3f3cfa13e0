package dev.vecurrent.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Ratios to a peer over H and N, a table for each T; the colour repeats what the number says. */
final class HeatMap {

  private HeatMap() {}

  /** The maps of a cell kind and a peer as HTML; empty where there are no ratios. */
  static String html(List<Cell> cells, String kind, String peer) {
    Map<Integer, List<Cell>> bySteps =
        cells.stream()
            .filter(c -> c.shape().cell().label().equals(kind) && c.engine().equals(peer))
            .filter(c -> !Double.isNaN(c.ratio()))
            .collect(
                Collectors.groupingBy(c -> c.shape().steps(), TreeMap::new, Collectors.toList()));
    StringBuilder html = new StringBuilder();
    bySteps.forEach((steps, some) -> html.append(map(some, kind, peer, steps)));
    return html.toString();
  }

  private static String map(List<Cell> cells, String kind, String peer, int steps) {
    TreeSet<Integer> batches = new TreeSet<>();
    TreeSet<Integer> sizes = new TreeSet<>();
    Map<String, Double> ratios = new TreeMap<>();
    for (Cell cell : cells) {
      batches.add(cell.shape().batch());
      sizes.add(cell.shape().hidden());
      ratios.put(cell.shape().hidden() + " " + cell.shape().batch(), cell.ratio());
    }
    StringBuilder html = new StringBuilder("<table class=\"heat\"><caption>");
    String caption = kind.toUpperCase(Locale.ROOT) + ", T = " + steps + ", ratio to " + peer;
    html.append(Table.escape(caption)).append("</caption><thead><tr><th scope=\"col\">H</th>");
    batches.forEach(n -> html.append("<th scope=\"col\">N = ").append(n).append("</th>"));
    html.append("</tr></thead><tbody>");
    for (int size : sizes) {
      html.append("<tr><th scope=\"row\">").append(size).append("</th>");
      for (int batch : batches) {
        html.append(cell(ratios.getOrDefault(size + " " + batch, Double.NaN)));
      }
      html.append("</tr>");
    }
    return html.append("</tbody></table>\n").toString();
  }

  private static String cell(double ratio) {
    if (Double.isNaN(ratio)) {
      return "<td>–</td>";
    }
    // Half of the colour's strength at a ratio of 1.4 or 1 / 1.4.
    double strength = Math.min(1, Math.abs(Math.log(ratio) / Math.log(2)));
    String hue = ratio >= 1 ? "150" : "15";
    return String.format(
        Locale.ROOT,
        "<td style=\"background:hsl(%s 70%% 45%% / %.2f)\">%.2f</td>",
        hue,
        0.75 * strength,
        ratio);
  }
}
