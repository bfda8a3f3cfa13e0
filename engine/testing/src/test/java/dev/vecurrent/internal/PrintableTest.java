package dev.vecurrent.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.ModelRefusedException;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

  private static final int MOST_BYTES = 1 << 16;

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 7, '\b', '\t', '\n', 0x0b, '\r', 0x1b, 0x7f, 0x85, 0x9b, 0xad, 0x61c, 0x180e, 0x200b,
        0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060,
        0x2066, 0x2067, 0x2068, 0x2069, 0x3164, 0xd800, 0xdfff, 0xe000, 0xfe0f, 0xfeff, 0xfff9,
        0xffff, 0xe0001, 0xe0041, 0xe0100, 0xf0000, 0x10ffff, 0x378
      })
  void isEscaped(int c) {
    String shown = Printable.line("a" + Character.toString(c) + "b");
    assertThat(shown).matches("a(\\\\[nrt]|(\\\\u[0-9a-f]{4}){1,2})b");
    assertThat(Printable.line(shown)).isEqualTo(shown);
    assertThat(Printable.text("x" + Character.toString(c) + "y")).hasLineCount(c == '\n' ? 2 : 1);
  }

  @Test
  void letters() {
    for (String text :
        List.of("", "a b", "na\u00efve \u5b57 \u05d0\u0628 \ud83d\ude00", "C:\\new")) {
      assertThat(Printable.line(text)).isEqualTo(text);
      assertThat(Printable.message(text)).isEqualTo(text);
    }
    assertThat(Printable.text("a\nb")).isEqualTo("a\nb");
    assertThat(Printable.line("\ud83d")).isEqualTo("\\ud83d");
  }

  @Test
  void messagesAreBounded() {
    for (String unit : List.of("x", "\u0000", "\u5b57", "\ud83d\ude00", "\ud800", "\n", "\u202e")) {
      String shown = Printable.message(unit.repeat(1_000_000));
      assertThat(bytes(shown)).isLessThan(MOST_BYTES);
      assertThat(shown).endsWith(" more characters are left out)");
      // In the message of another exception it stays as it is.
      assertThat(Printable.message("file: " + shown)).isEqualTo("file: " + shown);
    }
    assertThat(Printable.message("x".repeat(60_000))).isEqualTo("x".repeat(60_000));
  }

  @Test
  void namesOfASpecAreOnOneLine() {
    String name = "a\n  refused\u202e";
    String shown = "a\\n  refused\\u202e";
    assertThat(new Finding(name, name, name, name, name).toString())
        .isEqualTo("node '%1$s' (%1$s), %1$s = %1$s: %1$s".formatted(shown));
    assertThat(ValueInfo.untyped(name)).hasToString(shown + ": of any type");
    assertThat(ValueInfo.of(name, ElementType.FLOAT32, Dimension.symbol(name)))
        .hasToString(shown + ": FLOAT32[" + shown + "]");
    ModelRefusedException refused =
        new ModelRefusedException(
            name, List.of(new Finding(name, "", "", "", "r\r")), "parts: " + name);
    assertThat(refused.getMessage()).startsWith(shown + ": node '" + shown + "': r\\r\n");
    assertThat(refused.getMessage().lines().toList())
        .allMatch(line -> line.matches("[ -~]*"))
        .last()
        .isEqualTo("  parts: " + shown);
  }

  @Test
  void refusalsWithManyFindingsAreBounded() {
    Finding finding = new Finding("n".repeat(4096), "Op", "field", "v".repeat(4096), "why");
    List<Finding> findings = new ArrayList<>(Collections.nCopies(1000, finding));
    ModelRefusedException refused = new ModelRefusedException("file", findings, "parts can be run");
    assertThat(bytes(refused.getMessage())).isLessThan(MOST_BYTES);
    assertThat(refused.getMessage())
        .startsWith("file: 1000 findings\n")
        .contains(" more, which findings() has")
        .endsWith("parts can be run");
    assertThat(refused.findings()).hasSize(1000);
  }
}
