package dev.vecurrent.internal.op.norm;

import dev.vecurrent.internal.kernel.RowFunction;
import dev.vecurrent.internal.op.base.ScalarMath;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import java.util.Arrays;

/** What becomes of the scores of one query: the cap and the softmax, in double. */
final class AttentionScores {

  private AttentionScores() {}

  static void cap(double[] scores, int size, float cap, Workspace workspace) {
    for (int i = 0, end = 0; i < size; i++) {
      end = i < end ? end : workspace.piece(i, size, Work.STRICT);
      scores[i] = cap * StrictMath.tanh(scores[i] / cap);
    }
  }

  /** The softmax; of a query that sees no key it is all 0. */
  static void softmax(
      double[] scores,
      int size,
      boolean any,
      AttentionForm.Precision precision,
      boolean narrow,
      RowFunction exp,
      Workspace workspace) {
    if (!any) {
      Arrays.fill(scores, 0, size, 0);
      return;
    }
    workspace.spend(2L * Work.TYPED * size);
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      scores[i] = rounded(scores[i], precision);
      most = Math.max(most, scores[i]);
    }
    if (narrow && precision == AttentionForm.Precision.OF_INPUT) {
      floats(scores, size, most, exp, workspace);
    } else {
      doubles(scores, size, most, workspace);
    }
    for (int i = 0; i < size; i++) {
      scores[i] = rounded(scores[i], precision);
    }
  }

  /** By the float function, whose errors are far below those of the product before. */
  private static void floats(
      double[] scores, int size, double most, RowFunction exp, Workspace workspace) {
    float[] row = workspace.floats(3, size);
    for (int i = 0; i < size; i++) {
      row[i] = (float) (scores[i] - most);
    }
    workspace.spend(2L * Work.FUNCTION * size);
    exp.apply(row, 0, row, 0, size);
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += row[i];
    }
    for (int i = 0; i < size; i++) {
      scores[i] = row[i] / sum;
    }
  }

  private static void doubles(double[] scores, int size, double most, Workspace workspace) {
    double sum = 0;
    for (int i = 0, end = 0; i < size; i++) {
      end = i < end ? end : workspace.piece(i, size, Work.STRICT);
      scores[i] = StrictMath.exp(scores[i] - most);
      sum += scores[i];
    }
    for (int i = 0; i < size; i++) {
      scores[i] /= sum;
    }
  }

  private static double rounded(double value, AttentionForm.Precision precision) {
    return switch (precision) {
      case OF_INPUT, FLOAT64 -> value;
      case FLOAT32 -> (float) value;
      case FLOAT16 -> ScalarMath.roundToFloat16((float) value);
      case BFLOAT16 -> ScalarMath.roundToBfloat16((float) value);
    };
  }
}
