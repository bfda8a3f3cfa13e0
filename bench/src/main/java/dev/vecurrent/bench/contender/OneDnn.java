package dev.vecurrent.bench.contender;

import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/** oneDNN's native library: whether it is there, and how many threads it takes. */
final class OneDnn {

  private OneDnn() {}

  /** Why oneDNN cannot run here; empty where it can. */
  static Optional<String> missing() {
    try {
      Loader.load(dnnl.class);
      return Optional.empty();
    } catch (LinkageError e) {
      return Optional.of("oneDNN has no native library here: " + e.getMessage());
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
