package dev.vecurrent.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.Model;
import dev.vecurrent.WarmUp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every model of this repository can be warmed up without a word about its sizes. What is refused
 * is a convolution of fewer steps than its kernel has or of more than a squeeze takes, or what
 * takes longer than the short limit.
 */
class WarmUpModelsTest {

  private static final Path CASES =
      Path.of("samples/cli/src/test/resources/dev/vecurrent/cli/onnx-backend-cases.zip");

  private static final Pattern UNDERSTOOD =
      Pattern.compile(
          "Conv: a kernel over |took longer than the limit|Squeeze: axis 2 of .* is not 1");

  /** Has an operator that is not supported, for a test of what is said then. */
  private static final String REFUSED = "tree.onnx";

  private static Path root() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("vecurrent"))) {
      root = Objects.requireNonNull(root.getParent());
    }
    return root;
  }

  @TestFactory
  List<DynamicTest> modelsOfTests() throws IOException {
    return tests(root().resolve("importer/src/test/resources"), 78);
  }

  @TestFactory
  List<DynamicTest> modelsOfSamples() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> samples = Files.list(root().resolve("samples"))) {
      for (Path sample : samples.sorted().toList()) {
        if (Files.isDirectory(sample.resolve("src"))) {
          tests.addAll(tests(sample.resolve("src"), 0));
        }
      }
    }
    assertThat(tests).hasSizeGreaterThanOrEqualTo(8);
    return tests;
  }

  private static List<DynamicTest> tests(Path folder, int least) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<DynamicTest> tests =
          files
              .filter(file -> file.toString().endsWith(".onnx") && !file.endsWith(REFUSED))
              .sorted()
              .map(file ->
                  DynamicTest.dynamicTest(
                      folder.relativize(file).toString(), () -> check(Files.readAllBytes(file))))
              .toList();
      assertThat(tests).hasSizeGreaterThanOrEqualTo(least);
      return tests;
    }
  }

  /** LSTM, GRU and RNN by themselves, as ONNX tests its own operators. */
  @TestFactory
  List<DynamicTest> recurrentCasesOfOnnx() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (InputStream file = Files.newInputStream(root().resolve(CASES));
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (name.matches("test_(lstm|gru|rnn|simple_rnn)_.*/model\\.onnx")) {
          byte[] model = zip.readAllBytes();
          tests.add(DynamicTest.dynamicTest(name, () -> check(model)));
        }
      }
    }
    assertThat(tests).hasSize(12);
    return tests;
  }

  private static void check(byte[] bytes) {
    Model model = Model.compile(OnnxImporter.read(bytes, "model", ImportLimits.defaults()));
    WarmUp warmUp = warmUp(model);
    assertThat(warmUp.calls()).isPositive();
    assertThat(warmUp.shapes()).isNotEmpty();
    assertThat(warmUp.refused()).allMatch(why -> UNDERSTOOD.matcher(why).find());
  }

  /** On a busy machine a short limit may be over before the first call: then a longer one. */
  private static WarmUp warmUp(Model model) {
    Duration limit = Duration.ofMillis(50);
    WarmUp warmUp = model.warmUp(limit);
    while (warmUp.calls() == 0) {
      limit = limit.multipliedBy(4);
      warmUp = model.warmUp(limit);
    }
    return warmUp;
  }
}
