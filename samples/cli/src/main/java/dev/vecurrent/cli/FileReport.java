package dev.vecurrent.cli;

import dev.vecurrent.console.Printable;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.ModelRefusedException;
import dev.vecurrent.spec.ValueInfo;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code inspect} says of a file before it says what a run does, or why there is none. */
final class FileReport {

  private final Path file;
  private final Graph graph;

  FileReport(Path file, Graph graph) {
    this.file = file;
    this.graph = graph;
  }

  /** Who wrote the file, and in which versions. */
  void print(PrintWriter out) {
    out.println("model    " + Printable.line(file.toString()));
    String producer = graph.file().producer();
    out.println("producer " + (producer.isEmpty() ? "not named" : Printable.line(producer)));
    String opsets = graph.file().opsetWords();
    out.println(
        "format   IR version "
            + graph.file().irVersion()
            + ", operators of "
            + (opsets.isEmpty() ? "no named version" : Printable.line(opsets)));
  }

  /** Inputs, outputs and notes, of the file or of what is left of it. */
  static void print(
      List<ValueInfo> inputs,
      List<ValueInfo> optional,
      List<ValueInfo> outputs,
      List<Finding> notes,
      PrintWriter out) {
    inputs.forEach(input -> out.println("input    " + Printable.line(input.toString())));
    optional.forEach(input -> out.println("optional " + Printable.line(input.toString())));
    outputs.forEach(output -> out.println("output   " + Printable.line(output.toString())));
    notes.forEach(note -> out.println("note     " + Printable.line(note.toString())));
  }

  /** All that can be told of a file that is refused. */
  void printRefused(ModelRefusedException refusal, PrintWriter out) {
    print(out);
    print(graph.inputs(), graph.optionalInputs(), graph.outputs(), graph.file().notes(), out);
    out.println();
    int findings = refusal.findings().size();
    out.println("refused: " + findings + (findings == 1 ? " finding" : " findings"));
    refusal.findings().forEach(f -> out.println("  " + Printable.line(f.toString())));
    if (!refusal.advice().isEmpty()) {
      out.println(Printable.line(refusal.advice()));
    }
  }

  /** Who wrote the file, as an object of JSON. */
  Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("model", file.toString());
    map.put("producer", graph.file().producer());
    map.put("irVersion", graph.file().irVersion());
    Map<String, Integer> opsets = new TreeMap<>();
    graph
        .file()
        .opsets()
        .forEach((domain, version) -> opsets.put(domain.isEmpty() ? "ai.onnx" : domain, version));
    map.put("opsets", opsets);
    return map;
  }

  /** A file that is refused, as an object of JSON. */
  Map<String, Object> refused(ModelRefusedException refusal) {
    Map<String, Object> map = map();
    map.put("inputs", values(graph.inputs()));
    map.put("optionalInputs", values(graph.optionalInputs()));
    map.put("outputs", values(graph.outputs()));
    map.put("notes", graph.file().notes());
    map.put("findings", refusal.findings());
    map.put("advice", refusal.advice());
    return map;
  }

  /** Values as objects of JSON. */
  static List<Map<String, Object>> values(List<ValueInfo> infos) {
    return infos.stream()
        .map(info -> {
          Map<String, Object> value = new LinkedHashMap<>();
          value.put("name", info.name());
          if (info.isTyped()) {
            value.put("type", info.type().name());
          }
          info.shape()
              .ifPresent(dims ->
                  value.put(
                      "shape",
                      dims.stream()
                          .map(d -> d.isFixed() ? (Object) d.size() : d.symbol())
                          .toList()));
          return value;
        })
        .toList();
  }
}
