package dev.vecurrent.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.vecurrent.Model;
import dev.vecurrent.io.NpyFiles;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.StringStringEntryProto;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.ModelRefusedException;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way a tensor can be stored, and every way external data may lead astray. */
class TensorStorageTest {

  private static final Set<ElementType> NOT_IN_NUMPY =
      Set.of(ElementType.BFLOAT16, ElementType.INT4, ElementType.UINT4);

  @TempDir private Path folder = Path.of("");

  private static Tensor sample(ElementType type) {
    Tensor tensor = Tensor.zeros(type, 2, 3);
    for (int i = 0; i < 6; i++) {
      switch (type) {
        case FLOAT32 -> tensor.floats()[i] = i - 2.5f;
        case FLOAT64 -> tensor.doubles()[i] = i - 2.5;
        case INT64 -> tensor.longs()[i] = (i - 3) * 1_000_000_000_000L;
        case INT32 -> tensor.ints()[i] = (i - 3) * 1_000_000;
        case BOOL -> tensor.booleans()[i] = i % 2 == 1;
        case INT8, UINT8 -> tensor.bytes()[i] = (byte) (i * 50);
        case INT4 -> tensor.bytes()[i] = (byte) (i * 3 - 8);
        case UINT4 -> tensor.bytes()[i] = (byte) (i * 3);
        case UINT32 -> tensor.ints()[i] = (i - 3) * 700_000_000;
        case UINT64 -> tensor.longs()[i] = (i - 3) * 3_000_000_000_000_000_000L;
        case STRING -> tensor.strings()[i] = "\u5b57 " + "x".repeat(i);
        default -> tensor.shorts()[i] = (short) (i * 12_000);
      }
    }
    return tensor;
  }

  private static void assertSame(Tensor actual, Tensor expected) {
    assertThat(actual.toString()).isEqualTo(expected.toString());
    if (expected.type() == ElementType.STRING) {
      assertThat(actual.strings()).isEqualTo(expected.strings());
      return;
    }
    assertThat(OnnxTensors.raw(actual)).isEqualTo(OnnxTensors.raw(expected));
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void rawData(ElementType type) throws IOException {
    Path file = folder.resolve("t.pb");
    OnnxTensors.write(file, "t", sample(type));
    OnnxTensors.NamedTensor read = OnnxTensors.read(file, ImportLimits.defaults());
    assertThat(read.name()).isEqualTo("t");
    assertSame(read.tensor(), sample(type));
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void typedFields(ElementType type) throws IOException {
    Tensor tensor = sample(type);
    TensorProto.Builder proto = Protos.tensor("t", type.onnxNumber(), 2, 3);
    for (int i = 0; i < 6; i++) {
      switch (type) {
        case FLOAT32 -> proto.addFloatData(tensor.floats()[i]);
        case FLOAT64 -> proto.addDoubleData(tensor.doubles()[i]);
        case INT64 -> proto.addInt64Data(tensor.longs()[i]);
        case INT32 -> proto.addInt32Data(tensor.ints()[i]);
        case BOOL -> proto.addInt32Data(tensor.booleans()[i] ? 1 : 0);
        case INT8 -> proto.addInt32Data(tensor.bytes()[i]);
        case UINT8 -> proto.addInt32Data(tensor.bytes()[i] & 0xff);
        case INT16 -> proto.addInt32Data(tensor.shorts()[i]);
        case UINT32 -> proto.addUint64Data(Integer.toUnsignedLong(tensor.ints()[i]));
        case UINT64 -> proto.addUint64Data(tensor.longs()[i]);
        case STRING -> proto.addStringData(ByteString.copyFromUtf8(tensor.strings()[i]));
        case INT4, UINT4 -> {
          if (i % 2 == 0) { // two elements in a number, the first in the low bits
            int low = tensor.bytes()[i] & 0xf;
            proto.addInt32Data(low | (tensor.bytes()[i + 1] & 0xf) << 4);
          }
        }
        default -> proto.addInt32Data(tensor.shorts()[i] & 0xffff);
      }
    }
    Path file = folder.resolve("t.pb");
    Files.write(file, proto.build().toByteArray());
    assertSame(OnnxTensors.read(file, ImportLimits.defaults()).tensor(), tensor);
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void npyFiles(ElementType type) throws IOException {
    Path file = folder.resolve("t.npy");
    if (NOT_IN_NUMPY.contains(type)) {
      assertThatThrownBy(() -> NpyFiles.write(file, sample(type)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(type.name());
      return;
    }
    NpyFiles.write(file, sample(type));
    assertSame(NpyFiles.read(file, 1000), sample(type));
  }

  @Test
  void npyScalarsVectorsAndBadFiles() throws IOException {
    Path file = folder.resolve("t.npy");
    for (Tensor tensor :
        List.of(
            Tensor.of(new float[] {7}),
            Tensor.of(new float[] {1, 2, 3}, 3),
            Tensor.of(new float[0], 0, 4))) {
      NpyFiles.write(file, tensor);
      assertSame(NpyFiles.read(file, 1000), tensor);
    }
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length++) {
      Files.write(file, Arrays.copyOf(good, length));
      assertThatThrownBy(() -> NpyFiles.read(file, 1000))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("t.npy");
    }
  }

  private static TensorProto.Builder external(String location, long offset, long length) {
    return Protos.tensor("t", TensorProto.DataType.FLOAT_VALUE, 2)
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(entry("location", location))
        .addExternalData(entry("offset", Long.toString(offset)))
        .addExternalData(entry("length", Long.toString(length)));
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private Graph read(TensorProto.Builder tensor) throws IOException {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInitializer(tensor)
            .addNode(Protos.node("Identity", List.of("t"), List.of("y")))
            .addOutput(Protos.value("y", TensorProto.DataType.FLOAT_VALUE, 2));
    ModelProto model = Protos.model(graph, 13).build();
    Path models = Files.createDirectories(folder.resolve("model"));
    Path file = models.resolve("model.onnx");
    Files.write(file, model.toByteArray());
    return OnnxImporter.read(file);
  }

  private Path data(String name) throws IOException {
    Path file = folder.resolve(name);
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putFloat(0).putFloat(1.5f).putFloat(-2.5f).putFloat(9);
    return Files.write(file, bytes.array());
  }

  @Test
  void externalDataInsideTheFolder() throws IOException {
    data("model/weights.bin");
    data("model/sub/weights.bin");
    for (String location : List.of("weights.bin", "sub/weights.bin", "./weights.bin")) {
      Tensor tensor = read(external(location, 4, 8)).constants().get("t");
      assertThat(tensor.floats()).containsExactly(1.5f, -2.5f);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../weights.bin",
        "sub/../../weights.bin",
        "a/../weights.bin",
        "",
        ".",
        "sub",
        "C:weights.bin",
        "..\\weights.bin",
        "missing.bin"
      })
  void externalDataElsewhere(String location) throws IOException {
    data("weights.bin");
    data("model/weights.bin");
    Files.createDirectories(folder.resolve("model/sub"));
    assertRefused(external(location, 4, 8));
  }

  @Test
  void externalDataByAbsolutePathOrLink() throws IOException {
    Path outside = data("weights.bin");
    data("model/weights.bin");
    assertRefused(external(outside.toAbsolutePath().toString(), 4, 8));
    Files.createSymbolicLink(folder.resolve("model/link.bin"), outside);
    assertRefused(external("link.bin", 4, 8));
    Files.createSymbolicLink(folder.resolve("model/folder"), folder);
    assertRefused(external("folder/weights.bin", 4, 8));
    Files.createLink(folder.resolve("model/hard.bin"), outside);
    assertRefused(external("hard.bin", 4, 8));
  }

  @Test
  void externalDataOfTheWrongSize() throws IOException {
    data("model/weights.bin");
    assertRefused(external("weights.bin", 12, 8));
    assertRefused(external("weights.bin", Long.MAX_VALUE, 8));
    assertRefused(external("weights.bin", -4, 8));
    assertRefused(external("weights.bin", 4, 4));
    assertRefused(external("weights.bin", 4, 8).addExternalData(entry("offset", "0")));
    assertRefused(external("weights.bin", 4, 8).addExternalData(entry("command", "rm")));
  }

  private void assertRefused(TensorProto.Builder tensor) {
    assertThatThrownBy(() -> Model.compile(read(tensor)))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContaining("external data");
  }

  @Test
  void textIsNoTensor() throws IOException {
    Path file = Files.write(folder.resolve("t.pb"), "hello".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> OnnxTensors.read(file, ImportLimits.defaults()))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("t.pb");
  }
}
