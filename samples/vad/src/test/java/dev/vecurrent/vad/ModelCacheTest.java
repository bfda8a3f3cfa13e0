package dev.vecurrent.vad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ModelCacheTest {

  private static final byte[] MODEL = "a model".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder = Path.of("");

  private Path archive(String name, byte[] content) throws IOException {
    Path file = folder.resolve("package.archive");
    try (OutputStream out = Files.newOutputStream(file);
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(new GzipCompressorOutputStream(out))) {
      for (String entryName : new String[] {"package/README.md", name}) {
        TarArchiveEntry entry = new TarArchiveEntry(entryName);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return file;
  }

  /** Stands for npm: {@code sh -c SCRIPT npm pack NAME --pack-destination FOLDER ...}. */
  private static NpmClient script(String text) {
    return new NpmClient("sh", "-c", text, "npm");
  }

  private Path cache() {
    return folder.resolve("cache");
  }

  @Test
  void oneFileOfAnArchiveIsRead() throws IOException {
    Path archive = archive("package/dist/x.onnx", MODEL);
    assertThat(TarGz.read(archive, "package/dist/x.onnx", 7)).isEqualTo(MODEL);
    assertThatIOException()
        .isThrownBy(() -> TarGz.read(archive, "package/dist/x.onnx", 6))
        .withMessageContaining("expected at most 6 bytes, found 7");
    assertThatIOException()
        .isThrownBy(() -> TarGz.read(archive, "package/dist/y.onnx", 7))
        .withMessageContaining("there is no package/dist/y.onnx");
    Path noArchive =
        Files.writeString(folder.resolve("text"), "no archive, but some text in a file");
    assertThatIOException().isThrownBy(() -> TarGz.read(noArchive, "x", 7));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "what stands in for npm is a shell script")
  void aModelWithAnotherHashIsRefusedAndNotKept() throws IOException {
    Path archive = archive("package/dist/silero_vad_v5.onnx", MODEL);
    ModelCache cache = new ModelCache(cache(), script("cp '" + archive + "' \"$4/p.tgz\""));
    assertThatIOException()
        .isThrownBy(() -> cache.file(SileroVersion.V5))
        .withMessageContaining("expected SHA-256 " + SileroVersion.V5.sha256())
        .withMessageContaining("found " + ModelCache.sha256(MODEL))
        .withMessageContaining("--model FILE");
    assertThat(cache()).doesNotExist();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "what stands in for npm is a shell script")
  void whatNpmSaysIsPassedOn() {
    ModelCache cache = new ModelCache(cache(), script("echo no network >&2; exit 3"));
    assertThatIOException()
        .isThrownBy(() -> cache.file(SileroVersion.V6))
        .withMessageContaining("npm failed: no network")
        .withMessageContaining("dist/silero_vad_v6.onnx in the npm package @ricky0123/vad-web");
    ModelCache idle = new ModelCache(cache(), script("true"));
    assertThatIOException()
        .isThrownBy(() -> idle.file(SileroVersion.V6))
        .withMessageContaining("npm made no archive");
  }

  @Test
  void withoutNpmTheMessageSaysWhatToInstall() {
    ModelCache cache = new ModelCache(cache(), new NpmClient("no-such-program-as-npm"));
    assertThatIOException()
        .isThrownBy(() -> cache.file(SileroVersion.V5))
        .withMessageContaining("apt-get install npm");
  }

  @Test
  void theFolderIsTheUsersCache() {
    Path given = folder.toAbsolutePath();
    assertThat(ModelCache.folder(given.toString(), "/home/a"))
        .isEqualTo(given.resolve("vecurrent/silero-vad"));
    Path home = Path.of("/home/a/.cache/vecurrent/silero-vad");
    assertThat(Stream.of("", "relative").map(xdg -> ModelCache.folder(xdg, "/home/a")))
        .containsOnly(home);
    assertThat(ModelCache.folder(null, "/home/a")).isEqualTo(home);
  }
}
