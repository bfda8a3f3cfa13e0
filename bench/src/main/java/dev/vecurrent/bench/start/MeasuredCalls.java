package dev.vecurrent.bench.start;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What a measured process does with its engine, and says of it: a line at the first answer, then,
 * when all calls are over, what they took. Uses little of the JDK, so that the engine's own needs
 * are seen.
 */
abstract class MeasuredCalls {

  /** The line of the first answer. */
  static final String FIRST = "first answer";

  /** Begins a line: milliseconds from the compiled model to the end of a call, and its number. */
  static final String REACHED = "reached ";

  /** Begins a line: calls of the first second after the model was compiled. */
  static final String SECOND = "second ";

  /** Begins a line: number of the last call of a few, and milliseconds of one of them. */
  static final String CALLS = "calls ";

  /** Begins a line: milliseconds from the compiled model, milliseconds a call, CPU's so far. */
  static final String WINDOW = "window ";

  /** Begins a line: calls later than the next hop, of how many, and milliseconds of the longest. */
  static final String LATE = "late ";

  /** Begins the line of the first answer's numbers: bits of floats in hexadecimal digits. */
  static final String ANSWER = "answer ";

  /** Floats of the answer that are printed, from the end. */
  static final int PRINTED = 32;

  /** Calls whose end is told by {@link #REACHED}. */
  static final int[] MARKS = {1, 10, 100, 500, 2_000};

  private static final long WINDOW_NANOS = 20_000_000;

  private long compiled;

  /** How an engine gets ready. */
  interface Engine {

    /** Reads and compiles; warms up if it is asked to and can. */
    MeasuredCalls start(CallSpec spec, boolean warm) throws IOException;
  }

  /** One call. */
  abstract void call();

  /** Some floats of the answer of the last call. */
  abstract float[] answer();

  /** The same input in every process: numbers from -1 to 1 that look like noise. */
  static float[] input(int size) {
    float[] x = new float[size];
    for (int i = 0; i < size; i++) {
      x[i] = (i * 0x9E3779B9) * 0x1p-31f;
    }
    return x;
  }

  /**
   * Measures an engine.
   *
   * @param args file of a {@link CallSpec}, {@code warm} or {@code cold}, {@code calls} or {@code
   *     paced}, and for how many milliseconds
   */
  static void main(String[] args, Engine engine) throws IOException {
    CallSpec spec = CallSpec.read(Path.of(args[0]));
    MeasuredCalls calls = engine.start(spec, args[1].equals("warm"));
    int millis = Integer.parseInt(args[3]);
    calls.compiled = System.nanoTime();
    if (args[2].equals("paced")) {
      calls.paced(spec.hopMillis(), millis);
    } else {
      calls.oneAfterTheOther(millis);
    }
  }

  /** As a microphone would: a call each hop. */
  private void paced(int hopMillis, int millis) {
    long hop = hopMillis * 1_000_000L;
    int calls = millis / hopMillis;
    int late = 0;
    long longest = 0;
    long begin = System.nanoTime();
    String answer = "";
    for (int i = 0; i < calls; i++) {
      long due = begin + i * hop;
      for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
        LockSupport.parkNanos(due - now);
      }
      long from = System.nanoTime();
      call();
      long end = System.nanoTime();
      longest = Math.max(longest, end - from);
      if (end > due + hop) {
        late++;
      }
      if (i == 0) {
        System.out.println(FIRST);
        answer = printed();
      }
    }
    System.out.println(LATE + late + " " + calls + " " + longest / 1e6);
    System.out.println(answer);
  }

  private void oneAfterTheOther(int millis) {
    call();
    System.out.println(FIRST);
    String answer = printed();
    StringBuilder said = new StringBuilder();
    long limit = System.nanoTime() + millis * 1_000_000L;
    long longest = limit + 4L * millis * 1_000_000;
    long windowFrom = System.nanoTime();
    long someFrom = windowFrom;
    long now = windowFrom;
    long lost = windowFrom - compiled; // printing is no part of a caller's time
    tell(said, REACHED, millis(lost), 1);
    tell(said, CALLS, 1, millis(lost));
    lost = System.nanoTime() - windowFrom;
    int calls = 1;
    int windowCalls = 1;
    int someCalls = 1;
    int mark = 1;
    boolean second = false;
    while (now < limit || (mark < MARKS.length && now < longest)) {
      call();
      calls++;
      now = System.nanoTime();
      long since = now - compiled - lost;
      if (mark < MARKS.length && calls == MARKS[mark]) {
        tell(said, REACHED, millis(since), MARKS[mark++]);
      }
      if (!second && since >= 1_000_000_000) {
        second = true;
        tell(said, SECOND, calls, 0);
      }
      if (calls - someCalls > someCalls / 4) {
        tell(said, CALLS, calls, millis(now - someFrom) / (calls - someCalls));
        someCalls = calls;
        someFrom = now;
      }
      if (now - windowFrom >= WINDOW_NANOS) {
        double each = millis(now - windowFrom) / (calls - windowCalls);
        said.append(WINDOW).append(millis(since)).append(' ').append(each).append(' ');
        said.append(cpuMillis()).append('\n');
        windowCalls = calls;
        windowFrom = System.nanoTime();
        lost += windowFrom - now;
        someFrom += windowFrom - now;
      }
    }
    System.out.print(said);
    System.out.println(answer);
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }

  private static long cpuMillis() {
    return ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(-1L);
  }

  private static void tell(StringBuilder said, String what, double one, double other) {
    said.append(what).append(one).append(' ').append(other).append('\n');
  }

  private String printed() {
    float[] answer = answer();
    StringBuilder bits = new StringBuilder(ANSWER);
    for (int i = Math.max(0, answer.length - PRINTED); i < answer.length; i++) {
      bits.append(Integer.toHexString(Float.floatToRawIntBits(answer[i]))).append(' ');
    }
    return bits.toString();
  }
}
