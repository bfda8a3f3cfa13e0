package dev.vecurrent.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.vecurrent.Model;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.StringStringEntryProto;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.spec.ModelRefusedException;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.SpecialFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where data beside a model may stand, and how much of it there may be. */
@Timeout(60)
class ExternalDataTest {

  private static final float INSIDE = 1;
  private static final float OUTSIDE = 666;

  @TempDir private Path folder = Path.of("");

  private static TensorProto.Builder external(
      String name, int type, String location, long... dims) {
    return Protos.tensor(name, type, dims)
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(StringStringEntryProto.newBuilder().setKey("location").setValue(location));
  }

  private static TensorProto.Builder floats(String location, long count) {
    return external("t", TensorProto.DataType.FLOAT_VALUE, location, count);
  }

  /** A model of some tensors, in a folder of its own; each output is one of them. */
  private Path model(TensorProto.Builder... tensors) throws IOException {
    GraphProto.Builder graph = GraphProto.newBuilder();
    for (TensorProto.Builder tensor : tensors) {
      String output = "y" + graph.getOutputCount();
      graph
          .addInitializer(tensor)
          .addNode(Protos.node("Identity", List.of(tensor.getName()), List.of(output)))
          .addOutput(Protos.value(output, tensor.getDataType()));
    }
    Path file = Files.createDirectories(folder.resolve("model")).resolve("model.onnx");
    return Files.write(file, Protos.model(graph, 13).build().toByteArray());
  }

  private Path data(String name, float value, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      bytes.putFloat(value);
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.toAbsolutePath().getParent());
    return Files.write(file, bytes.array());
  }

  private void sparse(String name, long bytes) throws IOException {
    Files.createDirectories(folder.resolve("model"));
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
      file.setLength(bytes);
    }
  }

  private static void assertRefused(Path model) {
    assertThatThrownBy(() -> Model.compile(OnnxImporter.read(model)))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContaining("external data");
  }

  @Test
  void elementsOfSeveralBlocks() throws IOException {
    int count = 700_001;
    Files.createDirectories(folder.resolve("model"));
    ByteBuffer bytes = ByteBuffer.allocate(8 + 4 * count).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(-1);
    for (int i = 0; i < count; i++) {
      bytes.putFloat(i);
    }
    Files.write(folder.resolve("model/w"), bytes.array());
    Tensor tensor =
        OnnxImporter.read(
                model(
                    floats("w", count)
                        .addExternalData(
                            StringStringEntryProto.newBuilder().setKey("offset").setValue("8"))))
            .constants()
            .get("t");
    assertThat(tensor.floats()).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(tensor.floats()[i]).isEqualTo(i);
    }
  }

  @Test
  void elementsOfFourBitsInSeveralBlocks() throws IOException {
    int count = 3_000_001;
    byte[] bytes = new byte[(count + 1) / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    Files.createDirectories(folder.resolve("model"));
    Files.write(folder.resolve("model/w"), bytes);
    int type = ElementType.UINT4.onnxNumber();
    TensorProto.Builder raw =
        Protos.tensor("raw", type, count).setRawData(ByteString.copyFrom(bytes));
    Map<String, Tensor> read =
        OnnxImporter.read(model(external("t", type, "w", count), raw)).constants();
    assertThat(read.get("t").bytes()).isEqualTo(read.get("raw").bytes());
  }

  @Test
  void manyTensorsOfManyFiles() throws IOException {
    TensorProto.Builder[] tensors = new TensorProto.Builder[100];
    for (int i = 0; i < tensors.length; i++) {
      String name = "w" + i % 40;
      data("model/" + name, i % 40, 3);
      tensors[i] = external("t" + i, TensorProto.DataType.FLOAT_VALUE, name, 3);
    }
    Map<String, Tensor> read = OnnxImporter.read(model(tensors)).constants();
    for (int i = 0; i < tensors.length; i++) {
      assertThat(read.get("t" + i).floats()).containsOnly(i % 40);
    }
  }

  @Test
  void modelBehindALink() throws IOException {
    data("model/w", INSIDE, 2);
    Path link = Files.createSymbolicLink(folder.resolve("model/link.onnx"), model(floats("w", 2)));
    assertThat(OnnxImporter.read(link).constants().get("t").floats()).containsOnly(INSIDE);
  }

  @Test
  void longLocations() throws IOException {
    data("model/w", INSIDE, 2);
    Map<String, String> locations = new LinkedHashMap<>();
    locations.put("long", "x".repeat(200_000));
    locations.put("many folders", "a/".repeat(100_000) + "w");
    locations.put("many dots", "./".repeat(100_000) + "w");
    locations.put("many slashes", "a" + "/".repeat(100_000) + "w");
    locations.put("many folders, not long", "a/".repeat(100) + "w");
    locations.put("a long name", "x".repeat(256));
    locations.put("many parents", "../".repeat(1000) + "w");
    locations.put("not Unicode", "\0".repeat(3000));
    for (Map.Entry<String, String> each : locations.entrySet()) {
      Path model = model(floats(each.getValue(), 2));
      assertThatThrownBy(() -> Model.compile(OnnxImporter.read(model)))
          .as(each.getKey())
          .isInstanceOf(ModelRefusedException.class)
          .hasMessageContaining("external data");
    }
    // As long as it may be, and a name of it as well.
    String name = "x".repeat(255);
    data("model/" + name, INSIDE, 2);
    String longest = "./".repeat(1900) + name;
    assertThat(OnnxImporter.read(model(floats(longest, 2))).constants().get("t").floats())
        .containsOnly(INSIDE);
  }

  @Test
  void whatIsNoRegularFile() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(this.folder.resolve("model"));
    for (Path each : SpecialFiles.in(folder).values()) {
      if (each.startsWith(folder)) {
        assertRefused(model(floats(folder.relativize(each).toString(), 2)));
      }
    }
    assertRefused(model(floats("pipe/w", 2)));
    data("model/file", INSIDE, 2);
    assertRefused(model(floats("file/w", 2)));
  }

  @Test
  void sparseFilesCountLikeOthers() throws IOException {
    sparse("model/w", 1L << 20);
    TensorProto.Builder[] tensors = new TensorProto.Builder[5];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = external("t" + i, TensorProto.DataType.FLOAT_VALUE, "w", 1 << 18);
    }
    Path model = model(tensors);
    assertThat(
            OnnxImporter.read(model, ImportLimits.defaults().withTensorBytes(5 << 20)).constants())
        .hasSize(5);
    assertThatThrownBy(
            () -> OnnxImporter.read(model, ImportLimits.defaults().withTensorBytes((5 << 20) - 1)))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContainingAll("tensorBytes", "--limit-tensor-bytes", "withTensorBytes");
  }

  @Test
  void sparseFileThatNoHeapHolds() throws IOException {
    sparse("model/w", 2_147_483_640L);
    TensorProto.Builder[] tensors = new TensorProto.Builder[20];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = external("t" + i, TensorProto.DataType.INT8_VALUE, "w", 2_147_483_639L);
    }
    Path model = model(tensors);
    assertThatThrownBy(() -> Model.compile(OnnxImporter.read(model)))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContainingAll("tensorBytes", "--limit-tensor-bytes");
  }

  @Test
  void defaultsLeaveRoomInTheHeap() {
    long heap = Runtime.getRuntime().maxMemory();
    assertThat(ImportLimits.defaults().tensorBytes()).isLessThanOrEqualTo(heap / 2);
    assertThat(ImportLimits.defaults().fileBytes()).isLessThanOrEqualTo(heap / 4);
  }

  @Test
  void packedIntegersCountBeforeTheyAreRead() throws IOException {
    // A byte of file is a number of eight bytes.
    byte[] zeros = new byte[1 << 20];
    ByteString field =
        ByteString.copyFrom(new byte[] {7 << 3 | 2, (byte) 0x80, (byte) 0x80, 0x40})
            .concat(ByteString.copyFrom(zeros));
    Path file = folder.resolve("t.pb");
    Files.write(
        file,
        Protos.tensor("t", TensorProto.DataType.INT64_VALUE, 1 << 20)
            .build()
            .toByteString()
            .concat(field)
            .toByteArray());
    ImportLimits limits = ImportLimits.defaults();
    assertThat(OnnxTensors.read(file, limits.withTensorBytes(16 << 20)).tensor().size())
        .isEqualTo(1 << 20);
    assertThatThrownBy(() -> OnnxTensors.read(file, limits.withTensorBytes((16 << 20) - 16)))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("--limit-tensor-bytes");
  }

  /** A folder, or the file itself, becomes a link to somewhere else again and again. */
  @Test
  void swapsMeanwhileAreNeverReadThrough() throws Exception {
    data("model/sub/w", INSIDE, 2);
    data("other/w", OUTSIDE, 2);
    Path model = model(floats("sub/w", 2));
    assertThat(OnnxImporter.read(model).constants().get("t").floats()).containsOnly(INSIDE);
    swap(folder.resolve("model/sub"), folder.resolve("other"), model);
    swap(folder.resolve("model/sub/w"), folder.resolve("other/w"), model);
  }

  private void swap(Path inside, Path outside, Path model) throws Exception {
    Path aside = folder.resolve("aside");
    AtomicBoolean stop = new AtomicBoolean();
    int good = 0;
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      Future<?> swapper =
          pool.submit(() -> {
            while (!stop.get()) {
              Files.move(inside, aside);
              Files.createSymbolicLink(inside, outside);
              Files.delete(inside);
              Files.move(aside, inside);
            }
            return null;
          });
      try {
        for (int i = 0; i < 3_000; i++) {
          good += isRead(model) ? 1 : 0;
        }
      } finally {
        stop.set(true);
      }
      swapper.get();
    }
    assertThat(good).isPositive();
  }

  /** Whether a model's tensor is read; it must be the right one. */
  private static boolean isRead(Path model) throws IOException {
    try {
      Tensor tensor = OnnxImporter.read(model).constants().get("t");
      if (tensor != null) {
        assertThat(tensor.floats()).containsOnly(INSIDE);
      }
      return tensor != null;
    } catch (ModelRefusedException e) {
      assertThat(e).hasMessageContaining("external data");
      return false;
    }
  }
}
