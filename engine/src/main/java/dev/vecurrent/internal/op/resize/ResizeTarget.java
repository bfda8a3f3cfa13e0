package dev.vecurrent.internal.op.resize;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a resize makes of a shape: by scales, {@code floor(in * scale)} elements of an axis
 * (computed in float; a region of interest has no part in it, as in ONNX Runtime and ONNX's shape
 * rule), or by sizes, of all axes or of some.
 *
 * @param operator its ONNX name
 * @param given scales that are an attribute, else {@code null}
 * @param scales the index of the input that has the scales; -1 where there is none
 * @param sizes the index of the input that has the sizes; -1 where there is none
 * @param axes what scales and sizes are of; {@code null} for all axes
 * @param policy how sizes are meant
 * @param grows whether no scale may be less than 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never written again
record ResizeTarget(
    String operator,
    float @Nullable [] given,
    int scales,
    int sizes,
    long @Nullable [] axes,
    Policy policy,
    boolean grows) {

  /** ONNX's keep_aspect_ratio_policy. */
  enum Policy {
    STRETCH,
    NOT_LARGER,
    NOT_SMALLER
  }

  private static final Set<ElementType> SCALES = Set.of(ElementType.FLOAT32);

  /** Of Resize. */
  static ResizeTarget resize(NodeReader reader) {
    boolean chosen = reader.opset() >= 18;
    long[] axes = chosen ? reader.integers("axes") : null;
    Policy policy =
        chosen
            ? reader.choice("keep_aspect_ratio_policy", List.of(Policy.values()))
            : Policy.STRETCH;
    if (reader.opset() < 11) {
      return new ResizeTarget("Resize", null, 1, -1, axes, policy, false);
    }
    if (!reader.hasInput(2) && !reader.hasInput(3)) {
      reader.refuse("inputs", Integer.toString(reader.inputs()), "expected scales or sizes");
    }
    if (policy != Policy.STRETCH && !reader.hasInput(3)) {
      reader.refuse("keep_aspect_ratio_policy", policy.toString(), "expected sizes with it");
    }
    return new ResizeTarget("Resize", null, 2, 3, axes, policy, false);
  }

  /** Of Upsample. */
  static ResizeTarget upsample(NodeReader reader) {
    float[] given = reader.opset() < 9 ? reader.numbers("scales") : null;
    if (reader.opset() < 7 && given == null) {
      given = new float[] {1, 1, reader.number("height_scale", 0), reader.number("width_scale", 0)};
    }
    if (reader.opset() < 9 && given == null) {
      reader.refuse("scales", "", "is required");
    }
    int scales = reader.opset() < 9 ? -1 : 1;
    return new ResizeTarget("Upsample", given, scales, -1, null, Policy.STRETCH, true);
  }

  private static @Nullable Fact fact(@Nullable Fact[] inputs, int index) {
    Fact fact = index < 0 ? null : Ports.optional(inputs, index);
    int[] dims = fact == null ? null : fact.dims();
    return dims != null && dims.length == 1 && dims[0] == 0 ? null : fact;
  }

  private static @Nullable Tensor tensor(@Nullable Tensor[] inputs, int index) {
    Tensor tensor = index < 0 ? null : Ports.optional(inputs, index);
    return tensor == null || tensor.size() == 0 ? null : tensor;
  }

  /**
   * The shape of the output as far as it is known; {@code null} where not even the rank is.
   *
   * @throws IllegalArgumentException if the inputs can never fit
   */
  int @Nullable [] known(Fact x, @Nullable Fact[] inputs) {
    Fact factors = fact(inputs, scales);
    Fact wanted = fact(inputs, sizes);
    int[] dims = x.dims();
    int count = given == null ? Fact.UNKNOWN : given.length;
    int wantedCount = Fact.UNKNOWN;
    if (factors != null) {
      Types.require(operator, "scales", factors, SCALES);
      count = Shapes.length(factors);
    }
    if (wanted != null) {
      Types.require(operator, "sizes", wanted, Types.INT64_ONLY);
      wantedCount = Shapes.length(wanted);
    }
    boolean scaled = given != null || factors != null;
    if (scaled && wanted != null && (count < 0 || wantedCount < 0)) {
      // One of the two is empty, and which is not known.
      return dims == null ? null : Shapes.unknown(dims.length);
    }
    requireOne(scaled, wanted != null);
    count = scaled ? count : wantedCount;
    if (dims == null) {
      if (axes != null || count < 0) {
        return null;
      }
      dims = Shapes.unknown(Shapes.rank(operator, count));
    }
    require(count, dims.length);
    return scaled ? scaled(dims, factors) : sized(dims, Elements.of(wanted));
  }

  private int[] scaled(int[] dims, @Nullable Fact factors) {
    Tensor constant = factors == null ? null : factors.constant();
    float[] known = given != null ? given : constant == null ? null : constant.floats();
    int[] out = dims.clone();
    for (int i = 0; i < count(dims.length); i++) {
      int axis = axis(i, dims.length);
      if (known == null) {
        out[axis] = Fact.UNKNOWN;
      } else {
        float scale = known[i];
        requireScale(scale);
        out[axis] =
            dims[axis] >= 0 ? scaled(dims[axis], scale) : scale == 1 ? dims[axis] : Fact.UNKNOWN;
      }
    }
    return out;
  }

  private int[] sized(int[] dims, Element @Nullable [] wanted) {
    int[] out = dims.clone();
    boolean known = wanted != null;
    for (int i = 0; i < count(dims.length); i++) {
      int axis = axis(i, dims.length);
      Element size = wanted == null ? Element.unknown() : wanted[i];
      boolean ratio = false;
      if (dims[axis] >= 0 && size instanceof Element.Known(long value)) {
        scale(dims[axis], value);
        ratio = true;
      }
      known &= ratio;
      out[axis] = size.dim(operator);
    }
    if (policy == Policy.STRETCH) {
      return out;
    }
    float common = common();
    for (int i = 0; known && i < count(dims.length); i++) {
      int axis = axis(i, dims.length);
      common = common(common, scale(dims[axis], out[axis]));
    }
    for (int i = 0; i < count(dims.length); i++) {
      int axis = axis(i, dims.length);
      out[axis] = known ? rounded(dims[axis], common) : Fact.UNKNOWN;
    }
    return out;
  }

  /**
   * The shape of the output, in a run.
   *
   * @param dims receives it
   * @param factors receives the scale of each axis
   * @return whether it was given by sizes
   * @throws IllegalArgumentException if shapes or values do not fit
   */
  boolean resolve(Tensor x, @Nullable Tensor[] inputs, int[] dims, float[] factors) {
    Tensor scaling = tensor(inputs, scales);
    Tensor wanted = tensor(inputs, sizes);
    requireOne(given != null || scaling != null, wanted != null);
    int rank = x.rank();
    require(wanted != null ? wanted.size() : scaling != null ? scaling.size() : -1, rank);
    Shapes.copyDims(x, dims);
    Arrays.fill(factors, 0, rank, 1);
    for (int i = 0; i < count(rank); i++) {
      int axis = axis(i, rank);
      if (wanted != null) {
        long size = Shapes.integer(wanted, i);
        factors[axis] = scale(x.dim(axis), size);
        dims[axis] = Shapes.dim(operator, size);
      } else {
        float scale = given != null ? given[i] : required(scaling).floats()[i];
        requireScale(scale);
        factors[axis] = scale;
        dims[axis] = scaled(x.dim(axis), scale);
      }
    }
    if (wanted != null && policy != Policy.STRETCH) {
      float common = common();
      for (int i = 0; i < count(rank); i++) {
        common = common(common, factors[axis(i, rank)]);
      }
      for (int i = 0; i < count(rank); i++) {
        int axis = axis(i, rank);
        factors[axis] = common;
        dims[axis] = rounded(x.dim(axis), common);
      }
    }
    return wanted != null;
  }

  private Tensor required(@Nullable Tensor tensor) {
    if (tensor == null) {
      throw new IllegalArgumentException(operator + ": scales are required");
    }
    return tensor;
  }

  private void requireOne(boolean scaled, boolean sized) {
    if (scaled == sized) {
      throw new IllegalArgumentException(
          operator + ": expected scales or sizes, found " + (scaled ? "both" : "neither"));
    }
  }

  /** Refuses a rank that the axes do not fit, or a number of values that fits neither. */
  private void require(int values, int rank) {
    if (rank == 0) {
      throw new IllegalArgumentException(operator + ": X has no axis to resize");
    }
    int expected = axes == null ? rank : axes.length;
    int found = given == null ? values : given.length;
    if (found >= 0 && found != expected) {
      throw new IllegalArgumentException(
          operator + ": expected a value for each of " + expected + " axes, found " + found);
    }
    if (axes != null) {
      Shapes.axes(operator, axes, rank);
    }
  }

  private int count(int rank) {
    return axes == null ? rank : axes.length;
  }

  /** The axis of the i-th value. */
  int axis(int i, int rank) {
    return axes == null ? i : Shapes.axis(operator, axes[i], rank);
  }

  private void requireScale(float scale) {
    boolean fits = grows ? scale >= 1 : scale > 0;
    if (!fits || Float.isInfinite(scale)) {
      throw new IllegalArgumentException(
          operator + ": scale " + scale + ", expected " + (grows ? "1 or more" : "more than 0"));
    }
  }

  private int scaled(int in, float scale) {
    return scale == 1 ? in : Shapes.dim(operator, (long) (scale * in));
  }

  /** The scale that a size means. */
  private float scale(int in, long size) {
    if (in == 0 && size != 0) {
      throw new IllegalArgumentException(
          operator + ": an axis of no element cannot be resized to " + size);
    }
    return in == 0 ? 1 : (float) size / in;
  }

  private float common() {
    return policy == Policy.NOT_LARGER ? Float.MAX_VALUE : 0;
  }

  private float common(float so, float scale) {
    return policy == Policy.NOT_LARGER ? Math.min(so, scale) : Math.max(so, scale);
  }

  private int rounded(int in, float scale) {
    float size = scale * in;
    return Shapes.dim(operator, (long) Math.floor(size + 0.5));
  }
}
