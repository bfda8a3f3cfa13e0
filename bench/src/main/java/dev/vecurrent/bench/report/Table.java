package dev.vecurrent.bench.report;

import java.util.List;

/**
 * A table of text.
 *
 * @param caption what it shows
 * @param headers of its columns
 * @param rows cells, as many in each row as there are headers
 */
record Table(String caption, List<String> headers, List<List<String>> rows) {

  Table {
    headers = List.copyOf(headers);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != headers.size()) {
        throw new IllegalArgumentException(
            caption + ": expected " + headers.size() + " cells, found " + row);
      }
    }
  }

  /** As HTML. */
  String html() {
    StringBuilder html = new StringBuilder("<div class=\"wide\"><table><caption>");
    html.append(escape(caption)).append("</caption><thead><tr>");
    headers.forEach(h -> html.append("<th scope=\"col\">").append(escape(h)).append("</th>"));
    html.append("</tr></thead><tbody>");
    for (List<String> row : rows) {
      html.append("<tr><th scope=\"row\">").append(escape(row.getFirst())).append("</th>");
      row.stream()
          .skip(1)
          .forEach(cell -> html.append("<td>").append(escape(cell)).append("</td>"));
      html.append("</tr>\n");
    }
    return html.append("</tbody></table></div>\n").toString();
  }

  /** As Markdown. */
  String markdown() {
    StringBuilder text = new StringBuilder(caption).append("\n\n");
    line(text, headers);
    line(text, headers.stream().map(h -> "---").toList());
    rows.forEach(row -> line(text, row));
    return text.append('\n').toString();
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append("| ");
    text.append(String.join(" | ", cells.stream().map(c -> c.replace("|", "\\|")).toList()));
    text.append(" |\n");
  }

  /** Text as HTML shows it. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
