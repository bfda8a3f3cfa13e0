package dev.vecurrent.text;

import dev.vecurrent.console.Console;
import dev.vecurrent.console.StandardOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the programs of the lecture have in common: their options, and how good they are. */
public abstract class Program implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StandardOptions standard = new StandardOptions();
  @Mixin private ModelOptions model = new ModelOptions();

  @Option(names = "--json", description = "Print JSON: one object a line.")
  private boolean json;

  @Option(
      names = "--held-back",
      description = "Run what training never saw, and print how much of it is right.")
  private boolean heldBack;

  /** A program that has not been asked for anything yet. */
  protected Program() {}

  /** Its command line, with the handling of errors. */
  protected final CommandLine commandLineOfThis() {
    return Console.of(this, standard::debug);
  }

  /** What was asked for: status 0, or 1 where a part of it failed. */
  protected abstract int run() throws IOException;

  /** How good the model is on what comes with the program and was kept from training. */
  protected abstract List<Figure> heldBack() throws IOException;

  @Override
  public final Integer call() throws IOException {
    if (!heldBack) {
      int status = run();
      out().flush();
      return status;
    }
    if (spec.commandLine().getParseResult().hasMatchedPositional(0)) {
      throw wrong("--held-back has texts of its own: leave out others");
    }
    List<Figure> figures = heldBack();
    if (json) {
      out().println(Json.write(Map.of("heldBack", figures)));
    } else {
      figures.forEach(figure -> out().println(figure.line()));
    }
    out().flush();
    return 0;
  }

  /** Where answers go. */
  protected final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Where what is said beside answers goes. */
  protected final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Whether answers are JSON. */
  protected final boolean isJson() {
    return json;
  }

  /** The model: the one that comes with the program, or another of the same form. */
  protected final ModelOptions model() {
    return model;
  }

  /** Tells an error that does not end the program; returns the status 1. */
  protected final int tell(Exception error) {
    return Console.report(error, spec.commandLine(), standard.debug());
  }

  /** An error of usage. */
  protected final ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
