package dev.vecurrent.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PassTest {

  /** The table of {@code docs/pipeline.md}. */
  private static List<String> table() {
    List<String> rows = new ArrayList<>();
    rows.add("| | pass | what it does | runs on |");
    rows.add("|---|---|---|---|");
    for (Pass pass : Pass.ALL) {
      rows.add(
          "| %d | `%s` | %s | %s |"
              .formatted(rows.size() - 1, pass.name(), pass.what(), pass.stage().scope()));
    }
    return rows;
  }

  private static Path root() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("vecurrent"))) {
      root = Objects.requireNonNull(root.getParent());
    }
    return root;
  }

  @Test
  void theDocumentedTableIsTheListThatRuns() throws IOException {
    String page = Files.readString(root().resolve("docs/pipeline.md"));

    assertThat(page.lines().filter(line -> line.startsWith("|")))
        .as("the table of passes in docs/pipeline.md:%n%s", String.join("\n", table()))
        .containsExactlyElementsOf(table());
  }

  @Test
  void aPassIsNamedAfterItsClassAndSaysOneSentence() {
    assertThat(Pass.ALL)
        .allSatisfy(pass -> {
          assertThat(classes()).contains(pass.name() + ".java");
          assertThat(pass.what()).matches("[A-Z][^.]*\\.");
          assertThat(pass.what().split(" ")).hasSizeLessThanOrEqualTo(25);
        });
  }

  /** Names of the files of the passes and of what they are made of. */
  private static List<String> classes() throws IOException {
    Path plan = root().resolve("engine/src/main/java/dev/vecurrent/internal/plan");
    try (Stream<Path> files = Files.walk(plan)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void passesStandInTheOrderInWhichTheyRun() {
    assertThat(Pass.ALL).extracting(Pass::stage).isSorted();
  }
}
