package dev.vecurrent.cli;

import dev.vecurrent.Model;
import dev.vecurrent.Plan;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.spec.ValueInfo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code inspect}: what a model is and what a run of it does. */
@Command(
    name = "inspect",
    description = "Shows inputs, outputs, layers, memory and the plan of a model.")
final class InspectCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LimitOptions limits = new LimitOptions();

  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path file = Path.of("");

  @Option(
      names = "--dim",
      paramLabel = "NAME=SIZE",
      description = {
        "Size of a dimension that is not fixed, for the memory that calls take: by its symbol, or INPUT.AXIS where it has none.",
        "Others are taken by their meaning, told by layers or names: batch 1, time 100, the rest 1; or as the model wants them."
      })
  private Map<String, Integer> sizes = new LinkedHashMap<>();

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Model model = Model.compile(OnnxImporter.read(file, limits.limits()), limits.compileOptions());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          JsonMapper.builder()
              .build()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(map(model)));
    } else {
      print(model, out);
    }
    out.flush();
    return 0;
  }

  private void print(Model model, PrintWriter out) {
    out.println("model    " + file);
    model.inputs().forEach(input -> out.println("input    " + Printable.line(input.toString())));
    model.outputs().forEach(output -> out.println("output   " + Printable.line(output.toString())));
    out.println();
    List<Plan.Step> nodes = model.nodes();
    out.println("before: " + nodes.size() + " nodes");
    out.print(Printable.text(Plan.describe(nodes)));
    out.println();
    Plan plan = model.plan();
    out.println("after: " + plan.steps().size() + " steps");
    out.print(Printable.text(plan.describe()));
    out.println();
    try {
      out.print(Printable.text(model.memory(sizes).describe()));
    } catch (IllegalArgumentException e) {
      requireNoSizes(e);
      out.println("memory is not known: " + Printable.text(String.valueOf(e.getMessage())));
    }
  }

  /** Sizes that were asked for must be those that are shown. */
  private void requireNoSizes(IllegalArgumentException e) {
    if (!sizes.isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Map<String, Object> map(Model model) {
    Plan plan = model.plan();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("model", file.toString());
    map.put("inputs", values(model.inputs()));
    map.put("outputs", values(model.outputs()));
    map.put("nodes", model.nodes());
    map.put("steps", plan.steps());
    map.put("parameters", plan.parameters());
    map.put("packedBytes", plan.packedBytes());
    map.put("constantBytes", plan.constantBytes());
    map.put("folded", new TreeMap<>(plan.folded()));
    map.put("absorbed", new TreeMap<>(plan.absorbed()));
    try {
      map.put("memory", model.memory(sizes));
    } catch (IllegalArgumentException e) {
      requireNoSizes(e);
      map.put("memory", Map.of("unknown", String.valueOf(e.getMessage())));
    }
    return map;
  }

  private static List<Map<String, Object>> values(List<ValueInfo> infos) {
    return infos.stream()
        .map(info -> {
          Map<String, Object> value = new LinkedHashMap<>();
          value.put("name", info.name());
          value.put("type", info.type().name());
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
