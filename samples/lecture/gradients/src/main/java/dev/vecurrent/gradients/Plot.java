package dev.vecurrent.gradients;

import dev.vecurrent.gradients.Network.Stage;
import dev.vecurrent.io.OutputFile;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Curves as a picture: a panel for each stage, one logarithmic axis, the line at 1 drawn. */
final class Plot {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 620;
  private static final float THICK = 2.2f;

  /** Of Okabe and Ito, whom the colour-blind can tell apart; by the network's letter. */
  private static final List<Color> COLORS =
      List.of(
          new Color(0xe69f00),
          new Color(0xd55e00),
          new Color(0x8b3a00),
          new Color(0x56b4e9),
          new Color(0x0072b2),
          new Color(0x9ad0b5),
          new Color(0x009e73),
          new Color(0x00573f));

  private Plot() {}

  /**
   * Writes a PNG.
   *
   * @throws IOException if it cannot be written, or this JVM cannot draw text
   */
  static void write(List<Curve> curves, List<Stage> stages, int distance, Path file)
      throws IOException {
    System.setProperty("java.awt.headless", "true");
    double[] all = curves.stream().flatMapToDouble(c -> Arrays.stream(c.norms())).toArray();
    double least = Math.max(Arrays.stream(all).min().orElse(1), 1e-300);
    double most = Math.max(1, Arrays.stream(all).filter(Double::isFinite).max().orElse(1));
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      List<XYChart> panels = new ArrayList<>();
      for (Stage stage : stages) {
        XYChart panel = panel(stage, distance);
        panel.getStyler().setYAxisMin(Math.min(0.1, least)).setYAxisMax(10 * most);
        curves.stream().filter(c -> c.stage() == stage).forEach(c -> add(panel, c));
        panels.add(panel);
      }
      BitmapEncoder.saveBitmap(panels, 1, panels.size(), png, BitmapFormat.PNG);
    } catch (InternalError | LinkageError e) {
      throw new IOException("this JVM cannot draw text: install fontconfig and a font", e);
    }
    OutputFile.write(file, png.toByteArray());
  }

  private static XYChart panel(Stage stage, int distance) {
    XYChart panel =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(stage == Stage.INITIAL ? "As initialised" : "After training")
            .xAxisTitle("distance d in steps")
            .yAxisTitle("norm of ds(1 + d) / ds(1)")
            .build();
    panel
        .getStyler()
        .setYAxisLogarithmic(true)
        .setYAxisLogarithmicDecadeOnly(true)
        .setPlotGridLinesVisible(false)
        .setXAxisMin(0.0)
        .setXAxisMax((double) distance)
        .setLocale(Locale.ROOT)
        .setLegendPosition(LegendPosition.InsideSW)
        .setChartBackgroundColor(Color.WHITE);
    XYSeries one = panel.addSeries("1", new double[] {0, distance}, new double[] {1, 1});
    one.setMarker(SeriesMarkers.NONE);
    one.setLineColor(Color.BLACK);
    one.setLineStyle(
        new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 0, new float[] {6, 4}, 0));
    return panel;
  }

  /** Norms of zero and those too large for a double are left out. */
  private static void add(XYChart panel, Curve curve) {
    double[] norms = curve.norms();
    int[] drawn =
        IntStream.range(0, norms.length)
            .filter(i -> norms[i] > 0 && Double.isFinite(norms[i]))
            .toArray();
    XYSeries series =
        panel.addSeries(
            curve.network().title(),
            Arrays.stream(drawn).mapToDouble(i -> i + 1).toArray(),
            Arrays.stream(drawn).mapToDouble(i -> norms[i]).toArray());
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(COLORS.get(curve.network().letter() - 'A'));
    series.setLineWidth(THICK);
  }
}
