package dev.vecurrent.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFilesTest {

  @TempDir private Path folder = Path.of("");

  private Tensor read(int version, String header, byte[] elements) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate((version == 1 ? 10 : 12) + text.length + elements.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      file.putShort((short) text.length);
    } else {
      file.putInt(text.length);
    }
    file.put(text).put(elements);
    return NpyFiles.read(Files.write(folder.resolve("x.npy"), file.array()), 1 << 20);
  }

  private static String header(String descr, boolean fortran, String shape) {
    return "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }   \n"
        .formatted(descr, fortran ? "True" : "False", shape);
  }

  private static byte[] numbers(String type, boolean big, int... values) {
    int width = type.charAt(1) - '0';
    ByteBuffer bytes =
        ByteBuffer.allocate(width * values.length)
            .order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      switch (type) {
        case "f2" -> bytes.putShort(Float.floatToFloat16(value));
        case "f4" -> bytes.putFloat(value);
        case "f8" -> bytes.putDouble(value);
        case "i8", "u8" -> bytes.putLong(value);
        case "i4", "u4" -> bytes.putInt(value);
        case "i2", "u2" -> bytes.putShort((short) value);
        default -> bytes.put((byte) value);
      }
    }
    return bytes.array();
  }

  private static double number(Tensor tensor, int i) {
    return switch (tensor.type()) {
      case FLOAT16 -> Float.float16ToFloat(tensor.shorts()[i]);
      case FLOAT32 -> tensor.floats()[i];
      case FLOAT64 -> tensor.doubles()[i];
      case INT64, UINT64 -> tensor.longs()[i];
      case INT32, UINT32 -> tensor.ints()[i];
      case INT16, UINT16 -> tensor.shorts()[i];
      case BOOL -> tensor.booleans()[i] ? 1 : 0;
      default -> tensor.bytes()[i];
    };
  }

  /** Element [i, j, k] is 100 i + 10 j + k, or its truth. */
  @ParameterizedTest
  @CsvSource({
    "f2, FLOAT16", "f4, FLOAT32", "f8, FLOAT64", "i8, INT64", "u8, UINT64", "i4, INT32",
    "u4, UINT32", "i2, INT16", "u2, UINT16", "i1, INT8", "u1, UINT8", "b1, BOOL"
  })
  void everyTypeInEveryOrder(String code, ElementType type) throws IOException {
    for (int version = 1; version <= 3; version++) {
      for (String order : new String[] {"<", ">"}) {
        for (boolean fortran : new boolean[] {false, true}) {
          int[] values = new int[2 * 3 * 4];
          int at = 0;
          for (int a = 0; a < (fortran ? 4 : 2); a++) {
            for (int b = 0; b < 3; b++) {
              for (int c = 0; c < (fortran ? 2 : 4); c++) {
                int number = fortran ? 20 * c + 10 * b + a : 20 * a + 10 * b + c;
                values[at++] = type == ElementType.BOOL ? number % 3 % 2 : number;
              }
            }
          }
          byte[] elements = numbers(code, order.equals(">"), values);
          Tensor tensor = read(version, header(order + code, fortran, "2, 3, 4"), elements);
          assertThat(tensor.type()).isEqualTo(type);
          assertThat(tensor.shape()).containsExactly(2, 3, 4);
          for (int i = 0; i < 24; i++) {
            int number = 20 * (i / 12) + 10 * (i / 4 % 3) + i % 4;
            assertThat(number(tensor, i))
                .isEqualTo(type == ElementType.BOOL ? number % 3 % 2 : number);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"True", "False"})
  void scalarsVectorsAndNothing(String fortran) throws IOException {
    boolean order = fortran.equals("True");
    Tensor scalar = read(1, header(">f4", order, ""), numbers("f4", true, 7));
    assertThat(scalar.rank()).isZero();
    assertThat(scalar.floats()[0]).isEqualTo(7);
    Tensor vector = read(1, header("<i4", order, "3,"), numbers("i4", false, 1, 2, 3));
    assertThat(vector.shape()).containsExactly(3);
    assertThat(vector.ints()).startsWith(1, 2, 3);
    assertThat(read(2, header("<i4", order, "2, 0, 5"), new byte[0]).shape())
        .containsExactly(2, 0, 5);
    assertThat(read(2, header("<i4", order, "0, 2147483647, 2147483647"), new byte[0]).size())
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"descr\": \"<f4\", \"fortran_order\": False, \"shape\": (2L, 1L)}",
        "{'shape':(2,1),'fortran_order':False,'descr':'<f4'}",
        " { 'descr' : '=f4' , 'fortran_order' : False , 'shape' : ( 2 , 1 , ) , } \n",
        "{'descr': 'f4', 'fortran_order': True, 'shape': (2, 1)}"
      })
  void headersThatPythonReads(String header) throws IOException {
    assertThat(read(3, header, numbers("f4", false, 1, 2)).shape()).containsExactly(2, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{'descr': '<f4', 'fortran_order': False}",
        "{'descr': '<f4', 'shape': (2,)}",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': 2}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2.0,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,2)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 1}",
        "{'descr': '<f4",
        "{'descr': '', 'fortran_order': False, 'shape': (2,)}",
        "{'descr': '<', 'fortran_order': False, 'shape': (2,)}",
        "{'descr': '<f99999999999', 'fortran_order': False, 'shape': (2,)}",
        "{'descr': None, 'fortran_order': False, 'shape': (2,)}"
      })
  void headersThatAreWrong(String header) {
    assertThatThrownBy(() -> read(1, header, numbers("f4", false, 1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x.npy: ");
  }

  /** Backtracking would take hours. */
  @Test
  void aLongHeaderIsReadOnce() {
    for (String filler : new String[] {" ", "(", "'", "'descr'", "1,", "L", "'descr': '<f4',"}) {
      String header = "{'shape': (" + filler.repeat(60_000 / filler.length());
      assertThatThrownBy(() -> read(2, header, new byte[0]))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> read(2, filler.repeat(60_000 / filler.length()), new byte[0]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aLimitIsNamedWithWhatRaisesIt() throws IOException {
    Path file = folder.resolve("x.npy");
    NpyFiles.write(file, Tensor.of(new float[100], 100));
    assertThatThrownBy(() -> NpyFiles.read(file, 100))
        .hasMessageContaining("528 bytes are more than 100")
        .hasMessageContaining("limit: fileBytes")
        .hasMessageContaining("NpyFiles.read")
        .hasMessageContaining("--limit-file-bytes");
  }

  private byte[] texts(boolean big, int width, String... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * width * values.length)
            .order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i++) {
      bytes.position(4 * width * i);
      values[i].codePoints().forEach(bytes::putInt);
    }
    return bytes.array();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void textIsRead(boolean big) throws IOException {
    String descr = (big ? ">" : "<") + "U3";
    byte[] elements = texts(big, 3, "ab", "", "\ud83d\ude00c", "\u00fc");
    Tensor tensor = read(1, header(descr, false, "2, 2"), elements);
    assertThat(tensor).hasToString("STRING[2, 2]");
    assertThat(tensor.strings()).containsExactly("ab", "", "\ud83d\ude00c", "\u00fc");
    Tensor columns = read(1, header(descr, true, "2, 2"), elements);
    assertThat(columns.strings()).containsExactly("ab", "\ud83d\ude00c", "", "\u00fc");
  }

  @Test
  void bytesAreReadAsText() throws IOException {
    byte[] elements = "ab\0c\0\0".getBytes(StandardCharsets.UTF_8);
    Tensor tensor = read(1, header("|S3", false, "2,"), elements);
    assertThat(tensor.strings()).containsExactly("ab", "c");
    assertThatThrownBy(() -> read(1, header("|S1", false, "1,"), new byte[] {(byte) 0xff}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("text 0 is no UTF-8");
  }

  @Test
  void textThatIsWrittenIsReadAgain() throws IOException {
    Path file = folder.resolve("texts.npy");
    Tensor tensor = Tensor.of(new String[] {"\ud83d\ude00", "", "long one"}, 3);
    NpyFiles.write(file, tensor);
    assertThat(NpyFiles.read(file, 1 << 20).strings()).containsExactly(tensor.strings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"<U0", "|S0", "<U999999999"})
  void textOfNoWidthOrTooMuchIsRefused(String descr) {
    assertThatThrownBy(() -> read(1, header(descr, false, "1000000000,"), new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Headers that a search by pattern takes very long for. */
  @Test
  @Timeout(30)
  void headersAreReadInOnePass() throws IOException {
    int most = 65_000;
    List<String> shapes =
        List.of(
            " ".repeat(most),
            "1," + " ".repeat(most),
            "1, ".repeat(most / 3),
            "1 ".repeat(most / 2),
            "(".repeat(most),
            "9".repeat(most),
            "\t".repeat(most),
            "'".repeat(most),
            ",".repeat(most));
    for (String shape : shapes) {
      for (String end : List.of("", ")", "), }", "x), }")) {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + end;
        assertThatThrownBy(() -> read(1, header, new byte[8]))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("x.npy")
            .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));
      }
    }
    String wide = "{'descr': '<f4', 'fortran_order': False, 'shape': (2," + " ".repeat(most) + ")}";
    assertThat(read(1, wide, new byte[8]).size()).isEqualTo(2);
  }

  /** A text of one character has more than fifty bytes in memory. */
  @Test
  void manyTextsAreCounted() throws IOException {
    String header = "{'descr': '|S1', 'fortran_order': False, 'shape': (1000,), }";
    assertThat(read(1, header, new byte[1000]).size()).isEqualTo(1000);
    byte[] file = Files.readAllBytes(folder.resolve("x.npy"));
    assertThat(NpyFiles.read(file, "t.npy", 64_000).size()).isEqualTo(1000);
    assertThatThrownBy(() -> NpyFiles.read(file, "t.npy", 63_999))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("t.npy", "1000 texts", "--limit-file-bytes");
  }
}
