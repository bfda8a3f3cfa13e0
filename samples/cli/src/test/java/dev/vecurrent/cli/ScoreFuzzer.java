package dev.vecurrent.cli;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.Model;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.testing.FuzzCase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/**
 * Records of {@code score}, a file of lines. The first byte chooses the model. Each line has to
 * have its answer or its reason, as JSON, whatever is in it; nothing may end the job.
 */
public final class ScoreFuzzer {

  private static final int BATCH = 4;
  private static final int WINDOW = 8;
  private static final int LONGEST_LINE = 4_096;

  private static final CompileOptions OPTIONS = CompileOptions.defaults().withVector(false);

  /** Of rows of numbers, of tokens and of whole inputs. */
  private static final List<Scorer> SCORERS =
      List.of(scorer("tagger"), scorer("tokens"), scorer("noise"));

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ScoreFuzzer() {}

  private static Scorer scorer(String name) {
    try (InputStream in =
        Objects.requireNonNull(ScoreFuzzer.class.getResourceAsStream(name + ".onnx"))) {
      Graph graph = OnnxImporter.read(in.readAllBytes(), name, ImportLimits.defaults());
      return new Scorer(
          Model.compile(graph, OPTIONS).newSession(), CallLimits.none(), null, null, BATCH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Entered by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    Scorer scorer = SCORERS.get((data[0] & 0xff) % SCORERS.size());
    byte[] lines = Arrays.copyOfRange(data, 1, data.length);
    FuzzCase.run(
        "score",
        data,
        () -> {
          ByteArrayOutputStream answers = new ByteArrayOutputStream();
          StringWriter bad = new StringWriter();
          score(scorer, lines, answers, bad);
          long answered = json(answers.toString(StandardCharsets.UTF_8));
          long refused = json(bad.toString());
          if (answered + refused != lines(lines)) {
            throw new AssertionError(
                "%d lines, but %d answers and %d reasons"
                    .formatted(lines(lines), answered, refused));
          }
        });
  }

  private static void score(
      Scorer scorer, byte[] lines, ByteArrayOutputStream answers, StringWriter bad)
      throws IOException {
    try (BadLines reasons = new BadLines(null, new PrintWriter(bad))) {
      new ScoreJob(scorer, WINDOW, LONGEST_LINE)
          .run(new ByteArrayInputStream(lines), answers, reasons, (_, _) -> {});
    } catch (IllegalArgumentException e) {
      throw new AssertionError("a record ended the job", e);
    }
  }

  /** How many lines of JSON there are. */
  private static long json(String text) {
    List<String> lines = text.lines().toList();
    lines.forEach(JSON::readTree);
    return lines.size();
  }

  private static long lines(byte[] bytes) {
    long lines = 0;
    for (int i = 0; i < bytes.length; i++) {
      lines += bytes[i] == '\n' || i == bytes.length - 1 ? 1 : 0;
    }
    return lines;
  }
}
