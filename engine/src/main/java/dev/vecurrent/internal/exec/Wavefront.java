package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.parallel.LayerSplit;
import dev.vecurrent.internal.parallel.Progress;
import dev.vecurrent.internal.parallel.SplitTrial;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.parallel.WorkerPool;
import dev.vecurrent.spec.Direction;

/**
 * Runs stacked layers at the same time: a layer runs a tile of steps as soon as the layer below has
 * finished it. Each thread has some layers that follow each other, and waits for the thread below
 * once a tile.
 *
 * <p>Only forward layers of floats, whose step {@code s} reads nothing of later steps.
 */
public final class Wavefront implements WorkerPool.Task {

  private final FloatLayerSession[] layers;
  private final Team team;
  private final WavePlan plan;
  private final LayerSplit split = new LayerSplit();
  private final SplitTrial trial;

  /** For each thread, the steps that its last layer has finished. */
  private final Progress[] finished;

  private int steps;
  private double flops;

  private Wavefront(FloatLayerSession[] layers, Team team) {
    this.layers = layers;
    this.team = team;
    this.trial = new SplitTrial(team.policy());
    this.plan = new WavePlan(layers.length);
    this.finished = new Progress[Math.min(layers.length, team.threads())];
    for (int group = 0; group < finished.length; group++) {
      finished[group] = new Progress();
    }
  }

  /**
   * The wavefront of some sessions of a team, of which each reads the Y of the one before and
   * nothing else of those before it; {@code null} if they can only run one after the other.
   */
  public static @Nullable Wavefront of(RecurrentSession[] sessions, Team team) {
    if (sessions.length < 2 || team.threads() < 2) {
      return null;
    }
    FloatLayerSession[] layers = new FloatLayerSession[sessions.length];
    for (int i = 0; i < layers.length; i++) {
      if (!(sessions[i] instanceof FloatLayerSession layer)
          || layer.layer.plan.direction() != Direction.FORWARD) {
        return null;
      }
      layers[i] = layer;
    }
    return new Wavefront(layers, team);
  }

  /**
   * Runs all layers, whose calls have begun, if a wavefront is worth it and the team is free.
   *
   * @return whether it has; if not, nothing has been done
   */
  public boolean run() {
    if (layers[0].isIdle() || !isWorthIt()) {
      return false;
    }
    for (FloatLayerSession layer : layers) {
      layer.reserve();
    }
    boolean splits = trial.splits(layers[0].call.batch);
    if (splits && !team.pool().tryAcquire()) {
      return false;
    }
    long start = System.nanoTime();
    if (splits) {
      try {
        runTogether();
      } finally {
        team.pool().release();
      }
    } else {
      for (FloatLayerSession layer : layers) {
        layer.computeWhole();
      }
    }
    trial.ended(System.nanoTime() - start, flops);
    return true;
  }

  private void runTogether() {
    for (FloatLayerSession layer : layers) {
      layer.prepareWhole(plan.tileSteps());
    }
    for (Progress progress : finished) {
      progress.prepare();
    }
    team.pool().run(plan.groups(), this);
  }

  private boolean isWorthIt() {
    flops = 0;
    double oneByOne = 0;
    for (int i = 0; i < layers.length; i++) {
      double own = layers[i].flops();
      plan.layer(i, own);
      layers[i].chooseSplit(split);
      flops += own;
      oneByOne += own / split.gain();
    }
    LayerCall call = layers[0].call;
    steps = call.steps;
    return plan.plan(team.policy(), team.threads(), call.batch, steps, flops / oneByOne);
  }

  @Override
  public void run(int group) {
    int from = plan.start(group);
    int to = plan.start(group + 1);
    for (int i = from; i < to; i++) {
      layers[i].whole().load();
    }
    int end;
    for (int s = 0; s < steps; s = end) {
      end = s + Math.min(plan.tileSteps(), steps - s);
      if (group > 0) {
        finished[group - 1].await(end);
      }
      for (int i = from; i < to; i++) {
        layers[i].whole().tile(s, end);
      }
      finished[group].publish(end);
    }
    for (int i = from; i < to; i++) {
      layers[i].whole().store();
    }
  }

  @Override
  public void stop() {
    for (Progress progress : finished) {
      progress.stop();
    }
  }
}
