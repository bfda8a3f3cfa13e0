package dev.vecurrent.bench.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Bytes of the data caches that the first core uses. */
public final class CacheSizes {

  private static final Path LINUX = Path.of("/sys/devices/system/cpu/cpu0/cache");

  /** Where the operating system does not tell. */
  private static final Map<String, Long> USUAL =
      Map.of("L1", 32L << 10, "L2", 1L << 20, "L3", 16L << 20);

  private CacheSizes() {}

  /** Bytes of L1, L2 and, where there is one, L3; usual sizes where they are not readable. */
  public static Map<String, Long> read() {
    return read(LINUX);
  }

  /** The same of a folder like Linux's {@code cpu0/cache}. */
  static Map<String, Long> read(Path folder) {
    Map<String, Long> caches = new TreeMap<>();
    for (int index = 0; Files.isDirectory(folder.resolve("index" + index)); index++) {
      Path cache = folder.resolve("index" + index);
      try {
        if (!Files.readString(cache.resolve("type")).strip().equals("Instruction")) {
          String level = "L" + Files.readString(cache.resolve("level")).strip();
          caches.put(level, bytes(Files.readString(cache.resolve("size")).strip()));
        }
      } catch (IOException | NumberFormatException e) {
        return new TreeMap<>(USUAL);
      }
    }
    return caches.containsKey("L1") && caches.containsKey("L2") ? caches : new TreeMap<>(USUAL);
  }

  /** {@code 48K}, {@code 1024K}, {@code 32M}. */
  private static long bytes(String size) {
    long number = Long.parseLong(size.substring(0, size.length() - 1));
    return switch (size.charAt(size.length() - 1)) {
      case 'K' -> number << 10;
      case 'M' -> number << 20;
      default -> throw new NumberFormatException(size);
    };
  }
}
