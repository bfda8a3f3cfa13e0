package dev.vecurrent.text;

import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How fast a program reads and writes. */
public final class Speed {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--speed", description = "Say on the standard error how fast it was.")
  private boolean isWanted;

  private long tokens;
  private long nanos;

  /** Does a part of the work, and measures it. */
  public <T> T of(LanguageModel model, Supplier<T> work) {
    long before = model.read();
    long start = System.nanoTime();
    T made = work.get();
    nanos += System.nanoTime() - start;
    tokens += model.read() - before;
    return made;
  }

  /** Says how fast all of it was, where somebody wants to know. */
  public void print() {
    if (isWanted) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf("%,d characters read, %,.0f a second%n", tokens, tokens * 1e9 / nanos);
      err.flush();
    }
  }
}
