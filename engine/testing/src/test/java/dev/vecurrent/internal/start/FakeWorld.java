package dev.vecurrent.internal.start;

import dev.vecurrent.internal.kernel.KernelKind;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.testing.TestKernels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** A process whose clock and compiler a test has in its hands. */
final class FakeWorld implements HandOvers.World {

  /** Parts of the Vector API. */
  static final int PARTS = 3;

  /** Vector operations of a round. */
  static final int OPERATIONS = 100;

  private final LongSupplier steps;
  private long now;

  /** How long a round takes. */
  long roundNanos = 1_000_000;

  /** What was loaded, in order. */
  final List<Integer> parts = new ArrayList<>();

  /** Rounds of each kind. */
  final Map<KernelKind, Integer> rounds = new HashMap<>();

  private FakeWorld(LongSupplier steps) {
    this.steps = steps;
  }

  /** A clock that stands still but for {@link #pass} and rounds. */
  static FakeWorld still() {
    return new FakeWorld(() -> 0);
  }

  /** A clock that jumps whenever it is read. */
  static FakeWorld jumping(LongSupplier steps) {
    return new FakeWorld(steps);
  }

  void pass(long nanos) {
    now += nanos;
  }

  @Override
  public long now() {
    now += steps.getAsLong();
    return now;
  }

  @Override
  public Kernels vector() {
    return TestKernels.best();
  }

  @Override
  public boolean loadPart(int part) {
    if (part < PARTS) {
      parts.add(part);
    }
    return part < PARTS;
  }

  @Override
  public Kernels.Rehearsal rehearsal(KernelKind kind) {
    return new Kernels.Rehearsal() {
      @Override
      public void enter() {
        now += 1_000;
      }

      @Override
      public int play(int round) {
        rounds.merge(kind, 1, Integer::sum);
        now += roundNanos;
        return OPERATIONS;
      }
    };
  }
}
