package dev.vecurrent.internal.run;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.random.Draws;
import dev.vecurrent.internal.state.StateTable;
import dev.vecurrent.tensor.Value;
import java.util.List;

/** One thing a run does. Immutable and shared by threads. */
public interface Step {

  /** The operator, or {@code Stack}. */
  String operator();

  /** The nodes it stands for. */
  String name();

  /** Values it reads, with what is known of them. */
  List<String> reads();

  /** Values it makes, with what is known of them. */
  List<String> makes();

  /** Kernels and layouts in words. */
  List<String> details();

  /** Marks the slots that it reads. */
  void markRead(boolean[] slots);

  /** Marks the slots that it writes. */
  void markMade(boolean[] slots);

  /**
   * Scratch of this step for one session.
   *
   * @param team who may help its calls
   * @param bounds whether a call goes on, and what memory it may take
   */
  Run newRun(Team team, Bounds bounds);

  /** Scratch of each of some steps; see {@link #newRun}. */
  static Run[] newRuns(List<Step> steps, Team team, Bounds bounds) {
    Run[] runs = new Run[steps.size()];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = steps.get(i).newRun(team, bounds);
    }
    return runs;
  }

  /** A step in one session. */
  interface Run {

    /**
     * Runs the step.
     *
     * @param values the session's values by slot; absent ones are {@code null}
     */
    void run(@Nullable Value[] values);

    /** Gives the nodes that draw random numbers what the session's streams share. */
    default void draw(Draws draws) {}

    /** Bytes of scratch that this step keeps in its session, values of bodies included. */
    long bytes();

    /**
     * Lets the layers over time go on, from run to run, from the states of a table. Without one
     * each run begins anew.
     */
    default void carry(StateTable table) {}
  }
}
