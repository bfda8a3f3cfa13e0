package dev.vecurrent.gradients;

import dev.vecurrent.io.OutputFile;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Curves as a PNG: a panel for each stage, of powers of ten from -20 to 5. */
final class Plot {

  private Plot() {}

  static void write(List<Curve> curves, Path file) throws IOException {
    System.setProperty("java.awt.headless", "true");
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      Map<String, XYChart> panels = new LinkedHashMap<>();
      for (Curve curve : curves) {
        double[] powers = Arrays.stream(curve.norms()).map(Math::log10).toArray();
        panels
            .computeIfAbsent(curve.stage(), stage -> panel(stage, powers.length))
            .addSeries(curve.network().title, powers)
            .setLineColor(new Color(curve.network().color));
      }
      List<XYChart> row = List.copyOf(panels.values());
      BitmapEncoder.saveBitmap(row, 1, row.size(), png, BitmapFormat.PNG);
    } catch (InternalError | LinkageError e) {
      throw new IOException("this JVM cannot draw text: install fontconfig and a font", e);
    }
    OutputFile.write(file, png.toByteArray());
  }

  private static XYChart panel(String title, int distance) {
    XYChart panel = new XYChart(760, 620);
    panel.setTitle(title);
    panel.setXAxisTitle("distance d in steps");
    panel.setYAxisTitle("log10 of the norm of ds(1 + d) / ds(1)");
    panel.getStyler().setYAxisMin(-20.0).setYAxisMax(5.0).setMarkerSize(0);
    panel.getStyler().setLegendPosition(LegendPosition.InsideSW);
    panel.getStyler().setChartBackgroundColor(Color.WHITE);
    panel
        .addSeries("unchanged", new double[] {0, distance}, new double[] {0, 0})
        .setLineColor(Color.BLACK);
    return panel;
  }
}
