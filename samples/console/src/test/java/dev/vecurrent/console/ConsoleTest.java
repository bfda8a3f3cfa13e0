package dev.vecurrent.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ConsoleTest {

  /** A program that ends as it is told. */
  @Command(name = "vecurrent program")
  static final class Program implements Callable<Integer> {

    @Mixin private StandardOptions standard = new StandardOptions();
    @Mixin private LimitOptions limits = new LimitOptions();
    private final Callable<Integer> end;

    Program(Callable<Integer> end) {
      this.end = end;
    }

    @Override
    public Integer call() throws Exception {
      assertThat(limits.limits()).isNotNull();
      return end.call();
    }
  }

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Callable<Integer> end, String... args) {
    Program program = new Program(end);
    return Console.of(program, program.standard::debug)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .execute(args);
  }

  @Test
  void aWrongCommandLineIsOneLineThatNamesTheHelp() {
    assertThat(run(() -> 0, "--frob\n")).isEqualTo(2);
    assertThat(err.toString().strip().lines())
        .singleElement()
        .asString()
        .startsWith("error: ")
        .endsWith("see vecurrent program --help");
    assertThat(run(() -> 0, "--limit-nodes", "0")).isEqualTo(2);
    assertThat(run(() -> 0, "--help")).isZero();
    assertThat(out.toString()).contains("Usage: vecurrent program", "--debug", "Exit status: 0");
  }

  @Test
  void errorsAreOneLineAndTracesNeedDebug() {
    Callable<Integer> missing =
        () -> {
          throw new NoSuchFileException("a\nb");
        };
    assertThat(run(missing)).isEqualTo(1);
    assertThat(err.toString().strip()).isEqualTo("error: a\\nb: there is no such file");
    assertThat(run(missing, "--debug")).isEqualTo(1);
    assertThat(err.toString()).contains("    at dev.vecurrent.console.ConsoleTest");
  }

  @Test
  void errorsWithoutTextAndOfTheMachineAreToldToo() {
    assertThat(
            run(() -> {
              throw new IOException();
            }))
        .isEqualTo(1);
    assertThat(
            run(() -> {
              throw new OutOfMemoryError("a test");
            }))
        .isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly(
            "error: IOException",
            "error: out of memory: a larger heap (JAVA_TOOL_OPTIONS=-Xmx4g) may help");
  }

  @Test
  void aStrangersNamesDoNotControlTheTerminal() {
    assertThat(Printable.line("a\u001b[2Jb\nc\u0007")).isEqualTo("a\\u001b[2Jb\\nc\\u0007");
    assertThat(Printable.text("a\u001bb\nc\r\u009b")).isEqualTo("a\\u001bb\nc\\r\\u009b");
    assertThat(Printable.message("a\nb\u0007")).isEqualTo("a\nb\\u0007");
    assertThat(Printable.lineMessage("a\nb")).isEqualTo("a\\nb");
  }
}
