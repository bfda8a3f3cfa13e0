package dev.vecurrent.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesTest {

  @TempDir private Path folder = Path.of("");

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("lines.txt"), bytes);
  }

  @Test
  void linesOfAnySystem() throws IOException {
    assertThat(Lines.read(file("\uFEFF天\r\n地\n\n人".getBytes(UTF_8))))
        .containsExactly("天", "地", "", "人");
    assertThat(Lines.read(file(new byte[0]))).isEmpty();
  }

  @Test
  void bytesThatAreNoTextAreReplaced() throws IOException {
    assertThat(Lines.read(file(new byte[] {'a', (byte) 0xff, 'b'}))).containsExactly("a\uFFFDb");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> Lines.read(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none");
  }

  @Test
  void aFileThatIsTooLargeIsRefused() throws IOException {
    assertThatThrownBy(() -> Lines.read(file(new byte[Lines.MOST_BYTES + 1])))
        .hasMessageContaining("lines.txt: expected at most 67,108,864 bytes of text");
  }

  @Test
  void linesComeOneByOne() throws IOException {
    Reader in = new StringReader("天\n\n地人");
    assertThat(Lines.next(in, 2)).contains("天");
    assertThat(Lines.next(in, 2)).contains("");
    assertThat(Lines.next(in, 2)).contains("地人");
    assertThat(Lines.next(in, 2)).isEmpty();
    assertThatThrownBy(() -> Lines.next(new StringReader("天地人"), 2))
        .isInstanceOf(IOException.class)
        .hasMessage("expected at most 2 characters a line");
  }
}
