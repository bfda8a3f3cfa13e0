package dev.vecurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    Dimension any = Dimension.symbol("");
    ValueInfo x = ValueInfo.of("x", ElementType.FLOAT32, any, any, Dimension.of(1));
    return reader(x).read(bytes, bytes.length, 1);
  }

  private static SequenceReader reader(ValueInfo x) {
    return new SequenceReader(MAPPER, List.of(new ScoreInput(x, x.shape().get().size() - 2)));
  }

  private static SequenceRecord readTokens(ElementType type, String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    Dimension any = Dimension.symbol("");
    return reader(ValueInfo.of("ids", type, any, any)).read(bytes, bytes.length, 1);
  }

  @Test
  void tokensAreIntegers() {
    assertThat(readTokens(ElementType.INT64, "{\"x\": [3, -1, 9007199254740993]}").values().get(0))
        .extracting(Tensor::longs)
        .isEqualTo(new long[] {3, -1, 9007199254740993L});
    assertThat(readTokens(ElementType.INT32, "{\"ids\": [7]}").values().getFirst().ints()[0])
        .isEqualTo(7);
    assertThat(readTokens(ElementType.INT32, "{\"inputs\": {\"ids\": []}}").steps()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\": [1.5]}",
        "{\"x\": [1.0]}",
        "{\"x\": [\"1\"]}",
        "{\"x\": [true]}",
        "{\"x\": [[1]]}",
        "{\"x\": [2147483648]}",
        "{\"x\": [-2147483649]}",
        "{\"x\": [99999999999999999999999999999999999999999999999999999999999999999999999999]}",
        "{\"x\": [1], \"ids\": [1]}",
        "{\"x\": 1}"
      })
  void whatIsNoTokenIsRefused(String line) {
    assertThatThrownBy(() -> readTokens(ElementType.INT32, line))
        .isInstanceOf(IllegalArgumentException.class)
        .isNotInstanceOf(JacksonException.class)
        .hasMessageMatching("(x|field|unknown).*");
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
    float[] x = read("{\"x\": [[" + number + "]]}").values().getFirst().floats();
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
