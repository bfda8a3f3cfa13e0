package dev.vecurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

class SequenceReaderTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static SequenceRecord read(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return new SequenceReader(MAPPER, 1).read(bytes, bytes.length, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "-0",
        "1.10",
        "1e400",
        "12345678901234567890.123456789",
        "true",
        "false",
        "null",
        "\"\"",
        "\"a\\\"\\\\ \\n\"",
        "\"ä漢😀\""
      })
  void idsComeBackAsTheyWere(String id) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = MAPPER.createGenerator(text)) {
      read("{\"id\": " + id + ", \"x\": []}").write(json);
    }
    assertThat(text).hasToString("{\"id\":" + id + ",\"outputs\":{}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.00000017881393432617187499", // rounds to another float by way of a double
        "16777217",
        "-0.0",
        "1e-46",
        "3.4028235e38",
        "9007199791611905",
        "123456789012345678901"
      })
  void numbersAreTheNearestFloats(String number) {
    float[] x = read("{\"x\": [[" + number + "]]}").x();
    assertThat(Float.floatToRawIntBits(x[0]))
        .isEqualTo(Float.floatToRawIntBits(Float.parseFloat(number)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"x\": 1}",
        "{\"x\": [1]}",
        "{\"x\": [[]]}",
        "{\"x\": [[1, 2]]}",
        "{\"x\": [[null]]}",
        "{\"x\": [[1e39]]}",
        "{\"x\": [], \"x\": []}",
        "{\"id\": 1, \"id\": 1, \"x\": []}",
        "{\"id\": [], \"x\": []}",
        "{\"x\": []} {}"
      })
  void otherFormsAreRefused(String line) {
    assertThatThrownBy(() -> read(line)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsNoJsonIsRefused() {
    assertThatThrownBy(() -> read("{\"x\": [[NaN]]}")).isInstanceOf(JacksonException.class);
    assertThatThrownBy(() -> read("{\"x\": [[1")).isInstanceOf(JacksonException.class);
    assertThatThrownBy(() -> read("{\"x\": [[1]]} x")).isInstanceOf(JacksonException.class);
    assertThatThrownBy(() -> read("{\"x\": " + "[".repeat(100_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
