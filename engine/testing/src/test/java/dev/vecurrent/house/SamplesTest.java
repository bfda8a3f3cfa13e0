package dev.vecurrent.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Samples stand alone, and nobody else knows one. A new folder is held to this as it is made. */
class SamplesTest {

  /** The one place that knows how the engine escapes text. */
  private static final Set<String> KNOWN_INTERNALS =
      Set.of("console: dev.vecurrent.internal.Printable");

  /** Shows what the samples of the lecture print. */
  private static final String PAGE = "lecture";

  private static final Pattern LINES = Pattern.compile("\\| ([\\d,]+) \\|$");

  private static Set<String> names(Path folder, String part) throws IOException {
    List<Path> files = House.javaFiles(folder, part);
    assertThat(files).as("%s, %s", folder, part).isNotEmpty();
    return Sources.of(files).names();
  }

  private static Set<String> samples() throws IOException {
    return House.samples().stream()
        .filter(House::isSample)
        .map(House::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void eachHasAMainAPageATestAndALineInTheBuild() throws IOException {
    assertThat(samples()).contains("digits", "vad");
    for (Path folder : House.samples()) {
      String name = House.name(folder);
      assertThat(Files.readString(folder.resolveSibling("pom.xml")))
          .contains("<module>" + name + "</module>");
      String pom = Files.readString(folder.resolve("pom.xml"));
      assertThat(pom).contains("<artifactId>vecurrent-" + name + "</artifactId>");
      List<String> page = Files.readAllLines(folder.resolve("README.md"));
      assertThat(page.getFirst()).startsWith("# ");
      assertThat(page).as("%s: one page", name).hasSizeLessThanOrEqualTo(60);
      assertThat(House.javaFiles(folder, "/src/test/java/"))
          .as(name)
          .anyMatch(file -> file.toString().endsWith("Test.java"));
      if (House.isSample(folder)) {
        assertThat(page).anyMatch(line -> line.startsWith("$ ./vecurrent " + name));
        assertThat(page).anyMatch(line -> line.startsWith("**The model**"));
      }
    }
  }

  @Test
  void noSampleNeedsAnotherButThePageOfAll() throws IOException {
    for (Path folder : House.samples()) {
      if (House.name(folder).equals(PAGE)) {
        continue;
      }
      String pom = Files.readString(folder.resolve("pom.xml"));
      for (Path other : House.samples()) {
        if (!other.equals(folder) && House.isProgram(other)) {
          assertThat(pom).doesNotContain("<artifactId>vecurrent-" + House.name(other) + "<");
          assertThat(names(folder, "/java/"))
              .as("%s and %s", folder, other)
              .noneMatch(name -> name.startsWith("dev.vecurrent." + House.name(other) + "."));
        }
      }
    }
  }

  @Test
  void samplesKnowNoInternals() throws IOException {
    Set<String> known = new TreeSet<>();
    for (Path folder : House.samples()) {
      for (String name : names(folder, "/src/main/java/")) {
        if (name.matches("dev\\.vecurrent\\.internal\\.[a-z.]*[A-Z]\\w*")) {
          known.add(House.name(folder) + ": " + name);
        }
      }
    }
    assertThat(known).isEqualTo(KNOWN_INTERNALS);
  }

  @Test
  void launcherCommandLineAndBenchmarksKnowNoSample() throws IOException {
    Path root = House.root();
    for (String sample : samples()) {
      for (String file : List.of("vecurrent", "samples/cli/pom.xml", "bench/pom.xml")) {
        assertThat(Files.readString(root.resolve(file)))
            .as(file)
            .doesNotContainPattern("\\b" + sample + "\\b");
      }
      for (String folder : List.of("bench", "samples/cli")) {
        assertThat(names(root.resolve(folder), "/src/main/java/"))
            .as(folder)
            .noneMatch(name -> name.startsWith("dev.vecurrent." + sample + "."));
      }
    }
  }

  /** Lines come and go: a figure may be off by a tenth. */
  @Test
  void thePageOfAllHasTheLinesOfCode() throws IOException {
    for (String line : Files.readAllLines(House.root().resolve("samples/README.md"))) {
      Matcher lines = LINES.matcher(line);
      if (lines.find()) {
        String folder = line.substring(line.indexOf("](") + 2, line.indexOf("/README.md"));
        long said = Long.parseLong(lines.group(1).replace(",", ""));
        long found = 0;
        for (Path file :
            House.javaFiles(House.root().resolve("samples").resolve(folder), "/src/main/java/")) {
          found += Files.readAllLines(file).size();
        }
        assertThat((double) said).as(line).isBetween(0.9 * found, 1.1 * found);
      }
    }
  }
}
