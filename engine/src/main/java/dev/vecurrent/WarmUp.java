package dev.vecurrent;

import dev.vecurrent.internal.Printable;
import dev.vecurrent.internal.probe.WarmUpLoop;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a warm-up did: {@link Model#warmUp()}, {@link Session#warmUp}.
 *
 * @param calls how many calls were run
 * @param elapsed how long the warm-up took
 * @param nanosPerCall how long a call took at the end, a mean over the shapes; 0 where nothing ran
 * @param settled whether calls had stopped becoming faster; otherwise the limit ended the warm-up,
 *     or nothing ran
 * @param shapes the inputs of the calls, such as {@code [FLOAT32[1, 8, 28]]}
 * @param refused what the model refused of made-up inputs, and why; nothing is wrong with a model
 *     for that, but {@link Session#warmUp} with true inputs warms up what these did not reach
 */
public record WarmUp(
    long calls,
    Duration elapsed,
    double nanosPerCall,
    boolean settled,
    List<String> shapes,
    List<String> refused) {

  /** Copies the lists. */
  public WarmUp {
    shapes = List.copyOf(shapes);
    refused = List.copyOf(refused);
  }

  /**
   * What a loop did.
   *
   * @param limit nanoseconds that it had
   * @throws IllegalArgumentException if there was time and nothing could be run
   */
  static WarmUp of(WarmUpLoop.Outcome outcome, long limit) {
    if (outcome.calls() == 0 && outcome.nanos() < limit) {
      throw new IllegalArgumentException(
          Printable.lineMessage(
              "warm-up: the model refuses all made-up inputs; give sizes, or inputs to"
                  + " Session.warmUp: "
                  + String.join("; ", outcome.refused())));
    }
    return new WarmUp(
        outcome.calls(),
        Duration.ofNanos(outcome.nanos()),
        outcome.nanosPerCall(),
        outcome.settled(),
        outcome.ran(),
        outcome.refused());
  }

  /**
   * The nanoseconds of a limit.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  static long nanos(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("limit: expected more than zero, found " + limit);
    }
    Duration longest = Duration.ofNanos(Long.MAX_VALUE);
    return limit.compareTo(longest) < 0 ? limit.toNanos() : Long.MAX_VALUE;
  }

  /** One line, such as {@code warmed up: 21,934 calls in 912 ms, at the end 12.1 µs a call}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (calls == 0) {
      text.append("not warmed up: no call was run");
    } else {
      text.append(
          String.format(
              Locale.ROOT,
              "%s: %,d calls in %,d ms, at the end %,.1f µs a call",
              settled ? "warmed up" : "not at full speed yet",
              calls,
              elapsed.toMillis(),
              nanosPerCall / 1e3));
    }
    if (!shapes.isEmpty()) {
      text.append("; inputs ").append(String.join(", ", shapes));
    }
    if (!refused.isEmpty()) {
      text.append("; refused: ").append(String.join("; ", refused));
    }
    return text.toString();
  }
}
