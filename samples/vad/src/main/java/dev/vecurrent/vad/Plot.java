package dev.vecurrent.vad;

import dev.vecurrent.io.OutputFile;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * A picture of the waveform with the probability of speech under it, segments shaded. Listens to a
 * {@link Detection}; its memory does not grow with the audio.
 */
public final class Plot implements Detection.Listener {

  private static final int WIDTH = 1_600;
  private static final int HEIGHT = 760;
  private static final int LEFT = 96;
  private static final int RIGHT = WIDTH - 32;
  private static final int WAVE_TOP = 72;
  private static final int WAVE_BOTTOM = 392;
  private static final int SPEECH_TOP = 432;
  private static final int SPEECH_BOTTOM = 676;
  private static final int COLUMNS = 8_192;
  private static final int SAMPLES_OF_COLUMN = 16;

  private static final Color INK = new Color(0x22, 0x2b, 0x38);
  private static final Color FAINT = new Color(0xd5, 0xdb, 0xe3);
  private static final Color WAVE = new Color(0x2f, 0x5d, 0x8c);
  private static final Color SPEECH = new Color(0xc2, 0x55, 0x1e);
  private static final Color SHADE = new Color(0xf6, 0xe3, 0xb4, 0xb0);
  private static final Color LIMIT = new Color(0x6b, 0x77, 0x86);
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 16);
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);

  private final SampleRate rate;
  private final Envelope wave = new Envelope(SAMPLES_OF_COLUMN, COLUMNS);
  private final Envelope speech = new Envelope(1, COLUMNS);
  private long samples;

  /** An empty picture. */
  public Plot(SampleRate rate) {
    this.rate = rate;
  }

  @Override
  public void chunk(float[] chunk, int length, float probability) {
    for (int i = 0; i < length; i++) {
      wave.add(chunk[i]);
    }
    speech.add(probability);
    samples += length;
  }

  /**
   * Draws and writes the picture, a PNG file.
   *
   * @param title what is shown, such as the name of the audio
   * @throws IOException if it cannot be written, or the machine has no fonts
   */
  public void write(Path file, String title, List<Segment> segments, SegmentRule rule)
      throws IOException {
    System.setProperty("java.awt.headless", "true");
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, WIDTH, HEIGHT);
      shade(g, segments);
      timeAxis(g);
      waveform(g);
      probability(g, rule);
      heading(g, title, segments.size());
    } catch (InternalError | NullPointerException e) {
      // What Java2D throws where the machine has no font at all.
      throw new IOException(
          "the picture's text needs fonts (Debian: apt-get install fontconfig fonts-dejavu-core)",
          e);
    } finally {
      g.dispose();
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    if (!ImageIO.write(image, "png", png)) {
      throw new IOException(file + ": this Java cannot write PNG files");
    }
    OutputFile.write(file, png.toByteArray());
  }

  private double seconds() {
    return Math.max(samples, 1) / (double) rate.hertz();
  }

  /** Where a sample is, from left to right. */
  private double x(double sample) {
    return LEFT + (RIGHT - LEFT) * Math.min(1, sample / Math.max(samples, 1L));
  }

  private void shade(Graphics2D g, List<Segment> segments) {
    g.setColor(SHADE);
    for (Segment segment : segments) {
      double from = x((double) segment.start());
      double width = Math.max(1, x((double) segment.end()) - from);
      g.fill(new Rectangle2D.Double(from, WAVE_TOP, width, WAVE_BOTTOM - WAVE_TOP));
      g.fill(new Rectangle2D.Double(from, SPEECH_TOP, width, SPEECH_BOTTOM - SPEECH_TOP));
    }
  }

  private void timeAxis(Graphics2D g) {
    double step = tickSeconds(seconds());
    g.setFont(TEXT);
    for (int i = 0; i * step <= seconds(); i++) {
      double at = x(i * step * rate.hertz());
      g.setColor(FAINT);
      g.draw(new Line2D.Double(at, WAVE_TOP, at, WAVE_BOTTOM));
      g.draw(new Line2D.Double(at, SPEECH_TOP, at, SPEECH_BOTTOM));
      g.setColor(INK);
      centred(g, label(i * step, step), at, SPEECH_BOTTOM + 24);
    }
    centred(g, "time in seconds", (LEFT + RIGHT) / 2.0, HEIGHT - 20);
  }

  /** Seconds between marks: 1, 2 or 5 times a power of ten, 8 to 20 marks. */
  static double tickSeconds(double seconds) {
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(seconds / 8)));
    double factor = seconds / 8 / power;
    return power * (factor >= 5 ? 5 : factor >= 2 ? 2 : 1);
  }

  private static String label(double seconds, double step) {
    int digits = (int) Math.max(0, -Math.floor(StrictMath.log10(step) + 1e-9));
    return String.format(Locale.ROOT, "%." + digits + "f", seconds);
  }

  private void waveform(Graphics2D g) {
    float peak = 0.01f;
    for (int i = 0; i < wave.columns(); i++) {
      peak = Math.max(peak, Math.max(wave.high(i), -wave.low(i)));
    }
    double middle = (WAVE_TOP + WAVE_BOTTOM) / 2.0;
    double scale = (WAVE_BOTTOM - WAVE_TOP) / 2.0 / peak * 0.95;
    Path2D.Double outline = new Path2D.Double();
    outline.moveTo(LEFT, middle);
    for (int i = 0; i < wave.columns(); i++) {
      outline.lineTo(x((i + 0.5) * wave.valuesOfColumn()), middle - scale * wave.high(i));
    }
    for (int i = wave.columns() - 1; i >= 0; i--) {
      outline.lineTo(x((i + 0.5) * wave.valuesOfColumn()), middle - scale * wave.low(i));
    }
    outline.closePath();
    g.setColor(WAVE);
    g.fill(outline);
    g.setStroke(new BasicStroke(0.8f));
    g.draw(outline);
    frame(g, WAVE_TOP, WAVE_BOTTOM, "amplitude");
    for (double part : new double[] {-1, 0, 1}) {
      value(g, String.format(Locale.ROOT, "%.2f", part * peak), middle - scale * part * peak);
    }
  }

  private void probability(Graphics2D g, SegmentRule rule) {
    Path2D.Double line = new Path2D.Double();
    double chunk = rate.chunk();
    for (int i = 0; i < speech.columns(); i++) {
      double from = x(chunk * i * speech.valuesOfColumn());
      double to = x(chunk * (i + 1) * speech.valuesOfColumn());
      // Several chunks in a column: from the least to the greatest.
      if (i == 0) {
        line.moveTo(from, y(speech.low(i)));
      }
      line.lineTo(from, y(speech.low(i)));
      line.lineTo(from, y(speech.high(i)));
      line.lineTo(to, y(speech.high(i)));
    }
    limit(g, rule.threshold());
    limit(g, rule.negativeThreshold());
    limits(g, rule);
    g.setColor(SPEECH);
    g.setStroke(new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
    g.draw(line);
    frame(g, SPEECH_TOP, SPEECH_BOTTOM, "probability of speech");
    for (double value : new double[] {0, 0.5, 1}) {
      value(g, String.format(Locale.ROOT, "%.1f", value), y(value));
    }
  }

  private static double y(double probability) {
    return SPEECH_BOTTOM - 4 - (SPEECH_BOTTOM - SPEECH_TOP - 8) * probability;
  }

  private static void limit(Graphics2D g, double probability) {
    g.setColor(LIMIT);
    g.setStroke(
        new BasicStroke(
            1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {7, 6}, 0));
    g.draw(new Line2D.Double(LEFT, y(probability), RIGHT, y(probability)));
  }

  /** What the dashed lines are, where no curve runs through it. */
  private static void limits(Graphics2D g, SegmentRule rule) {
    g.setColor(LIMIT);
    g.setFont(TEXT);
    String text =
        String.format(
            Locale.ROOT,
            "dashed: threshold %.2f, negative threshold %.2f",
            rule.threshold(),
            rule.negativeThreshold());
    g.drawString(text, RIGHT - g.getFontMetrics().stringWidth(text), HEIGHT - 20);
  }

  private static void frame(Graphics2D g, int top, int bottom, String name) {
    g.setColor(INK);
    g.setStroke(new BasicStroke(1f));
    g.drawRect(LEFT, top, RIGHT - LEFT, bottom - top);
    g.setFont(TEXT);
    AffineTransform upright = g.getTransform();
    g.rotate(-Math.PI / 2, 28, (top + bottom) / 2.0);
    centred(g, name, 28, (top + bottom) / 2.0 + 5);
    g.setTransform(upright);
  }

  private static void value(Graphics2D g, String text, double y) {
    g.setColor(INK);
    g.setFont(TEXT);
    g.drawString(text, LEFT - 8f - g.getFontMetrics().stringWidth(text), (float) y + 6);
    g.draw(new Line2D.Double(LEFT - 4, y, LEFT, y));
  }

  private void heading(Graphics2D g, String title, int count) {
    g.setColor(INK);
    g.setFont(TITLE);
    g.drawString(title, LEFT, 44);
    g.setFont(TEXT);
    String key =
        String.format(
            Locale.ROOT,
            "%d %s of speech (shaded), %.2f s, %,d Hz",
            count,
            count == 1 ? "segment" : "segments",
            seconds(),
            rate.hertz());
    g.drawString(key, RIGHT - g.getFontMetrics().stringWidth(key), 44);
  }

  private static void centred(Graphics2D g, String text, double x, double y) {
    g.drawString(text, (float) (x - g.getFontMetrics().stringWidth(text) / 2.0), (float) y);
  }
}
