package dev.vecurrent.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vecurrent.testing.SpecialFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Outputs are whole or not there, and take the place of nothing but an older file. */
@Timeout(60)
class OutputFileTest {

  private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder = Path.of("");

  private Path older() throws IOException {
    return Files.writeString(folder.resolve("out"), "older");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void olderFileStaysUntilTheNewOneIsWhole() throws IOException {
    Path out = older();
    try (OutputFile file = OutputFile.open(out)) {
      file.stream().write(NEW);
      assertThat(out).hasContent("older");
      file.commit();
      assertThat(out).hasContent("new");
    }
    assertThat(out).hasContent("new");
    assertThat(names()).containsExactly("out");
  }

  @Test
  void nothingIsLeftOfOneThatIsNotEnded() throws IOException {
    Path out = older();
    for (Path each : List.of(out, folder.resolve("other"))) {
      try (OutputFile file = OutputFile.open(each)) {
        file.stream().write(NEW);
      }
    }
    assertThat(out).hasContent("older");
    assertThat(names()).containsExactly("out");
  }

  @Test
  void twoAtOnceShareNothing() throws IOException {
    Path out = older();
    try (OutputFile one = OutputFile.open(out);
        OutputFile other = OutputFile.open(out)) {
      one.stream().write("1111".getBytes(StandardCharsets.UTF_8));
      other.stream().write("22".getBytes(StandardCharsets.UTF_8));
      one.stream().write("1111".getBytes(StandardCharsets.UTF_8));
      other.commit();
      assertThat(out).hasContent("22");
      one.commit();
      assertThat(out).hasContent("11111111");
    }
    assertThat(names()).containsExactly("out");
  }

  @Test
  void modeIsKept() throws IOException {
    Path out = older();
    for (String mode : List.of("rw-------", "rw-rw-rw-", "r--r-----", "rwxr-x--x")) {
      Files.setPosixFilePermissions(out, PosixFilePermissions.fromString(mode));
      OutputFile.write(out, NEW);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out))).isEqualTo(mode);
    }
    Path plain = Files.writeString(folder.resolve("plain"), "");
    OutputFile.write(folder.resolve("fresh"), NEW);
    assertThat(Files.getPosixFilePermissions(folder.resolve("fresh")))
        .isEqualTo(Files.getPosixFilePermissions(plain));
  }

  @Test
  void ownerIsKept() throws IOException {
    Path out = older();
    try {
      Files.setAttribute(out, "unix:uid", 12_345);
      Files.setAttribute(out, "unix:gid", 23_456);
    } catch (IOException e) {
      assumeTrue(false, "only root may give files away");
    }
    OutputFile.write(out, NEW);
    assertThat(out).hasContent("new");
    assertThat(Files.getAttribute(out, "unix:uid")).isEqualTo(12_345);
    assertThat(Files.getAttribute(out, "unix:gid")).isEqualTo(23_456);
  }

  @Test
  void linksStay() throws IOException {
    Path out = older();
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("out"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), link);
    OutputFile.write(second, NEW);
    assertThat(second).isSymbolicLink();
    assertThat(link).isSymbolicLink();
    assertThat(out).hasContent("new");
    Path nowhere = Files.createSymbolicLink(folder.resolve("nowhere"), Path.of("made"));
    OutputFile.write(nowhere, NEW);
    assertThat(nowhere).isSymbolicLink();
    assertThat(folder.resolve("made")).hasContent("new");
    Files.createSymbolicLink(folder.resolve("round"), Path.of("round"));
    assertThatThrownBy(() -> OutputFile.write(folder.resolve("round"), NEW))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("round");
  }

  @Test
  void otherNamesOfAFileStay() throws IOException {
    Path out = older();
    Path other = Files.createLink(folder.resolve("other"), out);
    OutputFile.write(out, NEW);
    assertThat(other).hasContent("new");
    assertThat(Files.isSameFile(out, other)).isTrue();
    assertThat(names()).containsExactly("other", "out");
  }

  @Test
  void pipesGetTheBytes() throws Exception {
    Path pipe = SpecialFiles.pipe(folder.resolve("pipe"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), pipe);
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      for (Path to : List.of(pipe, link)) {
        Future<byte[]> read = pool.submit(() -> Files.readAllBytes(pipe));
        OutputFile.write(to, NEW);
        assertThat(read.get()).isEqualTo(NEW);
      }
      Future<byte[]> read =
          pool.submit(() -> {
            try (InputStream in = InputFile.openStream(link)) {
              return in.readAllBytes();
            }
          });
      Files.write(pipe, NEW);
      assertThat(read.get()).isEqualTo(NEW);
    }
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }

  @Test
  void pipesWithoutAnotherEnd() throws Exception {
    Path pipe = SpecialFiles.pipe(folder.resolve("pipe"));
    assertThatThrownBy(() -> OutputFile.open(pipe))
        .isInstanceOf(FileRefusedException.class)
        .hasMessageContaining("other end");
    assertThatThrownBy(() -> InputFile.openStream(SpecialFiles.pipe(folder.resolve("in"))))
        .isInstanceOf(FileRefusedException.class)
        .hasMessageContaining("other end");
  }

  @Test
  void devicesStay() throws IOException {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device), "there is no such device here");
    OutputFile.write(device, NEW);
    OutputFile.write(Files.createSymbolicLink(folder.resolve("link"), device), NEW);
    assertThat(Files.isRegularFile(device)).isFalse();
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "there is no /dev/full here");
    assertThatThrownBy(() -> OutputFile.write(full, NEW))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("/dev/full", "cannot be written");
    assertThatThrownBy(() -> InputFile.openStream(device)).isInstanceOf(FileRefusedException.class);
  }

  @Test
  void openFilesOfTheProcess() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    assumeTrue(Files.isDirectory(descriptors), "there is no /proc here");
    Path out = Files.writeString(folder.resolve("out"), "first ");
    try (InputStream in = Files.newInputStream(out);
        Stream<Path> opened = Files.list(descriptors)) {
      assertThat(in.available()).isPositive();
      Path link = opened.filter(each -> leadsTo(each, out)).findFirst().orElseThrow();
      OutputFile.write(link, NEW);
    }
    assertThat(out).hasContent("first new");
    assertThat(names()).containsExactly("out");
  }

  private static boolean leadsTo(Path link, Path file) {
    try {
      return Files.readSymbolicLink(link).equals(file.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void foldersAreRefused() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), inner);
    for (Path each : List.of(inner, link, Path.of(""), Path.of("/"))) {
      assertThatThrownBy(() -> OutputFile.open(each))
          .isInstanceOf(FileRefusedException.class)
          .hasMessageContaining("folder");
    }
    assertThatThrownBy(() -> OutputFile.open(folder.resolve("missing/out")))
        .isInstanceOf(IOException.class);
    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void longNames() throws IOException {
    Path out = folder.resolve("x".repeat(255));
    OutputFile.write(out, NEW);
    assertThat(out).hasContent("new");
  }
}
