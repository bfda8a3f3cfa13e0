package dev.vecurrent.internal.probe;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.internal.run.GraphRun;
import dev.vecurrent.limit.CallEndedException;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Runs a compiled graph again and again until its calls no longer become faster. */
public final class WarmUpLoop {

  /**
   * What a loop did.
   *
   * @param calls runs of the graph
   * @param nanos how long all took
   * @param nanosPerCall how long one took at the end; 0 where there was none
   * @param settled whether calls had stopped becoming faster
   * @param ran the inputs of the calls
   * @param refused inputs that the model refused, with its reason
   */
  public record Outcome(
      long calls,
      long nanos,
      double nanosPerCall,
      boolean settled,
      List<String> ran,
      List<String> refused) {}

  private final GraphRun run;
  private final long limit;
  private final LongSupplier clock;
  private final BooleanSupplier ready;
  private final Runnable rehearse;
  private final Value[] outputs;
  private final List<Value[]> inputs = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();

  /** Sizes that guesses came to, and whether the model took them: many come to the same. */
  private final Map<Map<String, Integer>, Boolean> guessed = new HashMap<>();

  private final Settling settling = new Settling();
  private final long start;
  private long calls;

  private WarmUpLoop(
      Compiled compiled, GraphRun run, long limit, LongSupplier clock, BooleanSupplier ready) {
    this.run = run;
    this.limit = limit;
    this.clock = clock;
    this.ready = ready;
    this.rehearse = compiled.kernels()::rehearse;
    this.outputs = new Value[compiled.outputSlots().size()];
    Budget budget = compiled.newBudget();
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = compiled.newOutput(i, budget);
    }
    compiled.kernels().forgetCalls();
    this.start = clock.getAsLong();
  }

  /**
   * Runs made-up inputs in a session of its own.
   *
   * @param limit nanoseconds after which no further call begins
   * @param watch ends a call that runs on
   */
  public static Outcome onMadeUpInputs(Compiled compiled, long limit, Watch watch) {
    return onMadeUpInputs(
        compiled,
        new GraphRun(compiled, Team.ALONE, watch),
        limit,
        System::nanoTime,
        compiled.kernels()::isSettled);
  }

  /**
   * Runs made-up inputs of given sizes in a session of its own.
   *
   * @param sizes see {@link MemoryProbe#of}
   * @param limit nanoseconds after which no further call begins
   * @param watch ends a call that runs on
   * @throws IllegalArgumentException if a size is of nothing in the graph
   */
  public static Outcome onSizes(
      Compiled compiled, Map<String, Integer> sizes, long limit, Watch watch) {
    GraphRun run = new GraphRun(compiled, Team.ALONE, watch);
    WarmUpLoop loop =
        new WarmUpLoop(compiled, run, limit, System::nanoTime, compiled.kernels()::isSettled);
    loop.offerGuesses(compiled, sizes, 1);
    return loop.repeat();
  }

  /**
   * Runs given inputs in a given session.
   *
   * @throws IllegalArgumentException if the session refuses them
   */
  public static Outcome onInputs(Compiled compiled, GraphRun run, Value[] inputs, long limit) {
    long calls = run.draws().calls();
    try {
      return onInputs(
          compiled, run, inputs, limit, System::nanoTime, compiled.kernels()::isSettled);
    } finally {
      run.draws().returnTo(calls);
    }
  }

  /**
   * Runs made-up inputs in a session of its own.
   *
   * @param limit nanoseconds after which no further call begins
   * @param clock tells nanoseconds
   * @param ready whether calls could be at full speed at all: where it is false, more are run
   */
  static Outcome onMadeUpInputs(
      Compiled compiled, GraphRun run, long limit, LongSupplier clock, BooleanSupplier ready) {
    WarmUpLoop loop = new WarmUpLoop(compiled, run, limit, clock, ready);
    try {
      MadeUpInputs made = MadeUpInputs.of(compiled);
      for (int i = 0; i < made.count() && !loop.isTime(); i++) {
        loop.offer(made.get(i));
      }
      if (loop.inputs.isEmpty() && loop.offerGuesses(compiled, Map.of(), 1)) {
        loop.offerGuesses(compiled, Map.of(), MadeUpInputs.SEVERAL);
      }
    } catch (IllegalArgumentException e) {
      loop.refused.add(String.valueOf(e.getMessage()));
    }
    return loop.repeat();
  }

  /**
   * Runs given inputs in a given session; see {@link #onMadeUpInputs}.
   *
   * @throws IllegalArgumentException if the session refuses them
   */
  static Outcome onInputs(
      Compiled compiled,
      GraphRun run,
      Value[] inputs,
      long limit,
      LongSupplier clock,
      BooleanSupplier ready) {
    WarmUpLoop loop = new WarmUpLoop(compiled, run, limit, clock, ready);
    loop.run(inputs);
    loop.inputs.add(inputs);
    return loop.repeat();
  }

  /** Offers sizes until some are taken; of what is refused it notes the first alone. */
  private boolean offerGuesses(Compiled compiled, Map<String, Integer> sizes, int batch) {
    int before = refused.size();
    for (MadeUpInputs.Guess guess : SizeGuesses.of(compiled, batch, MadeUpInputs.SEVERAL)) {
      MadeUpInputs.Made made = MadeUpInputs.of(compiled, sizes, guess);
      if (isTime()) {
        return false;
      }
      Boolean known = guessed.get(made.sizes());
      boolean taken = known != null ? known : offer(made.tensors().toArray(new Tensor[0]));
      guessed.put(made.sizes(), taken);
      if (taken) {
        return true;
      }
      if (refused.size() > before + 1) {
        refused.removeLast();
      }
      if (made.sizes().isEmpty()) {
        return false;
      }
    }
    return false;
  }

  /** Runs inputs once; those that are refused are not run again. */
  private boolean offer(Tensor[] one) {
    try {
      run(one);
      inputs.add(one);
      return true;
    } catch (CallEndedException e) {
      refuse(one, timeout(e).getMessage());
    } catch (RuntimeException e) {
      // Of whatever kind: nobody promised the model such values.
      refuse(one, e.toString());
    }
    return false;
  }

  private void refuse(Tensor[] one, @Nullable String why) {
    String words = Arrays.toString(one) + ": " + why;
    if (!refused.contains(words)) {
      refused.add(words);
    }
  }

  private void run(Value[] one) {
    run.run(one, outputs);
    calls++;
  }

  /** An end that belongs to a warm-up: any other one ends the warm-up, too. */
  private static CallEndedException timeout(CallEndedException e) {
    if (e.reason() != CallEndedException.Reason.TIMEOUT) {
      throw e;
    }
    return e;
  }

  private boolean isTime() {
    return clock.getAsLong() - start >= limit;
  }

  private Outcome repeat() {
    boolean settled = false;
    while (!inputs.isEmpty() && !settled && !isTime()) {
      long from = clock.getAsLong();
      boolean whole = true;
      for (int i = 0; i < inputs.size(); i++) {
        if (i > 0 && isTime()) {
          whole = false;
          break;
        }
        try {
          run(inputs.get(i));
        } catch (CallEndedException e) {
          timeout(e);
          whole = false;
          break;
        }
      }
      boolean isReady = ready.getAsBoolean();
      settled = whole && settling.add(clock.getAsLong() - from) && isReady;
      if (!isReady) {
        rehearse.run();
      }
    }
    double round = settling.nanosPerRound();
    return new Outcome(
        calls,
        clock.getAsLong() - start,
        Double.isNaN(round) ? 0 : round / inputs.size(),
        settled,
        inputs.stream().map(Arrays::toString).toList(),
        List.copyOf(refused));
  }
}
