package dev.vecurrent.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.MalformedModelException;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.onnx.OnnxTensors;
import dev.vecurrent.testing.SpecialFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Only regular files are opened, once, and read to a limit. */
@Timeout(30)
class InputFileTest {

  @TempDir private Path folder = Path.of("");

  private Path file(int bytes) throws IOException {
    return Files.write(folder.resolve("file"), new byte[bytes]);
  }

  @Test
  void readsToTheLimit() throws IOException {
    Path file = file(100);
    try (InputFile opened = InputFile.open(file)) {
      assertThat(opened.bytes(100)).hasValue(new byte[100]);
      assertThat(opened.bytes(99)).isEmpty();
      assertThat(opened.stream().readAllBytes()).hasSize(100);
      assertThat(opened.bytesWithin(1000)).hasSize(100);
    }
    try (InputFile opened = InputFile.open(file)) {
      assertThatThrownBy(() -> opened.bytesWithin(99))
          .isInstanceOf(FileRefusedException.class)
          .hasMessageContaining("99");
    }
  }

  @Test
  void fileThatGrowsAfterItWasOpened() throws IOException {
    Path file = file(10);
    try (InputFile opened = InputFile.open(file)) {
      Files.write(file, new byte[50_000], StandardOpenOption.APPEND);
      assertThat(opened.bytes(60_000)).hasValueSatisfying(b -> assertThat(b).hasSize(50_010));
      assertThat(opened.bytes(50_009)).isEmpty();
    }
  }

  @Test
  void fileThatIsReplacedAfterItWasOpened() throws IOException {
    Path file = file(10);
    try (InputFile opened = InputFile.open(file)) {
      Files.move(file, folder.resolve("old"));
      Files.write(file, new byte[20]);
      assertThat(opened.bytes(100)).hasValueSatisfying(b -> assertThat(b).hasSize(10));
    }
  }

  @Test
  void fileThatSaysNothingOfItsSize() throws IOException {
    Path status = Path.of("/proc/self/status");
    assumeTrue(Files.isRegularFile(status), "there is no /proc here");
    try (InputFile opened = InputFile.open(status)) {
      assertThat(opened.size()).isZero();
      assertThat(new String(opened.bytesWithin(1 << 20), StandardCharsets.UTF_8)).contains("Pid:");
      assertThat(opened.bytes(20)).isEmpty();
    }
  }

  @Test
  void sparseFileOverTheLimit() throws IOException {
    Path sparse = folder.resolve("sparse.onnx");
    try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
      file.setLength(1L << 34);
    }
    assertThatThrownBy(() -> OnnxImporter.read(sparse))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("sparse.onnx");
    assertThatThrownBy(() -> NpyFiles.read(sparse, ImportLimits.defaults().fileBytes()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sparse.onnx");
  }

  @Test
  void linkToAFile() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), file(7));
    try (InputFile opened = InputFile.open(link)) {
      assertThat(opened.bytesWithin(7)).hasSize(7);
    }
  }

  @Test
  void whatIsNoRegularFile() throws IOException, InterruptedException {
    Map<String, Path> special = SpecialFiles.in(folder);
    assertThat(special).isNotEmpty();
    for (Map.Entry<String, Path> each : special.entrySet()) {
      Path path = each.getValue();
      String name = path.toString();
      assertThatThrownBy(() -> InputFile.open(path))
          .as(each.getKey())
          .isInstanceOf(FileRefusedException.class)
          .hasMessageContaining(name);
      assertThatThrownBy(() -> OnnxImporter.read(path))
          .as(each.getKey())
          .isInstanceOf(MalformedModelException.class)
          .hasMessageContaining(name);
      assertThatThrownBy(() -> OnnxTensors.read(path, ImportLimits.defaults()))
          .as(each.getKey())
          .isInstanceOf(MalformedModelException.class)
          .hasMessageContaining(name);
      assertThatThrownBy(() -> NpyFiles.read(path, 1000))
          .as(each.getKey())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name);
      assertThat(FileKind.of(path)).as(each.getKey()).isEqualTo(FileKind.UNKNOWN);
    }
  }
}
