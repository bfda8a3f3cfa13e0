package dev.vecurrent.testing;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The kept cases of a harness: the files of the resource folder that has its name. */
public final class FuzzCorpus {

  private FuzzCorpus() {}

  /** A test for each file. */
  public static Stream<DynamicTest> tests(Class<?> harness, Consumer<byte[]> entry) {
    List<Path> files = files(harness);
    if (files.isEmpty()) {
      throw new AssertionError(harness.getSimpleName() + " has no corpus");
    }
    return files.stream()
        .map(file ->
            DynamicTest.dynamicTest(
                String.valueOf(file.getFileName()), () -> entry.accept(Files.readAllBytes(file))));
  }

  private static List<Path> files(Class<?> harness) {
    String name = harness.getSimpleName();
    URL folder = Objects.requireNonNull(harness.getResource(name), name);
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files.sorted().toList();
    } catch (IOException | URISyntaxException e) {
      throw new AssertionError("no corpus of " + name, e);
    }
  }
}
