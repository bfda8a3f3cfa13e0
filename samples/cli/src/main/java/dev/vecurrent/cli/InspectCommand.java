package dev.vecurrent.cli;

import dev.vecurrent.Memory;
import dev.vecurrent.Model;
import dev.vecurrent.Plan;
import dev.vecurrent.cli.stream.StateOptions;
import dev.vecurrent.cli.stream.StreamReport;
import dev.vecurrent.console.LimitOptions;
import dev.vecurrent.console.Printable;
import dev.vecurrent.limit.CallEndedException;
import dev.vecurrent.limit.NodeFailedException;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.ModelRefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
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
    description = "Shows inputs, outputs, layers, the plan, how it streams and memory of a model.")
final class InspectCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LimitOptions limits = new LimitOptions();
  @Mixin private TimeoutOption timeout = new TimeoutOption();
  @Mixin private CutOptions cut = new CutOptions();
  @Mixin private StateOptions states = new StateOptions();

  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path file = Path.of("");

  @Option(
      names = "--dim",
      paramLabel = "NAME=SIZE",
      description = {
        "Size of a dimension that is not fixed, for the memory that calls take: by its symbol, or by INPUT.AXIS, counted from 0.",
        "Others are taken by their meaning, told by layers or names: batch 1, time 100, the rest 1; or as the model wants them."
      })
  private Map<String, Integer> sizes = new LinkedHashMap<>();

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Graph graph = OnnxImporter.read(file, limits.limits());
    FileReport report = new FileReport(file, graph);
    PrintWriter out = spec.commandLine().getOut();
    Model model;
    try {
      model =
          states.declare(
              Model.compile(
                  graph, cut.of(limits.compileOptions()), timeout.limits(Duration.ofSeconds(10))));
    } catch (ModelRefusedException e) {
      if (json) {
        printJson(report.refused(e), out);
      } else {
        report.printRefused(e, out);
      }
      out.flush();
      throw e;
    }
    if (json) {
      printJson(map(report, model), out);
    } else {
      report.print(out);
      print(model, out);
    }
    out.flush();
    return 0;
  }

  private static void printJson(Map<String, Object> map, PrintWriter out) {
    out.println(
        Printable.text(
            JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(map)));
  }

  private void print(Model model, PrintWriter out) {
    FileReport.print(model.inputs(), model.optionalInputs(), model.outputs(), model.notes(), out);
    out.println();
    List<Plan.Step> nodes = model.nodes();
    out.println("before: " + nodes.size() + " nodes");
    out.print(Printable.text(Plan.describe(nodes)));
    out.println();
    Plan plan = model.plan();
    out.println("after: " + plan.steps().size() + " steps");
    out.print(Printable.text(plan.describe()));
    out.println();
    new StreamReport(model).print(out);
    out.println();
    try {
      out.print(Printable.text(memory(model).describe()));
    } catch (CallEndedException | IllegalArgumentException | NodeFailedException e) {
      requireNoSizes(e);
      out.println("memory is not known: " + Printable.lineMessage(String.valueOf(e.getMessage())));
    }
  }

  private Memory memory(Model model) {
    return model.memory(sizes, timeout.limits(Memory.TIMEOUT));
  }

  /** Sizes that were asked for must be those that are shown. */
  private void requireNoSizes(RuntimeException e) {
    if (!sizes.isEmpty() && e instanceof IllegalArgumentException) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Map<String, Object> map(FileReport report, Model model) {
    Plan plan = model.plan();
    Map<String, Object> map = report.map();
    map.put("inputs", FileReport.values(model.inputs()));
    map.put("optionalInputs", FileReport.values(model.optionalInputs()));
    map.put("outputs", FileReport.values(model.outputs()));
    map.put("notes", model.notes());
    map.put("nodes", model.nodes());
    map.put("steps", plan.steps());
    map.put("parameters", plan.parameters());
    map.put("packedBytes", plan.packedBytes());
    map.put("constantBytes", plan.constantBytes());
    map.put("folded", new TreeMap<>(plan.folded()));
    map.put("absorbed", new TreeMap<>(plan.absorbed()));
    map.put("streaming", new StreamReport(model).map());
    try {
      map.put("memory", memory(model));
    } catch (CallEndedException | IllegalArgumentException | NodeFailedException e) {
      requireNoSizes(e);
      map.put("memory", Map.of("unknown", String.valueOf(e.getMessage())));
    }
    return map;
  }
}
