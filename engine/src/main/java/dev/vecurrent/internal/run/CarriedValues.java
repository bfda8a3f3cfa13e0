package dev.vecurrent.internal.run;

import dev.vecurrent.tensor.Value;

/**
 * Values that pass from iteration to iteration of a body: each has two places, of which the body
 * reads one while the other is written. The first iteration reads what it is given.
 */
final class CarriedValues {

  private final BodyRun run;
  private final int firstInput;
  private final int firstOutput;
  private final Value[][] pairs;
  private final Value[] current;

  /** Which place of each pair is written next. */
  private final int[] turn;

  /**
   * Carried values of a body.
   *
   * @param firstInput the input that reads the first of them
   * @param firstOutput the output that makes the first of them
   */
  CarriedValues(BodyRun run, int firstInput, int firstOutput, int count) {
    this.run = run;
    this.firstInput = firstInput;
    this.firstOutput = firstOutput;
    this.pairs = new Value[count][2];
    this.current = new Value[count];
    this.turn = new int[count];
    for (int i = 0; i < count; i++) {
      pairs[i][0] = run.body().newOutput(firstOutput + i, run.bounds());
      pairs[i][1] = run.body().newOutput(firstOutput + i, run.bounds());
    }
  }

  int count() {
    return current.length;
  }

  /** Bytes of both places of all. */
  long bytes() {
    long bytes = 0;
    for (Value[] pair : pairs) {
      bytes += SlotType.bytes(pair[0]) + SlotType.bytes(pair[1]);
    }
    return bytes;
  }

  /** Starts with a value, which is only read. */
  void start(int index, Value initial) {
    current[index] = initial;
    turn[index] = 0;
  }

  /** Gives the body what it reads and where it may write. */
  void bind() {
    for (int i = 0; i < current.length; i++) {
      run.bind(firstInput + i, current[i]);
      if (run.moves(firstOutput + i)) {
        run.place(firstOutput + i, pairs[i][turn[i]]);
      }
    }
  }

  /** Takes what the body made. */
  void advance() {
    for (int i = 0; i < current.length; i++) {
      Value made = run.result(firstOutput + i);
      Value mine = pairs[i][turn[i]];
      if (made != current[i] && made != mine) {
        BodyRun.copy(made, mine, run.bounds().watch());
      }
    }
    // Only now: one value may have become another.
    for (int i = 0; i < current.length; i++) {
      if (run.result(firstOutput + i) != current[i]) {
        current[i] = pairs[i][turn[i]];
        turn[i] ^= 1;
      }
    }
  }

  /** The value as it is. */
  Value value(int index) {
    return current[index];
  }

  /** Hands the last value to a place outside; it stays there until the next start. */
  void handOver(int index, Value to) {
    Value last = current[index];
    if (last == pairs[index][0] || last == pairs[index][1]) {
      run.show(last, to);
    } else {
      BodyRun.copy(last, to, run.bounds().watch());
    }
  }
}
