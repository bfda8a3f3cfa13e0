package dev.vecurrent.bench.start;

import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import dev.vecurrent.Model;
import dev.vecurrent.onnx.OnnxImporter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Engines as a user would start them: each on a class path of the jars it needs. */
final class Contestants {

  /**
   * {@code vecurrent-scalar} is started without the Vector API's module, {@code vecurrent-warmup}
   * warms up before its first answer, {@code onnxruntime-unpacked} finds its native library outside
   * of its jar.
   */
  static final List<String> ENGINES =
      List.of(
          "vecurrent",
          "vecurrent-scalar",
          "vecurrent-warmup",
          "onnxruntime",
          "onnxruntime-unpacked");

  private final Jars jars;
  private final Path calls;

  /**
   * Contestants on jars in a folder.
   *
   * @param folder where the jars are written
   */
  Contestants(Path folder) throws IOException {
    jars = new Jars(folder);
    calls =
        jars.jar(
            "service.jar",
            VecurrentStart.class,
            name ->
                name.startsWith("dev/vecurrent/bench/start/")
                    && !name.startsWith("dev/vecurrent/bench/start/model/"));
  }

  /** The contestants of engines, without an AOT cache. */
  List<Contestant> of(List<String> engines) throws IOException {
    List<Contestant> all = new ArrayList<>();
    List<String> ours = List.of();
    List<String> theirs = List.of();
    for (String engine : engines) {
      boolean isOurs = engine.startsWith("vecurrent");
      if (isOurs && ours.isEmpty()) {
        ours = vecurrent();
      } else if (!isOurs && theirs.isEmpty()) {
        theirs = onnxRuntime();
      }
      List<String> jvm = new ArrayList<>(isOurs ? ours : theirs);
      switch (engine) {
        case "vecurrent", "vecurrent-warmup" -> jvm.addFirst("--add-modules=jdk.incubator.vector");
        case "onnxruntime-unpacked" -> jvm.addFirst("-Donnxruntime.native.path=" + unpacked());
        default -> {}
      }
      all.add(new Contestant(engine, "none", jvm, engine.equals("vecurrent-warmup")));
    }
    return all;
  }

  private List<String> vecurrent() throws IOException {
    Path engine =
        jars.jar(
            "vecurrent-engine.jar",
            Model.class,
            name -> name.startsWith("dev/vecurrent/") && !isOutsideEngine(name));
    Path importer =
        jars.jar(
            "vecurrent-importer.jar",
            OnnxImporter.class,
            name -> name.startsWith("dev/vecurrent/onnx/") || name.startsWith("dev/vecurrent/io/"));
    Path protobuf =
        jars.jar("protobuf.jar", ByteString.class, name -> name.startsWith("com/google/protobuf/"));
    return List.of(
        "-cp", classPath(calls, engine, importer, protobuf), VecurrentStart.class.getName());
  }

  private static boolean isOutsideEngine(String name) {
    return Stream.of("onnx", "io", "bench", "testing")
        .anyMatch(other -> name.startsWith("dev/vecurrent/" + other + "/"));
  }

  private List<String> onnxRuntime() throws IOException {
    Path runtime =
        jars.jar("onnxruntime.jar", OrtSession.class, name -> name.startsWith("ai/onnxruntime/"));
    return List.of(
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classPath(calls, runtime),
        OnnxRuntimeStart.class.getName());
  }

  private Path unpacked() throws IOException {
    String natives = "ai/onnxruntime/native/" + platform() + "/";
    return jars.unpacked("native", OrtSession.class, name -> name.startsWith(natives));
  }

  /** What ONNX Runtime calls this system and processor. */
  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String name = system.startsWith("mac") ? "osx" : system.startsWith("win") ? "win" : "linux";
    String processor = System.getProperty("os.arch");
    return name + "-" + (processor.equals("amd64") ? "x64" : processor);
  }

  private static String classPath(Path... jars) {
    return String.join(File.pathSeparator, Stream.of(jars).map(Path::toString).toList());
  }
}
