package dev.vecurrent.bench.start;

import java.util.List;

/**
 * A way to start a process that answers.
 *
 * @param engine its name, one of {@link Contestants#ENGINES}
 * @param aot {@code none}, or {@code cache} for one with an AOT cache
 * @param jvm the JVM's options, class path and main class
 * @param warm whether it warms up before its first answer
 */
record Contestant(String engine, String aot, List<String> jvm, boolean warm) {

  /** Copies the list. */
  Contestant {
    jvm = List.copyOf(jvm);
  }

  /** Engine and cache as one word or two. */
  String label() {
    return aot.equals("none") ? engine : engine + ", AOT " + aot;
  }

  /** Whether it is Vecurrent. */
  boolean isOurs() {
    return engine.startsWith("vecurrent");
  }
}
