package dev.vecurrent;

import dev.vecurrent.internal.Printable;
import dev.vecurrent.internal.probe.MemoryProbe;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What calls of one size take in memory beside inputs, constants and packed weights, measured in a
 * run.
 *
 * @param inputs the inputs of the run, with their shapes
 * @param sizes that were taken for dimensions that are not fixed: by symbol, or by input and axis
 * @param graphBytes of all values that nodes of the model's file make
 * @param unknownValues how many of those are not counted: their size is known in a run only
 * @param valueBytes of all values that steps of the plan make, were each kept for itself
 * @param liveBytes the most of those that is needed at one time
 * @param slotBytes what a session holds for them
 * @param scratchBytes what a session holds beside them: gates and states of recurrent layers,
 *     values of bodies, workspaces of operators
 */
public record Memory(
    List<String> inputs,
    Map<String, Integer> sizes,
    long graphBytes,
    int unknownValues,
    long valueBytes,
    long liveBytes,
    long slotBytes,
    long scratchBytes) {

  /** How long {@link Model#memory(Map)} may take: it measures by running the model twice. */
  public static final Duration TIMEOUT = Duration.ofSeconds(1);

  /** Copies list and map; the map keeps its order. */
  public Memory {
    inputs = List.copyOf(inputs);
    sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
  }

  static Memory of(MemoryProbe.Use use) {
    return new Memory(
        use.inputs(),
        use.sizes(),
        use.graph(),
        use.unknown(),
        use.values(),
        use.live(),
        use.slots(),
        use.scratch());
  }

  /** The figures as text of several lines. */
  public String describe() {
    String others =
        unknownValues == 0
            ? ""
            : String.format(Locale.ROOT, ", %,d of unknown size not counted", unknownValues);
    return String.format(
        Locale.ROOT,
        """
        memory for %s%s:
          %,15d bytes  all values of the file's graph%s
          %,15d bytes  all values of the plan
          %,15d bytes  live at a time, at most
          %,15d bytes  held for values in a session
          %,15d bytes  held for scratch of steps
        """,
        Printable.line(String.join(", ", inputs)),
        Printable.line(taken()),
        graphBytes,
        others,
        valueBytes,
        liveBytes,
        slotBytes,
        scratchBytes);
  }

  private String taken() {
    return sizes.isEmpty()
        ? ""
        : sizes.entrySet().stream()
            .map(size -> size.getKey() + "=" + size.getValue())
            .collect(
                Collectors.joining(", ", " (", "; others with --dim NAME=SIZE or memory(sizes))"));
  }
}
