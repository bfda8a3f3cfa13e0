package dev.vecurrent.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import dev.vecurrent.internal.Nullable;
import dev.vecurrent.spec.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads ONNX models.
 *
 * <p>Supported are IR versions up to {@value #NEWEST_IR}, the default operator domain in opsets 1
 * to {@value #NEWEST_OPSET} (other than recurrent operators and a few unchanged ones: from 7 on),
 * and the operators that {@code docs/operators.md} lists. Anything else is refused with all
 * findings at once; nothing is ignored. All methods are safe for use by several threads.
 */
public final class OnnxImporter {

  /** The newest version of the default operator set that is known. */
  public static final int NEWEST_OPSET = 27;

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
   * @throws dev.vecurrent.spec.ModelRefusedException if the model is wrong or not supported; lists
   *     every finding
   * @throws IOException if a file cannot be read
   */
  public static Graph read(Path file, ImportLimits limits) throws IOException {
    byte[] bytes = bytes(file, limits);
    Path folder = file.toAbsolutePath().getParent();
    return read(bytes, file.toString(), folder == null ? null : new ExternalData(folder), limits);
  }

  /**
   * Reads a model from memory; external tensor data is refused.
   *
   * @param model the file's bytes; not changed, and not to be changed while the graph is in use
   * @param source a name for messages
   * @throws MalformedModelException if the bytes are no model, or exceed a limit before they can be
   *     understood
   * @throws dev.vecurrent.spec.ModelRefusedException if the model is wrong or not supported; lists
   *     every finding
   */
  public static Graph read(byte[] model, String source, ImportLimits limits) {
    try {
      return read(model, source, null, limits);
    } catch (IOException e) {
      throw new MalformedModelException(source, String.valueOf(e.getMessage()), e);
    }
  }

  /** The bytes of a file that is not larger than the limit. */
  static byte[] bytes(Path file, ImportLimits limits) throws IOException {
    long size = Files.size(file);
    if (size > limits.fileBytes()) {
      throw new MalformedModelException(
          file.toString(),
          size + " bytes are more than " + limits.fileBytes() + " (limit: fileBytes)");
    }
    return Files.readAllBytes(file);
  }

  private static Graph read(
      byte[] bytes, String source, @Nullable ExternalData external, ImportLimits limits)
      throws IOException {
    if (bytes.length > limits.fileBytes()) {
      throw new MalformedModelException(
          source,
          bytes.length + " bytes are more than " + limits.fileBytes() + " (limit: fileBytes)");
    }
    ModelMessage model = parse(bytes, source, limits);
    GraphMessage graph = model.graph;
    if (graph == null) {
      throw new MalformedModelException(source, "is no ONNX model: it has no graph");
    }
    Findings findings = new Findings(source);
    Opsets opsets = Opsets.of(model, findings);
    checkModel(model, findings);
    FreshNames names = new FreshNames(graph);
    new Inliner(model, opsets, limits, names, findings).inline(graph);
    new FusedOperators(opsets, limits, names, findings).replace(graph);
    Graph read =
        new GraphReader(new TensorReader(external, limits), limits, opsets, findings).read(graph);
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
      throw new MalformedModelException(source, "is no ONNX model: " + e.getMessage(), e);
    }
  }

  private static void checkModel(ModelMessage model, Findings findings) {
    if (model.irVersion < 1 || model.irVersion > NEWEST_IR) {
      findings.add(
          "ir_version",
          Long.toString(model.irVersion),
          "expected a version from 1 to " + NEWEST_IR);
    }
    if (model.trainingInfos > 0) {
      findings.add("training_info", "", "is not supported");
    }
  }
}
