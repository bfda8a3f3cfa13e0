package dev.vecurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  private static List<String> lines(String text, int most) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    LineReader reader = new LineReader(new ByteArrayInputStream(bytes), most);
    List<String> lines = new ArrayList<>();
    while (reader.next()) {
      String line = new String(reader.bytes(), 0, reader.length(), StandardCharsets.UTF_8);
      lines.add(reader.isTooLong() ? line + "..." : line);
      assertThat(reader.number()).isEqualTo(lines.size());
    }
    assertThat(reader.bytesRead()).isEqualTo(bytes.length);
    return lines;
  }

  @Test
  void linesEndAtNewlinesAndAtTheEnd() throws IOException {
    assertThat(lines("", 9)).isEmpty();
    assertThat(lines("\n", 9)).containsExactly("");
    assertThat(lines("a\n\nb", 9)).containsExactly("a", "", "b");
    assertThat(lines("a\n\nb\n", 9)).containsExactly("a", "", "b");
  }

  @Test
  void theRestOfALongLineIsSkipped() throws IOException {
    assertThat(lines("abc\nabcd\nab\nabcdef", 3)).containsExactly("abc", "abc...", "ab", "abc...");
  }

  /** Lines around the 65,536 bytes that are read ahead. */
  @Test
  void linesMayBeLongerThanWhatIsReadAhead() throws IOException {
    for (int length : new int[] {65_534, 65_535, 65_536, 65_537, 200_000}) {
      String line = "x".repeat(length);
      assertThat(lines(line + "\ny\n" + line, 1 << 20)).containsExactly(line, "y", line);
      assertThat(lines(line + "\ny", 65_535))
          .containsExactly(length <= 65_535 ? line : line.substring(0, 65_535) + "...", "y");
    }
  }
}
