package dev.vecurrent.internal.op.signal;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Reals;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX STFT (since opset 17): transforms of frames of {@code signal [N, L, 1 or 2]}, each
 * multiplied by the window, to {@code [N, frames, bins, 2]}. There are {@code 1 + (L -
 * frame_length) / frame_step} frames, and {@code frame_length / 2 + 1} bins if {@code onesided}.
 * The frame is as long as {@code frame_length}, else the window, else the signal.
 */
final class Stft implements Operator {

  private static final String NAME = "STFT";

  private final boolean onesided;

  private Stft(boolean onesided) {
    this.onesided = onesided;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(17);
    reader.requireInputs(2, 4);
    reader.requireOutputs(1, 1);
    return new Stft(reader.flag("onesided", true));
  }

  private void requireSignal(int rank, int parts, Object shape) {
    boolean fits =
        rank == 2 || (rank == 3 && (parts < 0 || parts == 1 || (parts == 2 && !onesided)));
    if (!fits) {
      throw new IllegalArgumentException(
          NAME
              + ": the signal is "
              + shape
              + ", expected [batch, length, "
              + (onesided ? "1], or [batch, length, 2] with onesided 0" : "1 or 2]"));
    }
  }

  private static int length(long n) {
    if (n < 1 || n > Fourier.MOST) {
      throw new IllegalArgumentException(
          NAME + ": the frame length is " + n + ", expected 1 to " + Fourier.MOST);
    }
    return (int) n;
  }

  private static long step(long step) {
    if (step < 1) {
      throw new IllegalArgumentException(NAME + ": frame_step is " + step + ", expected 1 or more");
    }
    return step;
  }

  private static int frames(int samples, int length, long step) {
    if (samples < length) {
      throw new IllegalArgumentException(
          NAME
              + ": the signal has "
              + samples
              + " samples, a frame "
              + length
              + "; fill the signal up to one frame at least");
    }
    return (int) (1 + (samples - length) / step);
  }

  private int bins(int length) {
    return onesided ? length / 2 + 1 : length;
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.UNSTATED;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "signal", x, Types.REALS);
    Long step = Reals.knownScalar(NAME, "frame_step", Ports.required(NAME, inputs, 1));
    Fact window = Ports.optional(inputs, 2);
    Fact frame = Ports.optional(inputs, 3);
    Long given = frame == null ? null : Reals.knownScalar(NAME, "frame_length", frame);
    int windowLength = Fact.UNKNOWN;
    if (window != null) {
      Types.requireSame(NAME, x, window);
      windowLength = Shapes.vectorLength(NAME, "window", window);
    }
    int[] dims = x.dims();
    if (dims != null) {
      requireSignal(dims.length, dims.length == 3 ? dims[2] : Fact.UNKNOWN, Shapes.text(dims));
    }
    int samples = dims == null ? Fact.UNKNOWN : dims[1];
    int length = Fact.UNKNOWN;
    if (given != null) {
      length = length(given);
      requireWindow(windowLength, length);
    } else if (windowLength >= 0) {
      length = length(windowLength);
    } else if (window == null && frame == null && samples >= 0) {
      length = length(samples);
    }
    int frames = Fact.UNKNOWN;
    if (step != null) {
      step(step);
      frames = length >= 0 && samples >= 0 ? frames(samples, length, step) : Fact.UNKNOWN;
    }
    int batch = dims == null ? Fact.UNKNOWN : dims[0];
    int bins = length < 0 ? Fact.UNKNOWN : bins(length);
    return new Fact[] {Fact.of(x.type(), batch, frames, bins, 2)};
  }

  private static void requireWindow(int window, int length) {
    if (window >= 0 && window != length) {
      throw new IllegalArgumentException(
          NAME + ": the window has " + window + " samples, frame_length is " + length);
    }
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    long step = step(Reals.scalar(NAME, "frame_step", Ports.required(NAME, inputs, 1)));
    Tensor window = Ports.optional(inputs, 2);
    Tensor frame = Ports.optional(inputs, 3);
    Tensor out = Ports.required(NAME, outputs, 0);
    int parts = x.rank() == 3 ? x.dim(2) : 1;
    requireSignal(x.rank(), parts, x);
    int samples = x.dim(1);
    int n;
    if (frame != null) {
      n = length(Reals.scalar(NAME, "frame_length", frame));
    } else {
      n = length(window == null ? samples : window.size());
    }
    if (window != null) {
      requireWindow(Shapes.vector(NAME, "window", window).size(), n);
    }
    int frames = frames(samples, n, step);
    int bins = bins(n);
    workspace.dims[0] = x.dim(0);
    workspace.dims[1] = frames;
    workspace.dims[2] = bins;
    workspace.dims[3] = 2;
    out.resize(workspace.dims, 4);
    if (out.size() == 0) {
      return;
    }
    double[] re = workspace.doubles(0, n);
    double[] im = workspace.doubles(1, n);
    Watch watch = workspace.bounds().watch();
    int to = 0;
    for (int row = 0; row < x.dim(0); row++) {
      for (int f = 0; f < frames; f++) {
        int from = (row * samples + (int) (f * step)) * parts;
        for (int at = 0, end; at < n; at = end) {
          end = Pieces.end(watch, at, n, Fourier.STEP);
          load(x, from, parts, window, at, end, re, im);
        }
        Fourier.forward(re, im, n, workspace.inner());
        for (int at = 0, end; at < bins; at = end) {
          end = Pieces.end(watch, at, bins, Fourier.STEP);
          store(re, im, at, end, out, to);
        }
        to += 2 * bins;
      }
    }
  }

  private static void store(double[] re, double[] im, int first, int end, Tensor out, int to) {
    for (int k = first; k < end; k++) {
      Reals.set(out, to + 2 * k, re[k]);
      Reals.set(out, to + 2 * k + 1, im[k]);
    }
  }

  private static void load(
      Tensor x,
      int from,
      int parts,
      @Nullable Tensor window,
      int first,
      int end,
      double[] re,
      double[] im) {
    for (int i = first; i < end; i++) {
      double w = window == null ? 1 : Reals.get(window, i);
      re[i] = Reals.get(x, from + i * parts) * w;
      im[i] = parts == 1 ? 0 : Reals.get(x, from + i * parts + 1) * w;
    }
  }
}
