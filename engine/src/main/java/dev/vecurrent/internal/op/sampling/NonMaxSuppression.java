package dev.vecurrent.internal.op.sampling;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/**
 * ONNX NonMaxSuppression (since opset 10): of {@code boxes [B, N, 4]} with {@code scores [B, C, N]}
 * those that no better one of their class overlaps by more than {@code iou_threshold}. The output
 * is {@code [K, 3]}: image, class and box, best first within a class; of equal scores the lower box
 * first, as in ONNX Runtime.
 */
final class NonMaxSuppression implements Operator {

  private static final String NAME = "NonMaxSuppression";
  private static final Set<ElementType> FLOAT32_ONLY = Set.of(ElementType.FLOAT32);
  private static final String[] LIMITS = {
    "max_output_boxes_per_class", "iou_threshold", "score_threshold"
  };

  /** The work of finding the next box, and of comparing it with another. */
  private static final int NEXT = 128;

  private static final int PAIR = 8;

  private final boolean centered;

  private NonMaxSuppression(boolean centered) {
    this.centered = centered;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(10);
    reader.requireInputs(2, 5);
    reader.requireOutputs(1, 1);
    return new NonMaxSuppression(reader.flag("center_point_box", false));
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.UNSTATED;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    for (int i = 0; i < 2; i++) {
      String name = i == 0 ? "boxes" : "scores";
      Fact fact = Ports.required(NAME, inputs, i);
      Types.require(NAME, name, fact, FLOAT32_ONLY);
      int[] dims = fact.dims();
      if (dims != null && (dims.length != 3 || (i == 0 && dims[2] >= 0 && dims[2] != 4))) {
        throw new IllegalArgumentException(
            NAME
                + ": "
                + name
                + " has "
                + Shapes.text(dims)
                + ", expected [B, N, 4] and [B, C, N]");
      }
    }
    for (int i = 0; i < LIMITS.length; i++) {
      Fact limit = Ports.optional(inputs, i + 2);
      if (limit != null) {
        Types.require(NAME, LIMITS[i], limit, i == 0 ? Types.INT64_ONLY : FLOAT32_ONLY);
      }
    }
    return new Fact[] {Fact.of(ElementType.INT64, Fact.UNKNOWN, 3)};
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor boxes = Ports.required(NAME, inputs, 0);
    Tensor scores = Ports.required(NAME, inputs, 1);
    Tensor out = Ports.required(NAME, outputs, 0);
    boolean fits = boxes.rank() == 3 && scores.rank() == 3 && boxes.dim(2) == 4;
    if (!fits || boxes.dim(0) != scores.dim(0) || boxes.dim(1) != scores.dim(2)) {
      throw new IllegalArgumentException(
          NAME
              + ": boxes "
              + boxes
              + " and scores "
              + scores
              + " do not fit, expected [B, N, 4]"
              + " and [B, C, N]");
    }
    float threshold = limit(inputs, 1, 0);
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          NAME + ": iou_threshold is " + threshold + ", expected a number in [0, 1]");
    }
    int count = boxes.dim(1);
    int most = Math.clamp(most(Ports.optional(inputs, 2)), 0, count);
    workspace.dims[0] = 0;
    workspace.dims[1] = 3;
    out.resize(workspace.dims, 2);
    if (scores.size() == 0 || most == 0) {
      return;
    }
    Watch watch = workspace.bounds().watch();
    int classes = scores.dim(0) * scores.dim(1);
    // No more places than scores has elements.
    int[] kept = workspace.ints(0, (long) most * classes);
    int[] keptOf = workspace.ints(1, classes);
    int[] heap = workspace.ints(2, count);
    Candidates candidates = workspace.kept(Candidates.class);
    if (candidates == null) {
      candidates = workspace.keep(new Candidates());
    }
    int all = 0;
    for (int c = 0; c < classes; c++) {
      candidates.of(scores.floats(), c * count, count, limit(inputs, 2, Float.NaN), heap, watch);
      int boxesAt = c / scores.dim(1) * count * 4;
      keptOf[c] =
          select(candidates, boxes.floats(), boxesAt, threshold, kept, c * most, most, watch);
      all += keptOf[c];
    }
    workspace.dims[0] = all;
    out.resize(workspace.dims, 2);
    int at = 0;
    for (int c = 0; c < classes; c++) {
      watch.spend(3L * keptOf[c] + 1);
      for (int i = 0; i < keptOf[c]; i++) {
        out.longs()[at++] = c / scores.dim(1);
        out.longs()[at++] = c % scores.dim(1);
        out.longs()[at++] = kept[c * most + i];
      }
    }
  }

  private static long most(@Nullable Tensor limit) {
    return limit == null || limit.size() == 0 ? 0 : limit.longs()[0];
  }

  private static float limit(@Nullable Tensor[] inputs, int which, float otherwise) {
    Tensor limit = Ports.optional(inputs, which + 2);
    return limit == null || limit.size() == 0 ? otherwise : limit.floats()[0];
  }

  /** Notes the boxes of one class that stay; gives their number. */
  private int select(
      Candidates candidates,
      float[] boxes,
      int boxesAt,
      float threshold,
      int[] kept,
      int keptAt,
      int most,
      Watch watch) {
    int found = 0;
    while (found < most && !candidates.isEmpty()) {
      watch.spend(NEXT);
      int box = candidates.next();
      boolean stays = true;
      for (int from = 0, end; stays && from < found; from = end) {
        end = Pieces.end(watch, from, found, PAIR);
        for (int i = from; stays && i < end; i++) {
          int other = kept[keptAt + i];
          stays = !overlap(boxes, boxesAt + 4 * box, boxesAt + 4 * other, threshold);
        }
      }
      if (stays) {
        kept[keptAt + found++] = box;
      }
    }
    return found;
  }

  /** Whether the part that two boxes share is more than a part of what they cover together. */
  private boolean overlap(float[] boxes, int a, int b, float threshold) {
    float height = shared(boxes, a, b, 0);
    float width = shared(boxes, a, b, 1);
    float areaA = side(boxes, a, 0) * side(boxes, a, 1);
    float areaB = side(boxes, b, 0) * side(boxes, b, 1);
    float both = height * width;
    float union = areaA + areaB - both;
    boolean any = height > 0 && width > 0 && areaA > 0 && areaB > 0 && union > 0;
    return any && both / union > threshold;
  }

  private float shared(float[] boxes, int a, int b, int axis) {
    float from = Math.max(from(boxes, a, axis), from(boxes, b, axis));
    return Math.min(to(boxes, a, axis), to(boxes, b, axis)) - from;
  }

  private float side(float[] boxes, int box, int axis) {
    return to(boxes, box, axis) - from(boxes, box, axis);
  }

  private float from(float[] boxes, int box, int axis) {
    return centered
        ? boxes[box + axis] - boxes[box + 2 + axis] / 2
        : Math.min(boxes[box + axis], boxes[box + 2 + axis]);
  }

  private float to(float[] boxes, int box, int axis) {
    return centered
        ? boxes[box + axis] + boxes[box + 2 + axis] / 2
        : Math.max(boxes[box + axis], boxes[box + 2 + axis]);
  }
}
