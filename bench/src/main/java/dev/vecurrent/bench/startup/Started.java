package dev.vecurrent.bench.startup;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * What one process showed. Times are milliseconds from just before it was started, on this
 * process's clock.
 *
 * @param first to the first answer
 * @param windows what came after it, in order
 * @param answer floats of the answer
 */
record Started(double first, List<Window> windows, List<Float> answer) {

  /**
   * Some calls.
   *
   * @param end when the last of them ended
   * @param micros what a call took, in microseconds
   */
  record Window(double end, double micros) {}

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
    List<Window> windows = new ArrayList<>();
    List<Float> answer = List.of();
    long wall = System.currentTimeMillis();
    long start = System.nanoTime();
    Process process = builder.start();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(MeasuredCalls.FIRST)) {
          first = (System.nanoTime() - start) / 1e6;
        } else if (line.startsWith(MeasuredCalls.WINDOW)) {
          windows.add(window(line.substring(MeasuredCalls.WINDOW.length()), wall));
        } else if (line.startsWith(MeasuredCalls.ANSWER)) {
          answer = floats(line.substring(MeasuredCalls.ANSWER.length()));
        }
      }
    } finally {
      process.destroy();
    }
    if (Double.isNaN(first) || answer.isEmpty()) {
      throw new IOException(
          String.format(
              Locale.ROOT, "%s gave no answer: %s", command, Files.readString(errors).strip()));
    }
    return new Started(first, List.copyOf(windows), answer);
  }

  private static Window window(String line, long wall) {
    int space = line.indexOf(' ');
    return new Window(
        Long.parseLong(line.substring(0, space)) - wall,
        Double.parseDouble(line.substring(space + 1)));
  }

  private static List<Float> floats(String line) {
    String rest = line.strip();
    List<Float> floats = new ArrayList<>();
    for (int at = 0; at < rest.length(); ) {
      int end = rest.indexOf(' ', at);
      end = end < 0 ? rest.length() : end;
      floats.add(Float.intBitsToFloat(HexFormat.fromHexDigits(rest, at, end)));
      at = end + 1;
    }
    return List.copyOf(floats);
  }

  /** Microseconds a call at full speed: the median of the last quarter of windows. */
  double peak() {
    List<Window> last = windows.subList(windows.size() * 3 / 4, windows.size());
    return Medians.of(last.stream().mapToDouble(Window::micros).toArray());
  }

  /**
   * When calls first came within 90 % of the peak rate and stayed there for the median of five
   * windows; NaN where they did not.
   */
  double ninety() {
    double enough = peak() / 0.9;
    for (int i = 0; i + 5 <= windows.size(); i++) {
      List<Window> next = windows.subList(i, i + 5);
      if (next.getFirst().micros() <= enough
          && Medians.of(next.stream().mapToDouble(Window::micros).toArray()) <= enough) {
        return next.getFirst().end();
      }
    }
    return Double.NaN;
  }

  /**
   * Microseconds a call in an interval of time.
   *
   * @return the median of the windows that end in {@code [from, to)}; NaN where there is none
   */
  double between(double from, double to) {
    return Medians.of(
        windows.stream()
            .filter(window -> window.end() >= from && window.end() < to)
            .mapToDouble(Window::micros)
            .toArray());
  }
}
