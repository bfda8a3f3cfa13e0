package dev.vecurrent.bench.result;

import com.sun.management.OperatingSystemMXBean;
import dev.vecurrent.bench.contender.Contenders;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where and when results came about; holds no host name and no path.
 *
 * @param cpu model, family
 * @param cores that the process may use
 * @param caches size by level
 * @param memory of the machine
 * @param os its name and version
 * @param jdk vendor and version
 * @param kernels Vecurrent's, in its own words
 * @param commit of the working tree; ends in {@code -dirty} where files differ from it
 * @param date in UTC
 * @param command arguments of {@code ./vecurrent}
 * @param peers versions of the other engines
 */
public record Machine(
    String cpu,
    int cores,
    Map<String, String> caches,
    String memory,
    String os,
    String jdk,
    String kernels,
    String commit,
    String date,
    String command,
    Map<String, String> peers) {

  /** This machine, now. */
  public static Machine now(String command) {
    Map<String, String> caches = new TreeMap<>();
    CacheSizes.read().forEach((level, bytes) -> caches.put(level, size(bytes)));
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        readCpu(),
        Runtime.getRuntime().availableProcessors(),
        caches,
        size(system.getTotalMemorySize()),
        system.getName() + " " + system.getVersion() + " " + system.getArch(),
        System.getProperty("java.vendor.version", System.getProperty("java.vendor", ""))
            + " "
            + System.getProperty("java.vm.version", ""),
        Contenders.kernels(),
        readCommit(),
        LocalDate.now(ZoneOffset.UTC).toString(),
        command,
        Contenders.versions());
  }

  /** {@code 32 KiB}, {@code 1.5 MiB}, {@code 23 GiB}. */
  public static String size(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    boolean whole = value == Math.rint(value) || value >= 100;
    return String.format(Locale.ROOT, whole ? "%.0f %s" : "%.1f %s", value, units[unit]);
  }

  private static String readCpu() {
    Map<String, String> facts = new TreeMap<>();
    for (String line : lines(Path.of("/proc/cpuinfo"))) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        facts.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    String name = facts.getOrDefault("model name", System.getProperty("os.arch", "unknown"));
    List<String> more = new ArrayList<>();
    for (String fact : List.of("cpu family", "model", "stepping")) {
      if (facts.containsKey(fact)) {
        more.add(fact.replace("cpu ", "") + " " + facts.get(fact));
      }
    }
    return more.isEmpty() ? name : name + " (" + String.join(", ", more) + ")";
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of(); // another operating system
    }
  }

  private static String readCommit() {
    String commit = git("rev-parse", "--short", "HEAD");
    if (commit.isEmpty()) {
      return "unknown";
    }
    return git("status", "--porcelain", "--untracked-files=no").isEmpty()
        ? commit
        : commit + "-dirty";
  }

  /** What git says about the folder of the code; empty where it says nothing. */
  private static String git(String... arguments) {
    Path folder = ResultFiles.directory().toAbsolutePath().getParent();
    if (folder == null) {
      return "";
    }
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 ? answer : "";
    } catch (IOException e) {
      return ""; // no git
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while git ran", e);
    }
  }
}
