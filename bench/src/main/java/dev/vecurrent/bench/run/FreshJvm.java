package dev.vecurrent.bench.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands that start this program again, with the modules and permissions that it needs. */
public final class FreshJvm {

  private static final String MAIN = "dev.vecurrent.bench.Main";
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private FreshJvm() {}

  /** Whether this JVM was started without the Vector API's module. */
  public static boolean isNeeded() {
    return ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty();
  }

  /** Runs the same program with the same arguments in a JVM that has the module. */
  public static int run(List<String> arguments) throws Exception {
    List<String> command = command();
    command.addAll(arguments);
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  /** The command without arguments; a list that can be added to. */
  static List<String> command() {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules=" + VECTOR_MODULE,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            MAIN));
  }
}
