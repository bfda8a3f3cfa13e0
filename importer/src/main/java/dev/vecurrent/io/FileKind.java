package dev.vecurrent.io;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What a file is, told by its first bytes, and what to do with one that is not what was wanted.
 * Asked only after a reader has failed: a file that can be read is never refused for its look.
 */
public enum FileKind {
  EMPTY("an empty file", "copy or download it again", "save the array again with numpy.save"),
  ZEROS(
      "a file of zeros only, as a download that broke off leaves",
      "copy or download it again",
      "copy or download it again"),
  GIT_LFS(
      "a Git LFS pointer, and the file itself was not fetched",
      "run 'git lfs pull' in its repository, or download the file itself",
      "run 'git lfs pull' in its repository, or download the file itself"),
  GIT_ANNEX(
      "a git-annex pointer, and the file itself was not fetched",
      "run 'git annex get' in its repository",
      "run 'git annex get' in its repository"),
  HTML(
      "an HTML page, often that of a download link or an error",
      "download the file itself, by its raw link",
      "download the file itself, by its raw link"),
  OPENVINO("an OpenVINO model", "give the ONNX file that it was converted from", Words.SAVE),
  XML("an XML page, often an error of a download", Words.DOWNLOAD, Words.DOWNLOAD),
  JSON("JSON text, often an error of a download", Words.DOWNLOAD, Words.SAVE),
  TEXT("a text file", "give the .onnx file itself", "read it with numpy.loadtxt and " + Words.SAVE),
  UTF16(
      "UTF-16 text, as a redirection in PowerShell writes",
      "copy the file again without '>'",
      "copy the file again without '>'"),
  ORT_FORMAT(
      "a model in ONNX Runtime's own format (.ort)",
      "give the .onnx file that it was converted from",
      Words.TENSOR_NOT_MODEL),
  TFLITE(
      "a TensorFlow Lite model",
      "convert it: python -m tf2onnx.convert --tflite FILE --output model.onnx",
      Words.TENSOR_NOT_MODEL),
  SAVED_MODEL(
      "a TensorFlow SavedModel",
      "convert its folder: python -m tf2onnx.convert --saved-model FOLDER --output model.onnx",
      Words.TENSOR_NOT_MODEL),
  FROZEN_GRAPH(
      "a TensorFlow graph",
      "convert it: python -m tf2onnx.convert --graphdef FILE --inputs A:0 --outputs B:0 --output"
          + " model.onnx",
      Words.TENSOR_NOT_MODEL),
  HDF5(
      "an HDF5 file, such as Keras writes (.h5)",
      "load it with Keras and convert it: tf2onnx.convert.from_keras, or model.export(...,"
          + " format=\"onnx\")",
      "read it with h5py and " + Words.SAVE),
  KERAS(
      "a Keras model (.keras)",
      "load it with Keras and convert it: tf2onnx.convert.from_keras, or model.export(...,"
          + " format=\"onnx\")",
      Words.TENSOR_NOT_MODEL),
  TORCHSCRIPT(
      "a TorchScript model",
      "export it in Python: torch.onnx.export(torch.jit.load(FILE), inputs, \"model.onnx\")",
      Words.TENSOR_NOT_MODEL),
  PYTORCH(
      "a PyTorch checkpoint",
      "load it into its model in Python and call torch.onnx.export(model, inputs, \"model.onnx\")",
      "load it with torch.load and save it with numpy.save(FILE, tensor.numpy())"),
  PICKLE(
      "a Python pickle",
      "load it in Python and export it: torch.onnx.export for PyTorch, skl2onnx for scikit-learn",
      "load it in Python and " + Words.SAVE),
  SAFETENSORS(
      "a file of weights (safetensors)",
      "it has no graph: load it into its model in Python and call torch.onnx.export",
      "read it with safetensors.numpy.load_file and " + Words.SAVE),
  GGUF(
      "a file of weights (GGUF)",
      "it has no graph: export the model that it was made from to ONNX",
      Words.SAVE),
  NPZ(
      "an archive of NumPy arrays (.npz)",
      "it has no graph: give the .onnx file",
      "take one array out: numpy.save(FILE, numpy.load(ARCHIVE)[NAME])"),
  NPY("a NumPy array (.npy)", Words.MODEL_NOT_TENSOR, "give it as .npy"),
  ZIP("a zip archive", "unpack it and give the .onnx file in it", "unpack it"),
  GZIP("gzip-compressed", "unpack it: gunzip, or tar xzf for .tar.gz", "unpack it with gunzip"),
  COMPRESSED("a compressed file (bzip2, xz, zstd, 7z or rar)", Words.UNPACK, Words.UNPACK),
  TAR("a tar archive", "unpack it with 'tar xf' and give the .onnx file in it", Words.UNPACK),
  RIFF("a RIFF file, such as .wav", "give the .onnx file", "read its samples and " + Words.SAVE),
  IMAGE("a picture", "give the .onnx file", "read its pixels and " + Words.SAVE),
  ONNX_MODEL(
      "an ONNX model, broken off or damaged",
      "copy or download it again, and compare its size",
      "a tensor is wanted here: a .npy file, or a .pb file as ONNX's test cases have it"),
  TENSOR("a tensor (TensorProto)", Words.MODEL_NOT_TENSOR, "it is broken off or damaged"),
  SEQUENCE(
      "a sequence or an optional value, no tensor",
      Words.MODEL_NOT_TENSOR,
      "a tensor is wanted here: give its elements one by one"),
  UNKNOWN(
      "of no format that is known",
      "give a .onnx file; 'python -m onnx.checker FILE' in Python tells whether it is one",
      "give a .npy file, or a .pb file with a TensorProto");

  /** What a reader wanted. */
  public enum Wanted {
    MODEL,
    TENSOR
  }

  private final String what;
  private final String adviceForModel;
  private final String adviceForTensor;

  FileKind(String what, String adviceForModel, String adviceForTensor) {
    this.what = what;
    this.adviceForModel = adviceForModel;
    this.adviceForTensor = adviceForTensor;
  }

  /** Advice that several kinds share: an enum's own constants are not there yet for its values. */
  private static final class Words {

    static final String SAVE = "save the array with numpy.save";
    static final String DOWNLOAD = "download the file itself, and look at what this one says";
    static final String UNPACK = "unpack it first";
    static final String TENSOR_NOT_MODEL =
        "a tensor is wanted here: a .npy file, or a .pb file with a TensorProto";
    static final String MODEL_NOT_TENSOR =
        "a model is wanted here: give the .onnx file, and arrays with --input NAME=FILE";
  }

  /** The kind of a file that is in memory. */
  public static FileKind of(byte[] file) {
    return FileMarks.kind(file);
  }

  /**
   * The kind of a file of which only the beginning and the end are read. What is no regular file is
   * {@link #UNKNOWN}: reading a device or a pipe may never end.
   *
   * @throws IOException if it cannot be read
   */
  public static FileKind of(Path file) throws IOException {
    try (InputFile opened = InputFile.open(file)) {
      return opened.kind();
    } catch (FileRefusedException e) {
      return UNKNOWN;
    }
  }

  /** Whether this is no kind that a reader of models or tensors takes. */
  public boolean isForeign() {
    return this != ONNX_MODEL && this != TENSOR && this != SEQUENCE && this != UNKNOWN;
  }

  /** What the file is and what to do, such as {@code is a zip archive: unpack it first}. */
  public String advice(Wanted wanted) {
    return "is " + what + ": " + (wanted == Wanted.MODEL ? adviceForModel : adviceForTensor);
  }
}
