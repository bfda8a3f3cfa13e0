package dev.vecurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Calls that die where the heap or the stack ends, at every point that can be reached: the next
 * call has the bits of a fresh session, and a stream those of one without that call. In processes
 * of their own, because both ends are everybody's.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DyingCallTest {

  private static final int I = 4;
  private static final int H = 40;

  @Test
  void theNextCallAfterAnEndOfTheHeapIsRight() throws Exception {
    String out = run("heap", "-Xmx24m", "-XX:+UseSerialGC");
    assertThat(out)
        .contains("wrong 0")
        .containsPattern("died [1-9]")
        .containsPattern("right [1-9]");
  }

  @Test
  void theNextCallAfterAnEndOfTheStackIsRight() throws Exception {
    String out = run("stack", "-Xmx200m", "-XX:+UseSerialGC");
    assertThat(out)
        .contains("wrong 0")
        .containsPattern("died [1-9]")
        .containsPattern("right [1-9]");
  }

  private static String run(String what, String... options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "--add-modules=jdk.incubator.vector",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName(),
            what));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(process.waitFor()).isZero();
    return out;
  }

  /** Lets calls die. */
  public static final class Main {

    private final Model model;
    private final Map<String, Tensor> inputs;
    private final float[] expected;
    private final float[] chunk = new float[30 * I];
    private int died;
    private int right;
    private int wrong;

    private Main() {
      Random random = Seeds.random(5);
      ValueInfo x =
          ValueInfo.of(
              "x",
              ElementType.FLOAT32,
              Dimension.symbol("t"),
              Dimension.symbol("n"),
              Dimension.of(I));
      List<Node> nodes =
          List.of(
              new RecurrentNode(
                  "a", Lstm.of(Direction.FORWARD, H), List.of("x", "w", "r"), List.of("a")),
              new OperatorNode("s", "Squeeze", 22, List.of("a", "one"), List.of("b"), Map.of()),
              new OperatorNode("t", "Tanh", 22, List.of("b"), List.of("c"), Map.of()),
              new RecurrentNode(
                  "d", Gru.of(Direction.FORWARD, H, true), List.of("c", "v", "u"), List.of("d")),
              new OperatorNode("e", "CumSum", 22, List.of("d", "axis"), List.of("y"), Map.of()));
      model =
          Model.compile(
              new Graph(
                  "dying",
                  List.of(x),
                  List.of(new ValueInfo("y", ElementType.FLOAT32, Optional.empty())),
                  Map.of(
                      "w", weights(random, 1, 4 * H, I),
                      "r", weights(random, 1, 4 * H, H),
                      "v", weights(random, 1, 3 * H, H),
                      "u", weights(random, 1, 3 * H, H),
                      "one", Tensor.of(new long[] {1}, 1),
                      "axis", Tensor.of(new long[] {3})),
                  nodes),
              CompileOptions.defaults().withVector(false));
      inputs = Map.of("x", weights(random, 60, 4, I));
      for (int i = 0; i < chunk.length; i++) {
        chunk[i] = random.nextFloat();
      }
      expected = model.newSession().run(inputs).get("y").floats();
    }

    private static Tensor weights(Random random, int... shape) {
      float[] floats = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = random.nextFloat() - 0.5f;
      }
      return Tensor.of(floats, shape);
    }

    /**
     * Kills calls.
     *
     * @param args {@code heap} or {@code stack}
     */
    public static void main(String[] args) throws InterruptedException {
      Main main = new Main();
      if (args[0].equals("heap")) {
        main.heap();
      } else {
        main.stack();
      }
      System.out.println("died " + main.died + " right " + main.right + " wrong " + main.wrong);
    }

    /** Leaves calls a little more of the heap each time. */
    private void heap() {
      for (int kilobytes = 0; kilobytes < 600; kilobytes += 24) {
        Session session = model.newSession();
        Stream stream = model.newStream(1);
        float[] y = new float[30 * H];
        Object[] ballast = fill(kilobytes);
        try {
          session.run(inputs);
        } catch (OutOfMemoryError e) {
          died++;
        }
        boolean streamDied = false;
        try {
          stream.run(chunk, 30, y);
        } catch (OutOfMemoryError e) {
          died++;
          streamDied = true;
        }
        ballast[0] = null;
        drop(ballast);
        check(session, stream, streamDied);
      }
    }

    /** Fills the heap but for so many kilobytes. */
    private static Object[] fill(int kilobytes) {
      Object[] blocks = new Object[100_000];
      int count = 0;
      for (int size : new int[] {1 << 20, 1 << 16, 1 << 10}) {
        try {
          while (true) {
            blocks[count] = new byte[size - 16];
            count++;
          }
        } catch (OutOfMemoryError e) {
          // now smaller ones
        }
      }
      for (int i = 0, freed = 0; i < count && freed < kilobytes; i++) {
        byte[] block = (byte[]) blocks[count - 1 - i];
        freed += (block.length + 16) >> 10;
        blocks[count - 1 - i] = null;
      }
      return blocks;
    }

    private static void drop(Object[] blocks) {
      Arrays.fill(blocks, null);
    }

    /** Calls from deeper and deeper in the stack. */
    private void stack() throws InterruptedException {
      for (int left = 10; left < 410; left += 10) {
        Session session = model.newSession();
        Stream stream = model.newStream(1);
        float[] y = new float[30 * H];
        boolean[] streamDied = new boolean[1];
        int depth = left;
        Thread thread =
            new Thread(
                null,
                () -> {
                  attempt(depth, () -> session.run(inputs));
                  streamDied[0] = attempt(depth, () -> stream.run(chunk, 30, y));
                },
                "deep",
                256 * 1024);
        thread.start();
        thread.join();
        check(session, stream, streamDied[0]);
      }
    }

    /** Runs a call with so many small frames left of the stack; whether it died. */
    private boolean attempt(int frames, Runnable call) {
      boolean[] dies = new boolean[1];
      dive(
          frames,
          () -> {
            try {
              call.run();
            } catch (StackOverflowError e) {
              dies[0] = true;
            }
          });
      died += dies[0] ? 1 : 0;
      return dies[0];
    }

    /**
     * Goes down to the end of the stack, and runs the call some frames above it on the way up.
     *
     * @return how many frames there are below this one
     */
    private static int dive(int frames, Runnable call) {
      int below;
      try {
        below = dive(frames, call) + 1;
      } catch (StackOverflowError e) {
        below = 0;
      }
      if (below == frames) {
        call.run();
      }
      return below;
    }

    /** A call that died has left no trace in its stream. */
    private void check(Session session, Stream stream, boolean streamDied) {
      for (int i = 0; i < 2; i++) {
        count(Arrays.equals(session.run(inputs).get("y").floats(), expected));
      }
      float[] y = new float[30 * H];
      float[] calmY = new float[y.length];
      Stream calm = model.newStream(1);
      if (!streamDied) {
        calm.run(chunk, 30, calmY);
      }
      for (int i = 0; i < 2; i++) {
        stream.run(chunk, 30, y);
        calm.run(chunk, 30, calmY);
        count(Arrays.equals(y, calmY));
        stream.reset();
        calm.reset();
      }
    }

    private void count(boolean isRight) {
      if (isRight) {
        right++;
      } else {
        wrong++;
      }
    }
  }
}
