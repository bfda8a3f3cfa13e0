package dev.vecurrent.cli.stream;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Model files that are named one by one or by a folder. */
public final class ModelFiles {

  private static final String ENDING = ".onnx";

  private ModelFiles() {}

  /**
   * A file as it is, or all files of a tree of folders that end in {@code .onnx}, sorted.
   *
   * @throws java.io.UncheckedIOException if a link leads back to a folder that it is in
   */
  public static List<Path> of(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return Files.exists(path) ? List.of(path) : List.of();
    }
    try (Stream<Path> files = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(file -> file.toString().endsWith(ENDING) && Files.isRegularFile(file))
          .sorted()
          .toList();
    }
  }
}
