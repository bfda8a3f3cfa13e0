package dev.vecurrent.internal.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.op.catalog.Operators;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an operator is stands beside it, and not in lists of names elsewhere. */
class NamesTest {

  private static final String ELEMENT = "(?:\"\\w+\"|\\d+)";

  private static final Pattern COLLECTION =
      Pattern.compile(
          "(?:Set|Map|List)\\.of\\(\\s*(" + ELEMENT + "(?:\\s*,\\s*" + ELEMENT + ")*)\\s*\\)");

  private static final Pattern TEXT = Pattern.compile("\"(\\w+)\"");

  private static Path root() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("vecurrent"))) {
      root = Objects.requireNonNull(root.getParent());
    }
    return root;
  }

  private static List<Path> sources(String folder) {
    try (Stream<Path> files = Files.walk(root().resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().replace('\\', '/').contains("/src/main/"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void noRoomButThatOfTheOperatorsHasASetOfTheirNames() {
    Set<String> names = Operators.names();
    List<String> found = new ArrayList<>();
    for (String folder : List.of("engine", "importer", "samples")) {
      for (Path file : sources(folder)) {
        if (file.toString().replace('\\', '/').contains("/internal/op/")) {
          continue;
        }
        Matcher collections = COLLECTION.matcher(text(file));
        while (collections.find()) {
          long operators =
              TEXT.matcher(collections.group(1))
                  .results()
                  .filter(match -> names.contains(match.group(1)))
                  .count();
          if (operators > 1) {
            found.add(root().relativize(file) + ": " + collections.group());
          }
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void aPointwiseOperatorsNameStandsInOneFile() {
    List<String> files = new ArrayList<>();
    for (String folder : List.of("engine", "importer", "samples", "bench")) {
      for (Path file : sources(folder)) {
        if (text(file).contains("\"Clip\"")) {
          files.add(String.valueOf(file.getFileName()));
        }
      }
    }
    assertThat(files).containsExactly("ElementwiseOperators.java");
  }
}
