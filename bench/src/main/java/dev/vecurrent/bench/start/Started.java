package dev.vecurrent.bench.start;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one process showed. Times are milliseconds.
 *
 * @param first from just before the process was started to its first answer
 * @param firstCpu of all processors, until then
 * @param reached from the compiled model to the end of some calls, by their numbers
 * @param second calls of the first second after the model was compiled
 * @param calls what a call took, by the number of the last of a few
 * @param windows what came after the first answer, in order
 * @param late of paced calls, those later than the next hop; else NaN
 * @param longest of paced calls; else NaN
 * @param answer floats of the first answer
 */
record Started(
    double first,
    double firstCpu,
    Map<Integer, Double> reached,
    double second,
    Map<Integer, Double> calls,
    List<Window> windows,
    double late,
    double longest,
    List<Float> answer) {

  /** Calls within this share of their final time are at full speed. */
  private static final double SETTLED = 1.2;

  /** So many windows must be. */
  private static final int IN_A_ROW = 5;

  /**
   * Some calls.
   *
   * @param at when the last of them ended, from the compiled model
   * @param millis what a call took
   * @param cpu of all processors, since the process began
   */
  record Window(double at, double millis, double cpu) {}

  /**
   * Starts a process and waits for its end.
   *
   * @param command the command line
   * @param errors a file for what it says on its error output
   * @throws IOException if it does not answer; tells what it said
   */
  static Started run(List<String> command, Path errors) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    double first = Double.NaN;
    double firstCpu = Double.NaN;
    List<String> said = new ArrayList<>();
    long start = System.nanoTime();
    Process process = builder.start();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(MeasuredCalls.FIRST)) {
          first = (System.nanoTime() - start) / 1e6;
          firstCpu =
              process.info().totalCpuDuration().map(Duration::toMillis).orElse(-1L).doubleValue();
        } else {
          said.add(line);
        }
      }
    } finally {
      process.destroy();
    }
    Started started = of(first, firstCpu, said);
    if (Double.isNaN(first) || started.answer.isEmpty()) {
      throw new IOException(
          String.format(
              Locale.ROOT, "%s gave no answer: %s", command, Files.readString(errors).strip()));
    }
    return started;
  }

  /** What the lines of a process say. */
  static Started of(double first, double firstCpu, List<String> said) {
    Map<Integer, Double> reached = new TreeMap<>();
    Map<Integer, Double> calls = new TreeMap<>();
    List<Window> windows = new ArrayList<>();
    List<Float> answer = new ArrayList<>();
    double second = Double.NaN;
    double late = Double.NaN;
    double longest = Double.NaN;
    for (String line : said) {
      int space = line.indexOf(' ') + 1;
      String[] words = line.substring(space).strip().split(" ", -1);
      switch (line.substring(0, space)) {
        case MeasuredCalls.REACHED -> reached.put((int) number(words[1]), number(words[0]));
        case MeasuredCalls.SECOND -> second = number(words[0]);
        case MeasuredCalls.CALLS -> calls.put((int) number(words[0]), number(words[1]));
        case MeasuredCalls.WINDOW ->
            windows.add(new Window(number(words[0]), number(words[1]), number(words[2])));
        case MeasuredCalls.LATE -> {
          late = number(words[0]);
          longest = number(words[2]);
        }
        case MeasuredCalls.ANSWER -> {
          for (String word : words) {
            answer.add(Float.intBitsToFloat(HexFormat.fromHexDigits(word)));
          }
        }
        default -> {}
      }
    }
    return new Started(
        first, firstCpu, reached, second, calls, windows, late, longest, List.copyOf(answer));
  }

  private static double number(String word) {
    return Double.parseDouble(word);
  }

  /** Milliseconds a call at full speed: the median of the last quarter of windows. */
  double last() {
    List<Window> end = windows.subList(windows.size() * 3 / 4, windows.size());
    return Medians.of(end.stream().mapToDouble(Window::millis).toArray());
  }

  /** The window after which calls are at full speed: five in a row; NaN where there is none. */
  Window settled() {
    double enough = SETTLED * last();
    for (int i = 0; i + IN_A_ROW <= windows.size(); i++) {
      List<Window> next = windows.subList(i, i + IN_A_ROW);
      if (next.getFirst().millis() <= enough
          && Medians.of(next.stream().mapToDouble(Window::millis).toArray()) <= enough) {
        return next.getFirst();
      }
    }
    return new Window(Double.NaN, Double.NaN, Double.NaN);
  }
}
