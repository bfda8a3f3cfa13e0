package dev.vecurrent.internal.start;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.KernelKind;
import dev.vecurrent.internal.kernel.Kernels;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the models of a process share: a {@link HandOver} for each kind of kernels, and the time
 * that callers give to it. Nothing happens before the scalar twin has run for {@link #GRACE_NANOS}.
 * Then the Vector API is loaded, in parts of some milliseconds with answers between them. Then
 * rehearsals take {@code 1 / SHARE} of the time of calls, in slices of some milliseconds at most:
 * of the scalar twin's answers and of what lies between two of them.
 *
 * <p>Safe for any number of threads. One rehearses at a time, and nobody waits for it. Sums that
 * lose a call do no harm.
 */
final class HandOvers {

  /** The first answers come without a delay. */
  static final long GRACE_NANOS = 100_000_000;

  /** Of the scalar twin's answers, from one part of the Vector API to the next. */
  static final long PART_NANOS = 5_000_000;

  /** Rehearsals on a caller's path take this part of the time of calls. */
  static final int SHARE = 4;

  /** What lies between two answers and takes longer is no part of a call. */
  static final long BETWEEN_NANOS = 1_000_000;

  /** What hand-overs need of the world around them. */
  interface World {

    /** Nanoseconds. */
    long now();

    /** The vector twin. */
    Kernels vector();

    /** Loads a part of what it needs; answers whether there was such a part. */
    boolean loadPart(int part);

    /** What lets the JIT compiler see a kind. */
    Kernels.Rehearsal rehearsal(KernelKind kind);
  }

  private final World world;
  private final Map<KernelKind, HandOver> all = new HashMap<>();
  private final ReentrantLock stage = new ReentrantLock();
  private @Nullable Kernels vector;
  private int part;
  private boolean isLoaded;
  private long nextPart = GRACE_NANOS;
  private long answeredNanos;
  private long lastAnswer;

  /** What callers may still give to rehearsals. */
  private long budgetNanos;

  private boolean hasSaid;

  HandOvers(World world) {
    this.world = world;
  }

  /** The hand-over of a kind. */
  synchronized HandOver of(KernelKind kind) {
    HandOver known = all.get(kind);
    if (known == null) {
      known = new HandOver(this, kind);
      all.put(kind, known);
    }
    return known;
  }

  /** The vector twin. */
  synchronized Kernels vector() {
    Kernels known = vector;
    if (known == null) {
      known = world.vector();
      vector = known;
    }
    return known;
  }

  Kernels.Rehearsal rehearsal(KernelKind kind) {
    return world.rehearsal(kind);
  }

  long now() {
    return world.now();
  }

  /** Logs once what went wrong. */
  void say(String what) {
    if (!hasSaid) {
      hasSaid = true;
      KernelChoice.log(what);
    }
  }

  /**
   * Notes that the scalar twin has answered, and does a little for the vector twin if it is time.
   */
  void answered(HandOver handOver, long start) {
    long now = now();
    long answer = now - start;
    answeredNanos += answer;
    if (!isLoaded) {
      if (answeredNanos >= nextPart) {
        rehearse(handOver, 0);
      }
      lastAnswer = now();
      return;
    }
    budgetNanos += (answer + Math.clamp(start - lastAnswer, 0, BETWEEN_NANOS)) / SHARE;
    lastAnswer = now;
    if (budgetNanos > 0 && handOver.isDue(now)) {
      long share = Math.min(HandOver.LONGEST_SLICE_NANOS, answer / SHARE);
      rehearse(handOver, Math.max(HandOver.SLICE_NANOS, share));
      lastAnswer = now();
      budgetNanos -= lastAnswer - now;
    }
  }

  /**
   * Loads a part, or rehearses a kind a little, unless somebody else does.
   *
   * @param slice nanoseconds of the rehearsal
   */
  void rehearse(HandOver handOver, long slice) {
    if (!stage.tryLock()) {
      return;
    }
    try {
      if (isLoaded) {
        handOver.rehearse(slice);
      } else {
        isLoaded = !world.loadPart(part++);
        nextPart = answeredNanos + PART_NANOS;
      }
    } finally {
      stage.unlock();
    }
  }
}
