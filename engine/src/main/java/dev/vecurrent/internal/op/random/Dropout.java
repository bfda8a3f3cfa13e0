package dev.vecurrent.internal.op.random;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.Copy;
import dev.vecurrent.internal.op.Elements;
import dev.vecurrent.internal.op.Fact;
import dev.vecurrent.internal.op.NodeReader;
import dev.vecurrent.internal.op.Operator;
import dev.vecurrent.internal.op.Ports;
import dev.vecurrent.internal.op.Types;
import dev.vecurrent.internal.op.Workspace;
import dev.vecurrent.internal.random.RandomStream;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX Dropout. In inference the first output is the input and the mask is all true; before opset
 * 12 it is not filled, which is zero here as in ONNX Runtime. In training an element is zero with
 * probability {@code ratio}, else {@code x / (1 - ratio)}; the mask says which were kept.
 *
 * <p>Since opset 12 an input says which of the two it is, in opsets 7 to 11 it is inference, before
 * that {@code is_test} says. The mask is BOOL since opset 10, of the input's type before.
 */
final class Dropout implements Operator {

  private static final String NAME = "Dropout";
  private static final float DEFAULT_RATIO = 0.5f;

  /** Whether the node trains where no input says so. */
  private final boolean trains;

  private final float ratio;
  private final boolean isMaskBool;

  /** Whether the mask of inference is true; else it is not filled, and zero. */
  private final boolean isMaskFilled;

  private final NodeSeed seed;

  private Dropout(boolean trains, float ratio, int opset, NodeSeed seed) {
    this.trains = trains;
    this.ratio = ratio;
    this.isMaskBool = opset >= 10;
    this.isMaskFilled = trains || opset >= 12;
    this.seed = seed;
  }

  static Operator read(NodeReader reader) {
    int opset = reader.opset();
    reader.requireInputs(1, opset < 12 ? 1 : 3);
    reader.requireOutputs(1, 2);
    if (opset >= 12) {
      return new Dropout(false, DEFAULT_RATIO, opset, NodeSeed.ofInt(reader));
    }
    float ratio = reader.number("ratio", DEFAULT_RATIO);
    boolean trains = false;
    if (opset < 7) {
      trains = !reader.flag("is_test", false);
      reader.integers("consumed_inputs");
    }
    if (trains && !(ratio >= 0 && ratio < 1)) {
      reader.refuse("ratio", Float.toString(ratio), "expected a number in [0, 1)");
    }
    return new Dropout(trains, ratio, opset, new NodeSeed(false, 0));
  }

  @Override
  public boolean isRandom(@Nullable Fact[] inputs) {
    Fact training = Ports.optional(inputs, 2);
    if (training == null) {
      return trains;
    }
    long[] mode = Elements.allOf(training);
    return mode == null || mode.length != 1 || mode[0] != 0;
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
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.optional(outputs, 0);
    Tensor mask = Ports.optional(outputs, 1);
    if (mask != null) {
      mask.resizeLike(x);
    }
    Tensor training = Ports.optional(inputs, 2);
    boolean now = training == null ? trains : one("training_mode", training).booleans()[0];
    double share = now ? ratio(Ports.optional(inputs, 1)) : 0;
    if (share != 0) {
      drop(x, share, out, mask, seed.begin(workspace));
      return;
    }
    if (out != null) {
      Copy.whole(x, out);
    }
    if (mask != null) {
      fill(mask, isMaskFilled);
    }
  }

  private double ratio(@Nullable Tensor given) {
    double share = ratio;
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
      Tensor x, double share, @Nullable Tensor out, @Nullable Tensor mask, RandomStream random) {
    if (out != null) {
      out.resizeLike(x);
    }
    double scale = 1 / (1 - share);
    for (int i = 0; i < x.size(); i++) {
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

  private static void fill(Tensor mask, boolean kept) {
    for (int i = 0; i < mask.size(); i++) {
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
