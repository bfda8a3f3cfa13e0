package dev.vecurrent.vad;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Fetches packages with the {@code npm} program, which knows the user's registry and proxy. */
final class NpmClient {

  private static final long MINUTES = 3;
  private static final int MOST_MESSAGE = 2_000;

  private final List<String> command;

  /** The program, with arguments that go before others. */
  NpmClient(String... command) {
    this.command = List.of(command);
  }

  /**
   * Fetches the archive of a package; its scripts are not run.
   *
   * @param name the package, such as {@code @scope/name@1.2.3}
   * @param folder an empty folder
   * @return the archive, in the folder
   * @throws IOException if npm cannot be started or fails; has its message
   */
  Path pack(String name, Path folder) throws IOException {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of("pack", name, "--pack-destination", folder.toString()));
    words.addAll(List.of("--ignore-scripts", "--no-update-notifier", "--fetch-retries=1"));
    Path messages = Files.createTempFile("vecurrent-npm", ".log");
    try {
      run(words, folder, messages);
    } finally {
      Files.delete(messages);
    }
    try (DirectoryStream<Path> archives = Files.newDirectoryStream(folder, "*.tgz")) {
      for (Path archive : archives) {
        return archive;
      }
    }
    throw new IOException("npm made no archive of " + name);
  }

  private static void run(List<String> words, Path folder, Path messages) throws IOException {
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(messages.toFile())
            .start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new IOException("npm did not finish within " + MINUTES + " minutes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while npm ran", e);
    } finally {
      process.destroy();
    }
    if (process.exitValue() != 0) {
      throw new IOException("npm failed: " + beginning(messages));
    }
  }

  private static String beginning(Path messages) throws IOException {
    try (InputStream in = Files.newInputStream(messages)) {
      return new String(in.readNBytes(MOST_MESSAGE), StandardCharsets.UTF_8).strip();
    }
  }
}
