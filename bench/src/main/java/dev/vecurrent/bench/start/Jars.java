package dev.vecurrent.bench.start;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The class path of a user, taken out of wherever the benchmarks run from: a library each in a jar
 * of its own, for a jar with everything in it takes longer to open.
 */
final class Jars {

  private final Path folder;

  /**
   * Jars in a folder.
   *
   * @param folder where they are written
   */
  Jars(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes a jar of some entries of the place that a class comes from.
   *
   * @param name of the file
   * @param witness a class of the library
   * @param wanted says of the name of an entry, such as {@code ai/onnxruntime/OrtSession.class},
   *     whether it belongs to the library
   */
  Path jar(String name, Class<?> witness, Predicate<String> wanted) throws IOException {
    Path jar = folder.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      forEach(
          witness,
          wanted,
          (entry, file) -> {
            out.putNextEntry(new ZipEntry(entry));
            Files.copy(file, out);
            out.closeEntry();
          });
    }
    return jar;
  }

  /**
   * Writes some entries of the place that a class comes from into a folder, without their paths.
   */
  Path unpacked(String name, Class<?> witness, Predicate<String> wanted) throws IOException {
    Path to = Files.createDirectories(folder.resolve(name));
    forEach(
        witness,
        wanted,
        (entry, file) -> {
          try (InputStream in = Files.newInputStream(file);
              OutputStream out =
                  Files.newOutputStream(to.resolve(entry.substring(entry.lastIndexOf('/') + 1)))) {
            in.transferTo(out);
          }
        });
    return to;
  }

  private interface Entry {
    void accept(String name, Path file) throws IOException;
  }

  private static void forEach(Class<?> witness, Predicate<String> wanted, Entry entry)
      throws IOException {
    Path source = source(witness);
    if (Files.isDirectory(source)) {
      forEach(source, wanted, entry);
      return;
    }
    try (FileSystem zip = FileSystems.newFileSystem(source)) {
      forEach(zip.getPath("/"), wanted, entry);
    }
  }

  private static void forEach(Path root, Predicate<String> wanted, Entry entry) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(root)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      String name = root.relativize(file).toString().replace('\\', '/');
      if (wanted.test(name)) {
        entry.accept(name, file);
      }
    }
  }

  /** The jar or folder that a class was loaded from. */
  static Path source(Class<?> witness) {
    CodeSource source = witness.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IllegalStateException(witness + " comes from no file");
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
