package dev.vecurrent.bench.start.model;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The models by name: generated ones, and Silero's files where {@code vad --fetch} has put them.
 */
public final class NamedModels {

  /** Generated. */
  public static final List<String> GENERATED =
      List.of("digits", "lstm", "autoencoder", "text-line", "voice", "denoiser");

  /** Generated, for the time of a call at full speed: ways to write a cell. */
  private static final List<String> WRITTEN =
      List.of("layer", "scan", "unrolled-lstm", "unrolled-gru");

  /** Read from files. */
  public static final List<String> FILES = List.of("silero-v5", "silero-v6");

  private NamedModels() {}

  /** Names of the models of applications. */
  public static List<String> applications() {
    List<String> names = new ArrayList<>(GENERATED);
    names.addAll(FILES);
    return names;
  }

  /** All names. */
  public static List<String> all() {
    List<String> all = applications();
    all.addAll(WRITTEN);
    return all;
  }

  /**
   * The model of a name.
   *
   * @param name one of {@link #all}
   * @param folder of Silero's files
   * @throws IllegalArgumentException if there is no such model
   * @throws IOException if its file is not there
   */
  public static NamedModel of(String name, Path folder) throws IOException {
    return switch (name) {
      case "digits" -> SequenceModels.digits();
      case "lstm" -> SequenceModels.lstm();
      case "autoencoder" -> SequenceModels.autoencoder();
      case "text-line" -> SequenceModels.textLine();
      case "voice" -> VoiceActivity.model();
      case "denoiser" -> Denoiser.model();
      case "layer" -> WrittenCells.layer();
      case "scan" -> WrittenCells.scan();
      case "unrolled-lstm" -> WrittenCells.unrolledLstm();
      case "unrolled-gru" -> WrittenCells.unrolledGru();
      case "silero-v5" -> silero(name, folder.resolve("silero_vad_v5.onnx"));
      case "silero-v6" -> silero(name, folder.resolve("silero_vad_v6.onnx"));
      default -> throw new IllegalArgumentException("no model is called " + name + ": " + all());
    };
  }

  /** Where {@code ./vecurrent vad --fetch} puts its files. */
  public static Path fetched() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path home =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return home.resolve("vecurrent").resolve("silero-vad");
  }

  private static NamedModel silero(String name, Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException("there is no " + file + ": './vecurrent vad --fetch' gets it");
    }
    return new NamedModel(
        name,
        ByteString.copyFrom(Files.readAllBytes(file)),
        List.of(
            "input input 1,576",
            "number sr 16000",
            "output output 1,1",
            "state state stateN 2,1,128"),
        32);
  }
}
