package dev.vecurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command with a stand-in for the model, which answers by loudness. */
class VadCommandTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder = Path.of("");

  private static Path resource(String name) {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("vecurrent"))) {
      root = Objects.requireNonNull(root.getParent());
    }
    return root.resolve("samples/vad/src/test/resources/dev/vecurrent/vad").resolve(name);
  }

  private static CommandRun vad(Object... args) {
    Object[] all = new Object[args.length + 3];
    all[0] = "vad";
    all[1] = "--model";
    all[2] = resource("test-stand-in.onnx");
    System.arraycopy(args, 0, all, 3, args.length);
    return CommandRun.of(all);
  }

  @Test
  void segmentsArePrintedAndDrawn() throws IOException {
    Path plot = folder.resolve("plot.png");
    CommandRun text = vad(resource("speech.wav"), "--plot", plot);
    assertThat(text.status()).as(text.err()).isZero();
    assertThat(text.out()).contains("speech from").containsPattern("s of speech in 4\\.3\\d\\d s");
    assertThat(Files.size(plot)).isGreaterThan(10_000);
    CommandRun json = vad(resource("speech.wav"), "--json");
    JsonNode root = JSON.readTree(json.out());
    assertThat(root.get("sampleRate").asInt()).isEqualTo(16_000);
    JsonNode segments = root.get("segments");
    assertThat(segments.size())
        .isEqualTo((int) text.out().lines().filter(l -> l.startsWith("speech from")).count())
        .isPositive();
    for (JsonNode segment : segments) {
      assertThat(segment.get("start").asDouble()).isLessThan(segment.get("end").asDouble());
    }
    assertThat(vad(resource("speech.wav"), "--threshold", "1").out()).startsWith("0 segments");
  }

  @Test
  void streamsAreHeardFromStandardInput() throws IOException {
    byte[] wav = Files.readAllBytes(resource("speech.wav"));
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(Arrays.copyOfRange(wav, 44, wav.length)));
      CommandRun text = vad("--stream");
      assertThat(text.status()).as(text.err()).isZero();
      assertThat(text.out()).contains("start ", "end ");
      System.setIn(new ByteArrayInputStream(Arrays.copyOfRange(wav, 44, wav.length)));
      String first = vad("--stream", "--json").out().lines().findFirst().orElse("");
      assertThat(JSON.readTree(first).get("start").asDouble()).isBetween(0.3, 1.0);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void wrongCallsSayWhatIsExpected() throws IOException {
    assertThat(vad().err()).contains("expected a WAV file, --stream or --fetch");
    assertThat(vad("--fetch").status()).isEqualTo(2);
    assertThat(vad("--stream", "--min-speech", 1).err()).contains("need a WAV");
    assertThat(vad(resource("speech.wav"), "--threshold", "2").err()).contains("threshold: exp");
    CommandRun missing = vad(folder.resolve("none.wav"));
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.err()).contains("none.wav");
    Path text = Files.writeString(folder.resolve("text.wav"), "text");
    assertThat(vad(text).err()).contains("text.wav: expected a WAV file");
    assertThat(CommandRun.of("vad", "--model", text, resource("speech.wav")).status()).isEqualTo(1);
  }
}
