package dev.vecurrent.bench.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a measured process calls its model: the lines of {@link
 * dev.vecurrent.bench.start.model.NamedModel#calls}, behind the path of the file and the hop in
 * milliseconds. Uses little of the JDK, as what is measured does.
 *
 * @param file of the model
 * @param hopMillis how long a call may take, or 0
 * @param parts inputs, outputs and states
 */
record CallSpec(Path file, int hopMillis, List<Part> parts) {

  /** What a part is. */
  enum Kind {
    INPUT,
    NUMBER,
    OUTPUT,
    STATE
  }

  /**
   * An input, an output, or both.
   *
   * @param kind what it is
   * @param name of the input, or of the output that is no state
   * @param output of a state, the output that it comes from
   * @param shape of the tensor
   * @param number of a number, its value
   */
  record Part(Kind kind, String name, String output, List<Integer> shape, long number) {

    /** Elements of the tensor. */
    int size() {
      int size = 1;
      for (int dim : shape) {
        size *= dim;
      }
      return size;
    }

    /** The shape as an array. */
    int[] dims() {
      int[] dims = new int[shape.size()];
      for (int i = 0; i < dims.length; i++) {
        dims[i] = shape.get(i);
      }
      return dims;
    }
  }

  /** Reads a file that {@link #lines} gave. */
  static CallSpec read(Path spec) throws IOException {
    List<String> lines = Files.readAllLines(spec);
    List<Part> parts = new ArrayList<>();
    for (String line : lines.subList(2, lines.size())) {
      parts.add(part(line.split(" ", -1)));
    }
    return new CallSpec(Path.of(lines.get(0)), Integer.parseInt(lines.get(1)), parts);
  }

  /** The lines of a file for {@link #read}. */
  static List<String> lines(Path file, int hopMillis, List<String> calls) {
    List<String> lines = new ArrayList<>(List.of(file.toString(), Integer.toString(hopMillis)));
    lines.addAll(calls);
    return lines;
  }

  private static Part part(String[] words) {
    Kind kind =
        switch (words[0]) {
          case "input" -> Kind.INPUT;
          case "number" -> Kind.NUMBER;
          case "output" -> Kind.OUTPUT;
          case "state" -> Kind.STATE;
          default -> throw new IllegalArgumentException("no part is called " + words[0]);
        };
    return switch (kind) {
      case NUMBER -> new Part(kind, words[1], "", List.of(), Long.parseLong(words[2]));
      case STATE -> new Part(kind, words[1], words[2], shape(words[3]), 0);
      case INPUT, OUTPUT -> new Part(kind, words[1], "", shape(words[2]), 0);
    };
  }

  private static List<Integer> shape(String text) {
    List<Integer> shape = new ArrayList<>();
    for (String dim : text.split(",", -1)) {
      shape.add(Integer.parseInt(dim));
    }
    return shape;
  }
}
