package dev.vecurrent.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.onnx.OnnxTensors;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.OperatorSetIdProto;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are no model or no tensor, made of the bytes by which each kind is known. */
class FileKindTest {

  @TempDir private Path folder = Path.of("");

  /** A kind, bytes of it, and a word of the advice where a model, and where a tensor is wanted. */
  private record Sample(FileKind kind, byte[] bytes, String model, String tensor) {

    @Override
    public String toString() {
      return kind + " of " + bytes.length + " bytes";
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  /** A beginning, then numbers that look like weights. */
  private static byte[] binary(byte[] beginning, int size) {
    byte[] bytes = new byte[beginning.length + size];
    new Random(1).nextBytes(bytes);
    System.arraycopy(beginning, 0, bytes, 0, beginning.length);
    return bytes;
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(binary(new byte[0], 100_000));
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] inner) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(inner);
    }
    return bytes.toByteArray();
  }

  private static byte[] npy(String header, int bytes) {
    byte[] text = text(header);
    byte[] file = new byte[10 + text.length + bytes];
    System.arraycopy(hex("934e554d5059 0100"), 0, file, 0, 8);
    file[8] = (byte) text.length;
    System.arraycopy(text, 0, file, 10, text.length);
    return file;
  }

  private static byte[] model() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .setProducerName("test")
        .setGraph(GraphProto.newBuilder().setName("g").setDocString("d".repeat(500)))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
        .build()
        .toByteArray();
  }

  private static byte[] tensor() {
    return TensorProto.newBuilder()
        .addDims(3)
        .setDataType(1)
        .setName("x")
        .addFloatData(1)
        .addFloatData(2)
        .addFloatData(3)
        .build()
        .toByteArray();
  }

  /** {@code SequenceProto} with a name, the kind of tensors, and one tensor. */
  private static byte[] sequence(byte[] tensor) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(hex("0a0173 1001 1a"));
    bytes.write(tensor.length);
    bytes.writeBytes(tensor);
    return bytes.toByteArray();
  }

  private static List<Sample> samples() throws IOException {
    List<Sample> samples = new ArrayList<>();
    samples.add(new Sample(FileKind.EMPTY, new byte[0], "download it again", "numpy.save"));
    samples.add(new Sample(FileKind.ZEROS, new byte[5000], "download it again", "again"));
    String lfs = "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 812\n";
    samples.add(
        new Sample(
            FileKind.GIT_LFS, text(lfs.formatted("0".repeat(64))), "git lfs pull", "git lfs"));
    samples.add(
        new Sample(
            FileKind.GIT_ANNEX, text("/annex/objects/MD5-s1--0\n"), "git annex get", "git annex"));
    for (String page :
        List.of(
            "<!DOCTYPE html>\n<html>",
            "\ufeff\n  <HTML lang=en>",
            "<?xml version='1.0'?><!DOCTYPE html PUBLIC ''><html>",
            "<!-- saved -->\n<html>")) {
      samples.add(new Sample(FileKind.HTML, text(page), "raw link", "raw link"));
    }
    samples.add(new Sample(FileKind.XML, text("<?xml?><Error/>"), "download", "download"));
    samples.add(
        new Sample(FileKind.OPENVINO, text("<?xml?>\n<net name=\"a\">"), "ONNX file", "numpy"));
    samples.add(new Sample(FileKind.JSON, text("{\"error\": \"no\"}"), "download", "numpy.save"));
    samples.add(new Sample(FileKind.TEXT, text("1.5, 2.5\nä"), ".onnx", "numpy.loadtxt"));
    samples.add(new Sample(FileKind.UTF16, hex("fffe3100 0a00"), "PowerShell", "PowerShell"));
    samples.add(new Sample(FileKind.ORT_FORMAT, text("\u001c\0\0\0ORTM\0\u0001\2"), ".onnx", "pb"));
    samples.add(new Sample(FileKind.TFLITE, text("\u001c\0\0\0TFL3\0\1"), "tf2onnx", ".npy"));
    samples.add(
        new Sample(FileKind.SAVED_MODEL, hex("0801 12060a0412020801"), "--saved-model", ".npy"));
    samples.add(
        new Sample(
            FileKind.FROZEN_GRAPH, hex("0a0a 0a0178 1205 436f6e7374"), "--graphdef", ".npy"));
    samples.add(new Sample(FileKind.HDF5, binary(hex("894844460d0a1a0a"), 90), "Keras", "h5py"));
    samples.add(
        new Sample(
            FileKind.KERAS,
            zip("metadata.json", "config.json", "model.weights.h5"),
            "Keras",
            ".npy"));
    byte[] checkpoint = zip("archive/data.pkl", "archive/data/0", "archive/version");
    samples.add(new Sample(FileKind.PYTORCH, checkpoint, "torch.onnx.export", "numpy.save"));
    byte[] beginning = Arrays.copyOf(checkpoint, 64);
    samples.add(new Sample(FileKind.PYTORCH, beginning, "torch.onnx.export", "numpy.save"));
    samples.add(
        new Sample(
            FileKind.PYTORCH,
            binary(hex("8002 8a0a6cfc9c46f9206aa85019 2e8002 4de9032e"), 90),
            "torch.onnx.export",
            "torch.load"));
    samples.add(
        new Sample(
            FileKind.TORCHSCRIPT,
            zip("m/data.pkl", "m/code/__torch__.py", "m/constants.pkl"),
            "torch.jit.load",
            ".npy"));
    samples.add(new Sample(FileKind.PICKLE, hex("8004950a000000"), "skl2onnx", "numpy.save"));
    samples.add(
        new Sample(
            FileKind.SAFETENSORS,
            text("\u0050\0\0\0\0\0\0\0{\"w\":{\"dtype\":\"F32\"}}"),
            "no graph",
            "safetensors"));
    samples.add(new Sample(FileKind.GGUF, text("GGUF\3\0\0\0"), "no graph", "numpy.save"));
    samples.add(new Sample(FileKind.NPZ, zip("x.npy"), "no graph", "numpy.load"));
    samples.add(new Sample(FileKind.ZIP, zip("model.onnx"), "unpack", "unpack"));
    samples.add(new Sample(FileKind.ZIP, zip(), "unpack", "unpack"));
    samples.add(new Sample(FileKind.GZIP, gzip(model()), "gunzip", "gunzip"));
    samples.add(new Sample(FileKind.COMPRESSED, text("BZh91AY&SY\0"), "unpack", "unpack"));
    samples.add(new Sample(FileKind.COMPRESSED, hex("28b52ffd04"), "unpack", "unpack"));
    samples.add(new Sample(FileKind.COMPRESSED, hex("fd377a585a0000"), "unpack", "unpack"));
    byte[] tar = new byte[1024];
    System.arraycopy(text("ustar"), 0, tar, 257, 5);
    System.arraycopy(text("model.onnx"), 0, tar, 0, 10);
    samples.add(new Sample(FileKind.TAR, tar, "tar xf", "unpack"));
    samples.add(new Sample(FileKind.RIFF, text("RIFF\0\1\2\3WAVEfmt "), ".onnx", "samples"));
    samples.add(new Sample(FileKind.IMAGE, hex("89504e470d0a1a0a00"), ".onnx", "pixels"));
    samples.add(
        new Sample(FileKind.ONNX_MODEL, Arrays.copyOf(model(), 100), "damaged", "a tensor is"));
    samples.add(new Sample(FileKind.UNKNOWN, hex("ffc0ffee0b"), "onnx.checker", "TensorProto"));
    return samples;
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aModelIsWanted(Sample sample) throws IOException {
    assertThat(FileKind.of(sample.bytes())).isEqualTo(sample.kind());
    Path file = Files.write(folder.resolve("m.onnx"), sample.bytes());
    assertThat(FileKind.of(file)).isEqualTo(sample.kind());
    assertThatThrownBy(() -> OnnxImporter.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + ": is ")
        .hasMessageContaining(sample.kind().advice(FileKind.Wanted.MODEL))
        .hasMessageContaining(sample.model());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aTensorIsWanted(Sample sample) throws IOException {
    Path pb = Files.write(folder.resolve("x.pb"), sample.bytes());
    assertThatThrownBy(() -> OnnxTensors.read(pb, ImportLimits.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(pb + ": is ")
        .hasMessageContaining(sample.tensor());
    assertThatThrownBy(
            () -> OnnxTensors.readSequence(pb, ElementType.FLOAT32, ImportLimits.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(pb + ": is ");
    Path npy = Files.write(folder.resolve("x.npy"), sample.bytes());
    assertThatThrownBy(() -> NpyFiles.read(npy, 1 << 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(npy + ": is no .npy file; it is ")
        .hasMessageContaining(sample.tensor());
  }

  /** What is larger than a limit is not called large where it is something else altogether. */
  @ParameterizedTest
  @MethodSource("samples")
  void aLargeFileOfAnotherKindIsNamed(Sample sample) throws IOException {
    if (!sample.kind().isForeign() || sample.bytes().length < 2) {
      return;
    }
    ImportLimits small = ImportLimits.defaults().withFileBytes(1);
    Path file = Files.write(folder.resolve("m.onnx"), sample.bytes());
    assertThatThrownBy(() -> OnnxImporter.read(file, small)).hasMessageContaining(sample.model());
    assertThatThrownBy(() -> OnnxTensors.read(file, small)).hasMessageContaining(sample.tensor());
    assertThatThrownBy(() -> NpyFiles.read(file, 1)).hasMessageContaining(sample.tensor());
  }

  @Test
  void modelsTensorsAndSequencesAreToldApart() throws IOException {
    Path model = Files.write(folder.resolve("m"), model());
    Path tensor = Files.write(folder.resolve("t"), tensor());
    Path npy = folder.resolve("x.npy");
    NpyFiles.write(npy, Tensor.of(new float[] {1}, 1));
    Path sequence = Files.write(folder.resolve("s"), sequence(tensor()));
    assertThatThrownBy(() -> OnnxImporter.read(tensor))
        .hasMessageContaining("is a tensor (TensorProto): a model is wanted here");
    assertThatThrownBy(() -> OnnxImporter.read(npy))
        .hasMessageContaining("is a NumPy array (.npy): a model is wanted here");
    assertThatThrownBy(() -> OnnxImporter.read(sequence)).hasMessageContaining("is a sequence");
    ImportLimits limits = ImportLimits.defaults();
    assertThatThrownBy(() -> OnnxTensors.read(model, limits))
        .hasMessageContaining("is an ONNX model")
        .hasMessageContaining("a tensor is wanted here");
    assertThatThrownBy(() -> OnnxTensors.read(npy, limits)).hasMessageContaining("NumPy array");
    assertThatThrownBy(() -> OnnxTensors.read(sequence, limits))
        .hasMessageContaining("is a sequence");
    assertThatThrownBy(() -> OnnxTensors.readSequence(tensor, ElementType.FLOAT32, limits))
        .hasMessageContaining("is a tensor, but a sequence is wanted here");
    assertThatThrownBy(() -> OnnxTensors.readSequence(model, ElementType.FLOAT32, limits))
        .hasMessageContaining("is an ONNX model");
    assertThatThrownBy(() -> NpyFiles.read(tensor, 1000)).hasMessageContaining("is no .npy file");
    assertThatThrownBy(() -> NpyFiles.read(model, 1000)).hasMessageContaining("an ONNX model");
  }

  /** A producer whose name stands where another format has its mark. */
  @Test
  void aModelThatCanBeReadIsNotRefusedForItsLook() {
    byte[] bytes = model();
    byte[] named = new byte[bytes.length];
    System.arraycopy(bytes, 0, named, 0, bytes.length);
    System.arraycopy(text("ORTM"), 0, named, 4, 4);
    assertThat(FileKind.of(named)).isEqualTo(FileKind.ORT_FORMAT);
    assertThat(OnnxImporter.read(named, "m", ImportLimits.defaults()).outputs()).isEmpty();
  }

  @Test
  void arraysOfObjectsAndRecordsSayWhatToSave() throws IOException {
    Path file = folder.resolve("x.npy");
    Files.write(file, npy("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }\n", 30));
    assertThatThrownBy(() -> NpyFiles.read(file, 1000))
        .hasMessageContaining("Python objects")
        .hasMessageContaining("dtype=numpy.float32");
    Files.write(file, npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}\n", 4));
    assertThatThrownBy(() -> NpyFiles.read(file, 1000)).hasMessageContaining("structured dtype");
    Files.write(file, npy("{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}\n", 8));
    assertThatThrownBy(() -> NpyFiles.read(file, 1000))
        .hasMessageContaining("c8")
        .hasMessageContaining("astype");
  }
}
