package dev.vecurrent.poem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.vecurrent.text.Sampler;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/**
 * A character of a poem allocates nothing. In a process of its own, with the scalar kernels:
 * whether the JIT compiler keeps the vector kernels' slices of weights off the heap depends on what
 * else it compiled, and is a matter of the engine's tests.
 */
class AllocationTest {

  private static final int LINES = 50;
  private static final int MOST_ROUNDS = 600;
  private static final int[] FREE = {};

  @Test
  void aCharacterAllocatesNothing() throws IOException, InterruptedException {
    Process fresh =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Poems.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String printed = new String(fresh.getInputStream().readAllBytes(), UTF_8);
    assertThat(fresh.waitFor()).isZero();
    assertThat(printed.strip()).isEqualTo("0 bytes a round, all heard");
  }

  /**
   * Writes rhymed poems in rounds until one allocates nothing; says how many bytes the best took.
   */
  static final class Poems {

    private Poems() {}

    public static void main(String[] args) throws IOException {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      PoemState start = PoemState.beginning(5, Bundle.VOCABULARY);
      Rhymes rhymes = Rhymes.read(Bundle.VOCABULARY, start.rhyme());
      Sampler sampler = new Sampler(0.8, 20, 1);
      Poet poet = new Poet(Bundle.reader(), sampler, rhymes, start);
      int[] heard = new int[1];
      IntConsumer count = token -> heard[0]++;
      long least = Long.MAX_VALUE;
      int rounds = 0;
      while (least > 0 && rounds < MOST_ROUNDS) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int line = 0; line < LINES; line++) {
          poet.line(FREE, count);
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        rounds++;
      }
      System.out.printf(
          "%d bytes a round, %s%n", least, heard[0] == rounds * LINES * 6 ? "all heard" : "lost");
    }
  }
}
