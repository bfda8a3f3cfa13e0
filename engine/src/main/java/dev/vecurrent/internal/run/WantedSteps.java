package dev.vecurrent.internal.run;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.Value;
import java.util.Arrays;

/**
 * Which steps a call needs for the outputs that it wants. Found anew where others are wanted than
 * when it was found last.
 */
final class WantedSteps {

  private final Compiled compiled;
  private final int[] outputSlots;
  private final boolean[] wanted;
  private final boolean[] steps;
  private boolean isKnown;

  /** Whether each slot holds what is needed, and what the step at hand makes. */
  private boolean[] live = new boolean[0];

  private boolean[] made = live;

  /** Whether layers over time are needed whoever reads them: their states are carried. */
  private boolean carries;

  WantedSteps(Compiled compiled) {
    this.compiled = compiled;
    this.outputSlots = Slots.array(compiled.outputSlots());
    this.wanted = new boolean[outputSlots.length];
    this.steps = new boolean[compiled.steps().size()];
  }

  /** From now on layers carry their states. */
  void carry() {
    carries = true;
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
    boolean any = carries;
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
      for (int i = 0; i < outputs.length; i++) {
        wanted[i] = outputs[i] != null;
      }
      find();
      isKnown = true;
    }
    return steps;
  }

  /** Goes from the last step to the first. Values that share a slot have it one after the other. */
  private void find() {
    if (live.length == 0) {
      live = new boolean[compiled.slots().size()];
      made = new boolean[live.length];
    }
    Arrays.fill(live, false);
    for (int i = 0; i < outputSlots.length; i++) {
      live[outputSlots[i]] |= wanted[i];
    }
    for (int i = steps.length - 1; i >= 0; i--) {
      Step step = compiled.steps().get(i);
      Arrays.fill(made, false);
      step.markMade(made);
      boolean needed = carries && step instanceof RecurrentStep;
      for (int slot = 0; slot < live.length; slot++) {
        needed |= made[slot] && live[slot];
      }
      steps[i] = needed;
      if (!needed) {
        continue;
      }
      for (int slot = 0; slot < live.length; slot++) {
        live[slot] &= !made[slot];
      }
      step.markRead(live);
    }
  }
}
