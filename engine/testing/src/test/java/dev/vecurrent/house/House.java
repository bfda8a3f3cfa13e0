package dev.vecurrent.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The project's folder, whichever module's tests run. */
final class House {

  private static final Set<String> NOT_WRITTEN_BY_HAND = Set.of("target", ".git");

  private House() {}

  /** The folder with the launcher. */
  static Path root() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("vecurrent"))) {
      root = Objects.requireNonNull(root.getParent());
    }
    return root;
  }

  /** All Java files of some folder whose path has a part, such as {@code src/main/java}. */
  static List<Path> javaFiles(Path folder, String part) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes) {
            return NOT_WRITTEN_BY_HAND.contains(entered.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java") && file.toString().contains(part)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }

  /** The folders of samples: those of {@code samples}, and those of a group in it. */
  static List<Path> samples() throws IOException {
    try (Stream<Path> folders = Files.walk(root().resolve("samples"), 2)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("pom.xml")) && !isGroup(folder))
          .sorted()
          .toList();
    }
  }

  /** Whether a folder has only others: its pom lists them as modules. */
  static boolean isGroup(Path folder) throws UncheckedIOException {
    try {
      return Files.readString(folder.resolve("pom.xml")).contains("<modules>");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a folder of samples is a program: the launcher asks the same. */
  static boolean isProgram(Path sample) {
    return Files.exists(
        sample.resolve("src/main/java/dev/vecurrent/" + name(sample) + "/Main.java"));
  }

  /** A program that is a sample: all but the command line. */
  static boolean isSample(Path sample) {
    return isProgram(sample) && !name(sample).equals("cli");
  }

  static String name(Path folder) {
    return folder.getFileName().toString();
  }

  /** Markdown that readers meet first: the project's own page and those of {@code docs}. */
  static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(root().resolve("docs"))) {
      return Stream.concat(
              Stream.of(root().resolve("README.md")),
              docs.filter(file -> file.toString().endsWith(".md")).sorted())
          .toList();
    }
  }
}
