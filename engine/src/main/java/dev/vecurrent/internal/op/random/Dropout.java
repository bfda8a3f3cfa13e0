package dev.vecurrent.internal.op.random;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.random.RandomStream;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/**
 * ONNX Dropout. In inference the first output is the input and the mask is all true; before opset
 * 12 it is not filled, which is zero here as in ONNX Runtime. In training an element is zero with
 * probability {@code ratio}, else {@code x / (1 - ratio)}; the mask says which were kept.
 *
 * <p>Since opset 12 an input says which of the two it is, before that it is inference: runtimes
 * drop the node even where {@code is_test} is 0. The mask is BOOL since opset 10, of the input's
 * type before.
 */
final class Dropout implements Operator {

  private static final String NAME = "Dropout";
  private static final float DEFAULT_RATIO = 0.5f;

  /** The work of an element that may be dropped. */
  private static final int EACH = 16;

  private final boolean isMaskBool;

  /** Whether the mask of inference is true; else it is not filled, and zero. */
  private final boolean isMaskFilled;

  private final NodeSeed seed;

  private Dropout(int opset, NodeSeed seed) {
    this.isMaskBool = opset >= 10;
    this.isMaskFilled = opset >= 12;
    this.seed = seed;
  }

  static Operator read(NodeReader reader) {
    int opset = reader.opset();
    reader.requireInputs(1, opset < 12 ? 1 : 3);
    reader.requireOutputs(1, 2);
    if (opset >= 12) {
      return new Dropout(opset, NodeSeed.ofInt(reader));
    }
    reader.number("ratio", DEFAULT_RATIO);
    if (opset < 7) {
      reader.flag("is_test", false); // runtimes drop the node, whatever this says
      reader.integers("consumed_inputs");
    }
    return new Dropout(opset, new NodeSeed(false, 0));
  }

  @Override
  public boolean isRandom(@Nullable Fact[] inputs) {
    Fact training = Ports.optional(inputs, 2);
    if (training == null) {
      return false;
    }
    long[] mode = Elements.allOf(training);
    return mode == null || mode.length != 1 || mode[0] != 0;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.POINTWISE, Trait.IDENTITY);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    scalar("ratio", Ports.optional(inputs, 1));
    Fact training = scalar("training_mode", Ports.optional(inputs, 2));
    if (training != null) {
      Types.require(NAME, "training_mode", training, Types.BOOL_ONLY);
    }
    boolean random = isRandom(inputs);
    if (random) {
      Types.require(NAME, "data", x, Types.REALS);
    }
    Fact mask = new Fact(isMaskBool ? ElementType.BOOL : x.type(), x.dims(), null, null);
    return new Fact[] {random ? x.shapeOnly() : x, mask};
  }

  private static @Nullable Fact scalar(String input, @Nullable Fact fact) {
    int[] dims = fact == null ? null : fact.dims();
    if (dims != null && (dims.length > 1 || (dims.length == 1 && dims[0] >= 0 && dims[0] != 1))) {
      throw new IllegalArgumentException(
          NAME + ": " + input + " has rank " + dims.length + ", expected a scalar");
    }
    if (fact != null && input.equals("ratio")) {
      Types.require(NAME, input, fact, Types.REALS);
    }
    return fact;
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, isRandom(inputs) ? EACH : 2);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.optional(outputs, 0);
    Tensor mask = Ports.optional(outputs, 1);
    Watch watch = workspace.bounds().watch();
    if (mask != null) {
      mask.resizeLike(x);
    }
    Tensor training = Ports.optional(inputs, 2);
    boolean now = training != null && one("training_mode", training).booleans()[0];
    double share = now ? ratio(Ports.optional(inputs, 1)) : 0;
    if (share != 0) {
      if (out != null) {
        out.resizeLike(x);
      }
      RandomStream random = seed.begin(workspace);
      for (int from = 0, end; from < x.size(); from = end) {
        end = Pieces.end(watch, from, x.size(), EACH);
        drop(x, from, end, share, out, mask, random);
      }
      return;
    }
    if (out != null) {
      Pieces.copy(x, out, watch);
    }
    if (mask != null) {
      for (int from = 0, end; from < mask.size(); from = end) {
        end = Pieces.end(watch, from, mask.size(), 1);
        fill(mask, from, end, isMaskFilled);
      }
    }
  }

  private double ratio(@Nullable Tensor given) {
    double share = DEFAULT_RATIO;
    if (given != null) {
      Tensor scalar = one("ratio", given);
      share = given.type() == ElementType.FLOAT32 ? scalar.floats()[0] : scalar.doubles()[0];
    }
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(NAME + ": ratio is " + share + ", expected [0, 1)");
    }
    return share;
  }

  private static Tensor one(String input, Tensor tensor) {
    if (tensor.size() != 1) {
      throw new IllegalArgumentException(
          NAME + ": " + input + " is " + tensor + ", expected one element");
    }
    return tensor;
  }

  private static void drop(
      Tensor x,
      int from,
      int end,
      double share,
      @Nullable Tensor out,
      @Nullable Tensor mask,
      RandomStream random) {
    double scale = 1 / (1 - share);
    for (int i = from; i < end; i++) {
      boolean kept = random.uniform() >= share;
      if (out != null && x.type() == ElementType.FLOAT32) {
        out.floats()[i] = kept ? x.floats()[i] * (float) scale : 0;
      } else if (out != null) {
        out.doubles()[i] = kept ? x.doubles()[i] * scale : 0;
      }
      if (mask != null) {
        keep(mask, i, kept);
      }
    }
  }

  private static void fill(Tensor mask, int from, int end, boolean kept) {
    for (int i = from; i < end; i++) {
      keep(mask, i, kept);
    }
  }

  private static void keep(Tensor mask, int i, boolean kept) {
    switch (mask.type()) {
      case BOOL -> mask.booleans()[i] = kept;
      case FLOAT32 -> mask.floats()[i] = kept ? 1 : 0;
      case FLOAT64 -> mask.doubles()[i] = kept ? 1 : 0;
      default -> throw new IllegalArgumentException(NAME + ": a mask of " + mask.type());
    }
  }
}
