package dev.vecurrent.bench.run;

import dev.vecurrent.bench.contender.Contenders;
import java.util.ArrayList;
import java.util.List;

/**
 * A contender as it is asked for: {@code onnxruntime}, {@code onnxruntime:2}, {@code
 * onnxruntime:all}.
 *
 * @param engine its name
 * @param threads threads of a call
 */
record EngineName(String engine, int threads) {

  static EngineName of(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new EngineName(text, 1);
    }
    String threads = text.substring(colon + 1);
    return new EngineName(
        text.substring(0, colon),
        threads.equals("all")
            ? Runtime.getRuntime().availableProcessors()
            : Integer.parseInt(threads));
  }

  /** Those of a list that can run here; says on standard error which cannot, and why. */
  static List<EngineName> available(List<EngineName> asked) {
    List<EngineName> here = new ArrayList<>();
    for (EngineName name : asked) {
      Contenders.missing(name.engine)
          .ifPresentOrElse(
              reason -> System.err.println("SKIPPED " + name + ": " + reason),
              () -> here.add(name));
    }
    return here;
  }

  @Override
  public String toString() {
    return threads == 1 ? engine : engine + ":" + threads;
  }
}
