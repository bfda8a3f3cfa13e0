package dev.vecurrent.bench.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarsTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void aJarHasTheWantedEntriesOfAFolderOrAJar() throws IOException {
    Jars jars = new Jars(folder);
    Path own =
        jars.jar(
            "own.jar", MeasuredCalls.class, name -> name.startsWith("dev/vecurrent/bench/start/"));
    Path bytes =
        jars.jar(
            "bytes.jar",
            ByteString.class,
            name -> name.equals("com/google/protobuf/ByteString.class"));
    try (ZipFile jar = new ZipFile(own.toFile());
        ZipFile other = new ZipFile(bytes.toFile())) {
      assertThat(jar.getEntry("dev/vecurrent/bench/start/VecurrentStart.class")).isNotNull();
      assertThat(jar.getEntry("dev/vecurrent/bench/Main.class")).isNull();
      assertThat(other.size()).isEqualTo(1);
      assertThat(other.getInputStream(other.entries().nextElement()).readAllBytes())
          .startsWith(0xCA, 0xFE, 0xBA, 0xBE);
    }
  }

  @Test
  void filesAreUnpackedWithoutTheirFolders() throws IOException {
    Path unpacked =
        new Jars(folder)
            .unpacked(
                "flat", MeasuredCalls.class, name -> name.endsWith("start/MeasuredCalls.class"));
    assertThat(Files.list(unpacked)).containsExactly(unpacked.resolve("MeasuredCalls.class"));
  }
}
