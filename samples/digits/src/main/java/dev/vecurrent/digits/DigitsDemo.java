package dev.vecurrent.digits;

import dev.vecurrent.Model;
import dev.vecurrent.Plan;
import dev.vecurrent.Session;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Classifies digits: 28 rows of 28 pixels through LSTM(28 -> 128) and Linear(128 -> 10). */
public final class DigitsDemo {

  private static final int CLASSES = 10;
  private static final int BATCH = 64;

  private final Model model;
  private final Digits digits;
  private final int batch;

  /**
   * A demonstration.
   *
   * @param model a model with input {@code [batch, 28, 28]} and output {@code [batch, 10]}
   * @param digits what to classify
   * @throws IllegalArgumentException if the model has not one input and one output
   */
  public DigitsDemo(Model model, Digits digits) {
    if (model.inputs().size() != 1 || model.outputs().size() != 1) {
      throw new IllegalArgumentException(
          "expected a model with one input [batch, 28, 28] and one output [batch, 10], found "
              + model.inputs()
              + " and "
              + model.outputs());
    }
    this.model = model;
    this.digits = digits;
    this.batch = model.inputs().getFirst().shape().map(DigitsDemo::batch).orElse(BATCH);
  }

  /** A batch of one where the model was exported so. */
  private static int batch(List<Dimension> shape) {
    return !shape.isEmpty() && shape.getFirst().size() == 1 ? 1 : BATCH;
  }

  /** The bundled network, as PyTorch wrote it. */
  public static Model bundledModel() throws IOException {
    return Model.compile(bundledGraph());
  }

  static Graph bundledGraph() throws IOException {
    try (InputStream in = Digits.resource("digits.onnx")) {
      return OnnxImporter.read(in.readAllBytes(), "digits.onnx", ImportLimits.defaults());
    }
  }

  /**
   * Logits {@code [count, 10]} of all digits.
   *
   * @throws IllegalArgumentException if the model does not take the images, or its answers have
   *     another shape
   */
  public float[] logits() {
    Session session = model.newSession();
    float[] logits = new float[digits.count() * CLASSES];
    Tensor[] outputs = {Tensor.growable(ElementType.FLOAT32)};
    for (int from = 0; from < digits.count(); from += batch) {
      int count = Math.min(batch, digits.count() - from);
      Tensor x = Tensor.of(digits.scaled(from, count), count, Digits.SIDE, Digits.SIDE);
      session.run(new Tensor[] {x}, outputs);
      if (!Arrays.equals(outputs[0].shape(), new int[] {count, CLASSES})) {
        throw new IllegalArgumentException(
            "output %s: expected [%d, %d], found %s"
                .formatted(model.outputs().getFirst().name(), count, CLASSES, outputs[0]));
      }
      System.arraycopy(outputs[0].floats(), 0, logits, from * CLASSES, count * CLASSES);
    }
    return logits;
  }

  /** How often digit {@code row} was taken for {@code column}. */
  public int[][] confusion() {
    float[] logits = logits();
    int[][] confusion = new int[CLASSES][CLASSES];
    for (int i = 0; i < digits.count(); i++) {
      int best = 0;
      for (int c = 1; c < CLASSES; c++) {
        if (logits[i * CLASSES + c] > logits[i * CLASSES + best]) {
          best = c;
        }
      }
      confusion[digits.labels()[i]][best]++;
    }
    return confusion;
  }

  /** The share of digits that a confusion table has on its diagonal. */
  public static double accuracy(int[][] confusion) {
    int right = 0;
    int all = 0;
    for (int row = 0; row < confusion.length; row++) {
      right += confusion[row][row];
      for (int count : confusion[row]) {
        all += count;
      }
    }
    return (double) right / all;
  }

  /** Prints accuracy, confusion, speed and the plan in short. */
  public void print(PrintStream out) {
    int[][] confusion = confusion();
    out.printf(
        Locale.ROOT,
        "%,d held-back digits, %.2f %% right%n%n",
        digits.count(),
        100 * accuracy(confusion));
    out.println("   taken for   0    1    2    3    4    5    6    7    8    9");
    for (int row = 0; row < CLASSES; row++) {
      out.printf(Locale.ROOT, "   digit %d  ", row);
      for (int count : confusion[row]) {
        out.print(count == 0 ? "    ." : String.format(Locale.ROOT, "%5d", count));
      }
      out.println();
    }
    out.printf(Locale.ROOT, "%n%,.0f sequences a second, one thread%n%n", speed());
    for (Plan.Step step : model.plan().steps()) {
      out.println(step.operator() + " -> " + String.join(", ", step.outputs()));
      step.details().forEach(line -> out.println("  " + line));
    }
  }

  /** Sequences a second once the code is warm: the best of some seconds' passes. */
  private double speed() {
    double best = 0;
    long end = System.nanoTime() + 2_000_000_000L;
    while (System.nanoTime() < end) {
      long start = System.nanoTime();
      logits();
      best = Math.max(best, digits.count() * 1e9 / (System.nanoTime() - start));
    }
    return best;
  }
}
