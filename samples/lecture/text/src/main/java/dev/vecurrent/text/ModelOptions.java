package dev.vecurrent.text;

import dev.vecurrent.Model;
import dev.vecurrent.console.LimitOptions;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.spec.Graph;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The model of a program: the one that comes with it, or {@code --model}. */
public final class ModelOptions {

  @Mixin private LimitOptions limits = new LimitOptions();

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "Another model of the same inputs, outputs and vocabulary.")
  private @Nullable Path file;

  /**
   * The model to run.
   *
   * @param owner the class that the program's own model lies beside
   * @param resource the name of that model
   * @throws IOException if it cannot be read
   */
  public Model model(Class<?> owner, String resource) throws IOException {
    return file == null
        ? bundled(owner, resource)
        : Model.compile(OnnxImporter.read(file, limits.limits()), limits.compileOptions());
  }

  /**
   * The language model to run, with the vocabulary {@code vocab.txt} that lies beside the class.
   *
   * @throws IOException if it cannot be read
   */
  public LanguageModel languageModel(Class<?> owner, String resource) throws IOException {
    return new LanguageModel(model(owner, resource), Vocabulary.read(owner, "vocab.txt"));
  }

  /**
   * A model that comes with a program.
   *
   * @throws IOException if there is no such resource
   */
  public static Model bundled(Class<?> owner, String resource) throws IOException {
    return Model.compile(graph(owner, resource));
  }

  /**
   * The graph of a model that comes with a program.
   *
   * @throws IOException if there is no such resource
   */
  public static Graph graph(Class<?> owner, String resource) throws IOException {
    return OnnxImporter.read(Resource.bytes(owner, resource), resource, ImportLimits.defaults());
  }
}
