package dev.vecurrent.bench.run;

import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.result.Machine;
import dev.vecurrent.bench.result.ResultFiles;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Where results go: an option that commands share. */
public final class Results {

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "Folder of the results; by default bench/target/results.")
  private Path folder = ResultFiles.directory();

  /** Writes results, and the machine beside them. */
  public void write(String name, List<JmhResult> results, String command) {
    ResultFiles.write(folder.resolve(name + ".json"), results);
    ResultFiles.writeJson(folder.resolve("machine.json"), Machine.now("bench " + command));
  }
}
