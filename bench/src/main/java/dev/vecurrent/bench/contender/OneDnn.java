package dev.vecurrent.bench.contender;

import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_version_t;

/**
 * oneDNN's native library: whether it is there, and how many threads it takes.
 *
 * <p>JavaCPP would load it with OpenCL's, which oneDNN's binding names but the library does not
 * need; so JavaCPP is told to load nothing, and the four files are loaded here.
 */
final class OneDnn {

  private static final String LOAD_PROPERTY = "org.bytedeco.javacpp.loadLibraries";

  /** In the order in which they need each other. */
  private static final List<String> LIBRARIES =
      List.of(
          "javacpp/linux-x86_64/libjnijavacpp.so",
          "dnnl/linux-x86_64/libgomp.so.1",
          "dnnl/linux-x86_64/libdnnl.so.3",
          "dnnl/linux-x86_64/libjnidnnl.so");

  private static final Optional<String> MISSING = load();

  private OneDnn() {}

  /** Why oneDNN cannot run here; empty where it can. */
  static Optional<String> missing() {
    return MISSING;
  }

  private static Optional<String> load() {
    String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!platform.equals("Linux amd64")) {
      return Optional.of("no library of oneDNN for " + platform);
    }
    System.setProperty(LOAD_PROPERTY, "false");
    try {
      Path folder = Files.createTempDirectory("vecurrent-onednn");
      try {
        for (String library : LIBRARIES) {
          load(library, folder);
        }
      } finally {
        Files.delete(folder);
      }
      return Optional.empty();
    } catch (IOException | UnsatisfiedLinkError e) {
      return Optional.of("oneDNN's library cannot be loaded: " + e.getMessage());
    }
  }

  /** Loads a library from the class path by way of a file, which is gone afterwards. */
  @SuppressWarnings("restricted") // native access is granted to this program
  private static void load(String library, Path folder) throws IOException {
    Path name = Path.of(library).getFileName();
    try (InputStream bytes = OneDnn.class.getResourceAsStream("/org/bytedeco/" + library)) {
      if (bytes == null || name == null) {
        throw new NoSuchFileException(library + " is not on the class path");
      }
      Path file = folder.resolve(name);
      try {
        Files.copy(bytes, file);
        System.load(file.toString());
      } finally {
        Files.deleteIfExists(file);
      }
    }
  }

  static String version() {
    dnnl_version_t version = dnnl_version();
    return version.major() + "." + version.minor() + "." + version.patch();
  }

  /**
   * Sets the threads of primitives that the calling thread runs. The library is built on OpenMP,
   * whose environment variables are read before Java could set them, so OpenMP is asked itself.
   */
  @SuppressWarnings("restricted") // native access is granted to this program
  static void useThreads(int threads) {
    Linker linker = Linker.nativeLinker();
    // The file that oneDNN has loaded already: the loader goes by this name, not by a path.
    SymbolLookup openMp = SymbolLookup.libraryLookup("libgomp.so.1", Arena.global());
    MemorySegment set = openMp.findOrThrow("omp_set_num_threads");
    MemorySegment get = openMp.findOrThrow("omp_get_max_threads");
    MethodHandle setThreads =
        linker.downcallHandle(set, FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
    MethodHandle maxThreads =
        linker.downcallHandle(get, FunctionDescriptor.of(ValueLayout.JAVA_INT));
    try {
      setThreads.invokeExact(threads);
      int actual = (int) maxThreads.invokeExact();
      if (actual != threads) {
        throw new IllegalStateException(
            "OpenMP was asked for " + threads + " threads and has " + actual);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
