package dev.vecurrent.internal.run;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.Value;
import java.util.Arrays;

/**
 * Which steps a call needs for the outputs that it wants: those of each, found once, and put
 * together anew where others are wanted than before.
 */
final class WantedSteps {

  private final Compiled compiled;
  private final int[] outputSlots;
  private final boolean[] wanted;
  private final boolean[] steps;

  /** Whether {@link #steps} are those of {@link #wanted}. */
  private boolean isKnown;

  /** The steps that each output needs; {@code null} before they were asked for. */
  private final boolean[] @Nullable [] ofOutputs;

  /** The steps that layers over time need, whose states are carried; {@code null} if none are. */
  private boolean @Nullable [] ofStates;

  WantedSteps(Compiled compiled) {
    this.compiled = compiled;
    this.outputSlots = Slots.array(compiled.outputSlots());
    this.wanted = new boolean[outputSlots.length];
    this.steps = new boolean[compiled.steps().size()];
    this.ofOutputs = new boolean[outputSlots.length][];
  }

  /** From now on layers over time are needed whoever reads them: their states are carried. */
  void carry() {
    ofStates = find(-1);
    isKnown = false;
  }

  /**
   * For each step whether it is needed; {@code null} if all are, as where nothing is wanted and
   * nothing carried: such a call is for its own sake.
   *
   * @param outputs of a call, {@code null} for one that is not wanted
   */
  boolean @Nullable [] of(@Nullable Value[] outputs) {
    boolean all = true;
    boolean any = ofStates != null;
    boolean same = isKnown;
    for (int i = 0; i < outputs.length; i++) {
      boolean isWanted = outputs[i] != null;
      all &= isWanted;
      any |= isWanted;
      same &= isWanted == wanted[i];
    }
    if (all || !any) {
      return null;
    }
    if (!same) {
      join(outputs);
    }
    return steps;
  }

  private void join(@Nullable Value[] outputs) {
    Arrays.fill(steps, false);
    add(ofStates);
    for (int i = 0; i < outputs.length; i++) {
      wanted[i] = outputs[i] != null;
      if (wanted[i]) {
        boolean[] needed = ofOutputs[i];
        if (needed == null) {
          needed = find(outputSlots[i]);
          ofOutputs[i] = needed;
        }
        add(needed);
      }
    }
    isKnown = true;
  }

  private void add(boolean @Nullable [] needed) {
    for (int i = 0; needed != null && i < steps.length; i++) {
      steps[i] |= needed[i];
    }
  }

  /**
   * Goes from the last step to the first. Values that share a slot have it one after the other.
   *
   * @param slot of the value that is wanted; -1 for the states of layers over time instead
   */
  private boolean[] find(int slot) {
    boolean[] needed = new boolean[steps.length];
    boolean[] live = new boolean[compiled.slots().size()];
    boolean[] made = new boolean[live.length];
    if (slot >= 0) {
      live[slot] = true;
    }
    for (int i = steps.length - 1; i >= 0; i--) {
      Step step = compiled.steps().get(i);
      Arrays.fill(made, false);
      step.markMade(made);
      needed[i] = slot < 0 && step instanceof RecurrentStep;
      for (int one = 0; one < live.length; one++) {
        needed[i] |= made[one] && live[one];
      }
      if (needed[i]) {
        for (int one = 0; one < live.length; one++) {
          live[one] &= !made[one];
        }
        step.markRead(live);
      }
    }
    return needed;
  }
}
