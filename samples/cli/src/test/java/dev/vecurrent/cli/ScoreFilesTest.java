package dev.vecurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code score} writes, whatever the records and the files are. */
@Timeout(120)
class ScoreFilesTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String GOOD = "{\"id\": %d, \"x\": [[1, 2, 3, 4, 5]]}";

  @TempDir private Path folder = Path.of("");

  private Path out() {
    return folder.resolve("out.jsonl");
  }

  private Path input(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines));
  }

  private static CommandRun score(Path model, Path input, Path output) {
    return CommandRun.of("score", model, "--input", input, "--output", output);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void recordsThatCannotBeWrittenAreBadLines() throws IOException {
    List<String> ids =
        List.of(
            "\"\\ud800\"",
            "\"\\udc00\"",
            "\"a\\udfff\"",
            "\"\\ud800\\ud800\"",
            "\"\\udc00\\ud800\"",
            "[1]",
            "1e",
            "9".repeat(5_000),
            "\"\u0001\"");
    List<String> lines = new ArrayList<>(List.of(GOOD.formatted(0)));
    ids.forEach(id -> lines.add("{\"id\": " + id + ", \"x\": [[1, 2, 3, 4, 5]]}"));
    lines.add("{\"id\": 1, \"\\ud800\": [[1, 2, 3, 4, 5]]}");
    lines.add("{\"id\": 1, \"\\u202e\\n\\u001b[2J\": [[1, 2, 3, 4, 5]]}");
    lines.add(GOOD.formatted(1));
    CommandRun run =
        score(CommandRun.tagger(folder), input("in", lines.toArray(String[]::new)), out());
    assertThat(run.status()).isEqualTo(1);
    assertThat(Files.readAllLines(out()))
        .extracting(line -> JSON.readTree(line).get("id").asInt())
        .containsExactly(0, 1);
    List<String> errors = Files.readAllLines(folder.resolve("out.jsonl.errors.jsonl"));
    assertThat(errors).hasSize(lines.size() - 2);
    for (int i = 0; i < errors.size(); i++) {
      JsonNode error = JSON.readTree(errors.get(i));
      assertThat(error.get("line").asInt()).isEqualTo(i + 2);
      assertThat(error.get("reason").asString()).isNotBlank();
      assertThat(errors.get(i)).matches("[ -~]+");
    }
  }

  @Test
  void idsComeBackAsTheyWere() throws IOException {
    List<String> ids = List.of("\"\\ud83d\\ude00 \u00e9\"", "1.50", "null", "true", "\"a\\nb\"");
    List<String> lines =
        ids.stream().map(id -> "{\"id\": " + id + ", \"x\": [[1, 2, 3, 4, 5]]}").toList();
    Path input = input("in", lines.toArray(String[]::new));
    assertThat(score(CommandRun.tagger(folder), input, out()).status()).isZero();
    List<String> written = Files.readAllLines(out());
    for (int i = 0; i < ids.size(); i++) {
      assertThat(JSON.readTree(written.get(i)).get("id")).isEqualTo(JSON.readTree(ids.get(i)));
    }
  }

  @Test
  void linksAndModesStay() throws IOException {
    Path model = CommandRun.tagger(folder);
    Path real = Files.writeString(folder.resolve("real"), "older");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-------"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    // What an older version wrote to first: a link there is not followed.
    Path target = Files.writeString(folder.resolve("target"), "mine");
    Files.createSymbolicLink(folder.resolve("link.part"), target);
    Files.createSymbolicLink(folder.resolve("link.errors.part"), target);
    CommandRun run = score(model, input("in", GOOD.formatted(7), "bad"), link);
    assertThat(run.status()).isEqualTo(1);
    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(real)).contains("\"id\":7");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-------");
    assertThat(target).hasContent("mine");
    assertThat(names())
        .containsExactly(
            "in",
            "link",
            "link.errors.jsonl",
            "link.errors.part",
            "link.part",
            "real",
            "tagger.onnx",
            "target");
  }

  @Test
  void pipesAndDevicesStay() throws Exception {
    Path model = CommandRun.tagger(folder);
    Path pipe = folder.resolve("pipe");
    assumeTrue(
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0,
        "there is no mkfifo here");
    Path input = input("in", GOOD.formatted(7), "bad");
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      Future<String> read = pool.submit(() -> Files.readString(pipe));
      assertThat(score(model, input, pipe).status()).isEqualTo(1);
      assertThat(read.get()).contains("\"id\":7");
      assertThat(folder.resolve("pipe.errors.jsonl")).isRegularFile();
      Future<?> written = pool.submit(() -> Files.writeString(pipe, GOOD.formatted(8) + "\n"));
      assertThat(score(model, pipe, out()).status()).isZero();
      written.get();
      assertThat(Files.readString(out())).contains("\"id\":8");
    }
    assertThat(Files.isRegularFile(pipe, LinkOption.NOFOLLOW_LINKS)).isFalse();
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device), "there is no such device here");
    CommandRun run = score(model, input, device);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("{\"line\":2,");
    assertThat(Files.isRegularFile(device)).isFalse();
    assertThat(Path.of("/dev/null.errors.jsonl")).doesNotExist();
  }

  @Test
  void fullDisk() throws Exception {
    Path model = CommandRun.tagger(folder);
    Path input = input("in", GOOD.formatted(7));
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "there is no /dev/full here");
    CommandRun run = score(model, input, full);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("error: /dev/full: cannot be written");
    Path disk = Files.createDirectory(folder.resolve("disk"));
    ProcessBuilder mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=16k", "none", disk.toString());
    assumeTrue(mount.start().waitFor() == 0, "only root may mount a small disk");
    try {
      Path out = Files.writeString(disk.resolve("out"), "older");
      String[] lines = new String[1000];
      java.util.Arrays.fill(lines, GOOD.formatted(7));
      run = score(model, input("in", lines), out);
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).contains("out: cannot be written", "as it was");
      assertThat(out).hasContent("older");
      try (Stream<Path> files = Files.list(disk)) {
        assertThat(files).containsExactly(out);
      }
    } finally {
      new ProcessBuilder("umount", disk.toString()).start().waitFor();
    }
  }

  @Test
  void twoJobsOnOneOutput() throws Exception {
    Path model = CommandRun.tagger(folder);
    List<Path> inputs = new ArrayList<>();
    List<String> alone = new ArrayList<>();
    for (int job = 0; job < 2; job++) {
      String[] lines = new String[500];
      java.util.Arrays.fill(lines, GOOD.formatted(job));
      inputs.add(input("in" + job, lines));
      assertThat(score(model, inputs.get(job), out()).status()).isZero();
      alone.add(Files.readString(out()));
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 5; round++) {
        List<Future<CommandRun>> runs = new ArrayList<>();
        for (Path input : inputs) {
          runs.add(pool.submit(() -> score(model, input, out())));
        }
        for (Future<CommandRun> run : runs) {
          assertThat(run.get().status()).as(run.get().err()).isZero();
        }
        assertThat(Files.readString(out())).isIn(alone);
      }
    }
    assertThat(names()).containsExactly("in0", "in1", "out.jsonl", "tagger.onnx");
  }

  @Test
  void whatCannotBeReadIsRefused() throws IOException {
    Path model = CommandRun.tagger(folder);
    Path input = input("in", GOOD.formatted(7));
    for (String device : List.of("/dev/zero", "/dev/urandom", folder.toString())) {
      if (Files.exists(Path.of(device))) {
        CommandRun run = score(model, Path.of(device), out());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains(device);
        assertThat(score(Path.of(device), input, out()).err()).contains(device);
        assertThat(CommandRun.of("inspect", device).err()).contains(device);
        assertThat(CommandRun.of("verify", device).status()).isNotZero();
        assertThat(CommandRun.of("run", model, "--input", "x=" + device, "--out", folder).err())
            .contains(device);
      }
    }
    assertThat(out()).doesNotExist();
  }

  @Test
  void linesOfProgressWhereThereIsNoTerminal() {
    StringWriter text = new StringWriter();
    long second = 1_000_000_000;
    try (ProgressLines progress = new ProgressLines(new PrintWriter(text), 1_000_000, false, 0)) {
      for (long now = 0; now < 600 * second; now += second / 10) {
        progress.step(now / second, 5, now);
      }
    }
    assertThat(text.toString().lines().count()).isBetween(8L, 20L);
    assertThat(text.toString()).startsWith("5 sequences after 5 s, 0.0 MB read (0 %)\n");
  }
}
