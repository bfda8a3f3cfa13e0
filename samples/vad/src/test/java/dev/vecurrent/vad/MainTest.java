package dev.vecurrent.vad;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program with a stand-in for the model, which answers by loudness. */
class MainTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder = Path.of("");

  /** A run of the program as a user would see it without a terminal. */
  private record Run(int status, String out, String err) {

    static Run of(Object... args) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int status =
          Main.commandLine()
              .setOut(new PrintWriter(out))
              .setErr(new PrintWriter(err))
              .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
              .execute(Arrays.stream(args).map(Object::toString).toArray(String[]::new));
      return new Run(status, out.toString(), err.toString());
    }
  }

  private static Path resource(String name) {
    return Resources.path(name);
  }

  private static Run vad(Object... args) {
    Object[] all = new Object[args.length + 2];
    all[0] = "--model";
    all[1] = resource("test-stand-in.onnx");
    System.arraycopy(args, 0, all, 2, args.length);
    return Run.of(all);
  }

  @Test
  void segmentsArePrintedAndDrawn() throws IOException {
    Path plot = folder.resolve("plot.png");
    Run text = vad(resource("speech.wav"), "--plot", plot);
    assertThat(text.status()).as(text.err()).isZero();
    assertThat(text.out()).contains("speech from").containsPattern("s of speech in 4\\.3\\d\\d s");
    assertThat(Files.size(plot)).isGreaterThan(10_000);
    Run json = vad(resource("speech.wav"), "--json");
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
      Run text = vad("--stream");
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
    Run missing = vad(folder.resolve("none.wav"));
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.err()).contains("none.wav");
    Path text = Files.writeString(folder.resolve("text.wav"), "text");
    assertThat(vad(text).err()).contains("text.wav: expected a WAV file");
    assertThat(Run.of("--model", text, resource("speech.wav")).status()).isEqualTo(1);
  }

  @Test
  void helpAndErrorsNameTheProgram() {
    Run help = Run.of("--help");
    assertThat(help.status()).isZero();
    assertThat(help.out()).contains("Usage: vecurrent vad", "Exit status: 0");
    Run wrong = Run.of("--frob");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err().strip().lines())
        .singleElement()
        .asString()
        .startsWith("error: ")
        .contains("see vecurrent vad --help");
    for (String device : List.of("/dev/zero", folder.toString())) {
      if (Files.exists(Path.of(device))) {
        assertThat(Run.of(device).err()).contains(device);
      }
    }
  }
}
