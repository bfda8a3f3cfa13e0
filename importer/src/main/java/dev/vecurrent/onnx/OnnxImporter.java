package dev.vecurrent.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import dev.vecurrent.internal.Nullable;
import dev.vecurrent.io.FileKind;
import dev.vecurrent.io.FileRefusedException;
import dev.vecurrent.io.InputFile;
import dev.vecurrent.onnx.message.Findings;
import dev.vecurrent.onnx.message.GraphMessage;
import dev.vecurrent.onnx.message.ModelMessage;
import dev.vecurrent.onnx.message.Opsets;
import dev.vecurrent.spec.FileInfo;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.Graph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads ONNX models.
 *
 * <p>Supported are IR versions up to {@value #NEWEST_IR}, the default operator domain in opsets 1
 * to {@value #NEWEST_OPSET} (other than recurrent operators and a few unchanged ones: from 7 on),
 * and the operators that {@code docs/operators.md} lists.
 *
 * <p>Reading does not judge what is not supported: that becomes part of the graph as a {@link
 * dev.vecurrent.spec.RefusedNode}, and {@code Model.compile} refuses all of it that the wanted
 * outputs need. A file that is wrong in itself is refused when it is read: bytes that are no model,
 * limits that are exceeded, names that are assigned twice, nodes that wait for their own output.
 * All methods are safe for use by several threads.
 */
public final class OnnxImporter {

  /** The newest version of the default operator set that is known. */
  public static final int NEWEST_OPSET = Opsets.NEWEST_OPSET;

  /** The newest version of the file format that is known. */
  public static final int NEWEST_IR = 13;

  private OnnxImporter() {}

  /** Reads a model with default limits; see {@link #read(Path, ImportLimits)}. */
  public static Graph read(Path file) throws IOException {
    return read(file, ImportLimits.defaults());
  }

  /**
   * Reads a model. External tensor data is read from the model's own folder only.
   *
   * @throws MalformedModelException if the bytes are no model, or exceed a limit before they can be
   *     understood
   * @throws dev.vecurrent.spec.ModelRefusedException if the graph does not hold together; lists
   *     every finding
   * @throws IOException if a file cannot be read
   */
  public static Graph read(Path file, ImportLimits limits) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    try (ModelFolder folder = parent == null ? null : new ModelFolder(parent)) {
      byte[] bytes = bytes(file, limits, FileKind.Wanted.MODEL);
      return read(bytes, file.toString(), folder, limits);
    } catch (OutOfMemoryError e) {
      throw outOfMemory(file.toString(), e);
    }
  }

  /**
   * Reads a model from memory; external tensor data is refused.
   *
   * @param model the file's bytes; not changed, and not to be changed while the graph is in use
   * @param source a name for messages
   * @throws MalformedModelException if the bytes are no model, or exceed a limit before they can be
   *     understood
   * @throws dev.vecurrent.spec.ModelRefusedException if the graph does not hold together; lists
   *     every finding
   */
  public static Graph read(byte[] model, String source, ImportLimits limits) {
    try {
      return read(model, source, null, limits);
    } catch (IOException e) {
      throw new MalformedModelException(source, String.valueOf(e.getMessage()), e);
    } catch (OutOfMemoryError e) {
      throw outOfMemory(source, e);
    }
  }

  /** Limits bound what a file may take, but not what others have taken of the heap before. */
  private static MalformedModelException outOfMemory(String source, OutOfMemoryError e) {
    return new MalformedModelException(
        source, "needs more memory than the heap has left: give Java more, such as -Xmx4g", e);
  }

  /**
   * The bytes of a file that is not larger than the limit.
   *
   * @param wanted what the file should be
   */
  static byte[] bytes(Path file, ImportLimits limits, FileKind.Wanted wanted) throws IOException {
    try (InputFile opened = InputFile.open(file)) {
      return bytes(opened, limits, wanted);
    } catch (FileRefusedException e) {
      throw new MalformedModelException(file.toString(), e.reason(), e);
    }
  }

  static byte[] bytes(InputFile file, ImportLimits limits, FileKind.Wanted wanted)
      throws IOException {
    Optional<byte[]> bytes = file.bytes(limits.fileBytes());
    if (bytes.isEmpty()) {
      FileKind kind = file.kind();
      throw new MalformedModelException(
          file.path().toString(),
          kind.isForeign() ? kind.advice(wanted) : tooLarge(file.size(), limits));
    }
    return bytes.get();
  }

  private static String tooLarge(long size, ImportLimits limits) {
    return (size > limits.fileBytes() ? size + " bytes are" : "it is")
        + " more than "
        + ImportLimits.words("fileBytes", limits.fileBytes());
  }

  private static Graph read(
      byte[] bytes, String source, @Nullable ModelFolder folder, ImportLimits limits)
      throws IOException {
    if (bytes.length > limits.fileBytes()) {
      throw new MalformedModelException(source, tooLarge(bytes.length, limits));
    }
    ModelMessage model = parse(bytes, source, limits);
    GraphMessage graph = model.graph;
    if (graph == null) {
      throw new MalformedModelException(source, noModel(bytes, "it has no graph"));
    }
    Findings whole = new Findings(source);
    Findings findings = new Findings(source);
    Opsets opsets = Opsets.of(model, whole);
    checkModel(model, whole);
    for (Finding note : whole.notes()) {
      findings.note(note.field(), note.value(), note.reason());
    }
    String producer = (model.producer + " " + model.producerVersion).strip();
    FileInfo file =
        new FileInfo(
            producer, model.irVersion, opsets.versions(), Map.of(), List.of(), whole.list());
    FreshNames names = new FreshNames(graph);
    new Inliner(model, opsets, limits, names, findings).inline(graph);
    new FusedOperators(opsets, limits, names, findings).replace(graph);
    Graph read =
        new GraphReader(new TensorReader(folder, limits), limits, opsets, findings)
            .read(graph, file);
    findings.refuseIfAny();
    return read;
  }

  private static ModelMessage parse(byte[] bytes, String source, ImportLimits limits) {
    ByteString wrapped = UnsafeByteOperations.unsafeWrap(bytes);
    try {
      WireScan.scan(source, wrapped.newCodedInput(), MessageKind.MODEL, limits);
      CodedInputStream in = wrapped.newCodedInput();
      in.enableAliasing(true);
      in.setRecursionLimit(limits.depth());
      ModelMessage model = new ModelMessage();
      model.merge(in);
      return model;
    } catch (IOException e) {
      throw new MalformedModelException(source, noModel(bytes, String.valueOf(e.getMessage())), e);
    } catch (MalformedModelException e) {
      FileKind kind = FileKind.of(bytes);
      throw kind.isForeign()
          ? new MalformedModelException(source, kind.advice(FileKind.Wanted.MODEL), e)
          : e;
    }
  }

  /** What bytes are that are no model. */
  private static String noModel(byte[] bytes, String reason) {
    FileKind kind = FileKind.of(bytes);
    return kind.isForeign() || kind == FileKind.TENSOR || kind == FileKind.SEQUENCE
        ? kind.advice(FileKind.Wanted.MODEL)
        : "is no ONNX model (%s); it %s".formatted(reason, kind.advice(FileKind.Wanted.MODEL));
  }

  private static void checkModel(ModelMessage model, Findings findings) {
    if (model.irVersion < 1 || model.irVersion > NEWEST_IR) {
      findings.add(
          "ir_version",
          Long.toString(model.irVersion),
          "expected a version from 1 to " + NEWEST_IR + ": export with an older onnx package");
    }
    if (model.trainingInfos > 0) {
      findings.note("training_info", "", "is not used: a run needs none");
    }
  }
}
