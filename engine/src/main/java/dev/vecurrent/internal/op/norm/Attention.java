package dev.vecurrent.internal.op.norm;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.kernel.RowFunction;
import dev.vecurrent.internal.kernel.RowKind;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Reals;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.matmul.GivenMatrix;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * ONNX Attention (since opset 23): {@code Y = softmax(cap(Q K' scale) + mask) V} for each head. Q,
 * K and V are {@code [N, heads, steps, size]}, or {@code [N, steps, heads * size]} with the numbers
 * of heads as attributes; several query heads may share a head of keys and values. Keys and values
 * of before are put in front of those of the call, and all of them are outputs, too.
 *
 * <p>A query that sees no key has an output of 0. FLOAT32 products are those of MatMul; scores are
 * capped, masked and normalised in double. FLOAT64 is plain loops.
 */
final class Attention implements Operator {

  static final String NAME = "Attention";

  /** Queries that go through the keys together. */
  private static final int ROWS = 64;

  private final AttentionForm form;
  private final AttentionMask masking;
  private final int outputs;
  private final Kernels kernels;
  private final RowFunction exp;

  private Attention(AttentionForm form, int outputs, Kernels kernels) {
    this.form = form;
    this.masking = new AttentionMask(form);
    this.outputs = outputs;
    this.kernels = kernels;
    this.exp = kernels.function(RowKind.EXP);
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(23);
    reader.requireInputs(3, reader.opset() >= 24 ? 7 : 6);
    reader.requireOutputs(1, 4);
    if (reader.hasInput(4) != reader.hasInput(5)) {
      reader.refuse("inputs", "past_key, past_value", "expected both or none");
    }
    if (reader.hasInput(4) && reader.hasInput(6)) {
      reader.refuse("inputs", "nonpad_kv_seqlen", "expected no past_key and past_value beside it");
    }
    return new Attention(AttentionForm.read(reader), reader.outputs(), reader.kernels());
  }

  @Override
  public boolean usesKernels() {
    return true;
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    int[] q = Ports.required(NAME, inputs, 0).dims();
    int[] k = Ports.required(NAME, inputs, 1).dims();
    if (q == null || k == null) {
      return Work.UNSTATED;
    }
    int steps = q.length == 4 ? 2 : 1;
    long past = Ports.optional(inputs, 4) == null ? 0 : Work.dim(inputs[4], 2);
    long keys = Work.plus(Work.dim(inputs[1], steps), past);
    long products = Work.plus(Work.size(Ports.required(NAME, inputs, 0)), Work.made(outputs));
    long heads = q.length == 4 ? Work.dim(inputs[0], 1) : Math.max(1, form.qHeads());
    long rows =
        Shapes.times(Shapes.times(Work.dim(inputs[0], 0), heads), Work.dim(inputs[0], steps));
    long each = Work.STRICT * 2L + 8L * Work.ROW;
    long work = Shapes.times(Work.plus(products, Shapes.times(rows, each)), keys);
    return Work.plus(
        Work.products(inputs, outputs, 4L * Work.ROW),
        Work.plus(work, Shapes.times(rows, 8L * Work.ROW)));
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact q = Ports.required(NAME, inputs, 0);
    Fact k = Ports.required(NAME, inputs, 1);
    Fact v = Ports.required(NAME, inputs, 2);
    Types.require(NAME, "Q", q, Types.REALS);
    Types.requireSame(NAME, q, k);
    Types.requireSame(NAME, q, v);
    for (int i = 4; i < 6; i++) {
      Fact past = Ports.optional(inputs, i);
      if (past != null) {
        Types.requireSame(NAME, q, past);
      }
    }
    Fact mask = Ports.optional(inputs, 3);
    if (mask != null) {
      Types.require(NAME, "attn_mask", mask, Types.ALL_NUMBERS_AND_BOOL);
    }
    Fact lengths = Ports.optional(inputs, 6);
    if (lengths != null) {
      Types.require(NAME, "nonpad_kv_seqlen", lengths, Types.INT64_ONLY);
    }
    int[] qDims = q.dims();
    int[] kDims = k.dims();
    int[] vDims = v.dims();
    Fact[] facts = new Fact[outputs];
    Arrays.fill(facts, Fact.of(q.type(), Shapes.unknown(4)));
    facts[0] = Fact.of(q.type());
    if (qDims == null || kDims == null || vDims == null) {
      return facts;
    }
    requireRanks(qDims, kDims, vDims);
    boolean split = qDims.length == 4;
    int qHeads = split ? qDims[1] : form.qHeads();
    int kvHeads = split ? kDims[1] : form.kvHeads();
    int queries = qDims[split ? 2 : 1];
    int fresh = kDims[split ? 2 : 1];
    int valueHead = size(vDims, kvHeads);
    Fact pastKey = Ports.optional(inputs, 4);
    int[] pastDims = pastKey == null ? null : pastKey.dims();
    if (pastDims != null && pastDims.length != 4) {
      throw new IllegalArgumentException(
          NAME + ": past_key has " + Shapes.text(pastDims) + ", expected 4 dimensions");
    }
    int past = pastKey == null ? 0 : pastDims == null ? Fact.UNKNOWN : pastDims[2];
    int keys = fresh < 0 || past < 0 ? Fact.UNKNOWN : Shapes.dim(NAME, (long) fresh + past);
    keys = past == 0 ? fresh : keys;
    int[] y = qDims.clone();
    if (split || valueHead < 0) {
      y[y.length - 1] = valueHead;
    } else {
      y[y.length - 1] = Shapes.dim(NAME, (long) valueHead * form.qHeads());
    }
    facts[0] = Fact.of(q.type(), y);
    int[][] rest = {
      {qDims[0], kvHeads, keys, size(kDims, kvHeads)},
      {qDims[0], kvHeads, keys, valueHead},
      {qDims[0], qHeads, queries, keys}
    };
    for (int i = 1; i < outputs; i++) {
      facts[i] = Fact.of(q.type(), rest[i - 1]);
    }
    return facts;
  }

  private void requireRanks(int[] q, int[] k, int[] v) {
    boolean fits = (q.length == 3 || q.length == 4) && k.length == q.length && v.length == q.length;
    if (!fits) {
      throw new IllegalArgumentException(
          NAME
              + ": Q, K and V have "
              + Shapes.text(q)
              + ", "
              + Shapes.text(k)
              + " and "
              + Shapes.text(v)
              + ", expected 3 or 4 dimensions of all");
    }
    if (q.length == 3 && (form.qHeads() == 0 || form.kvHeads() == 0)) {
      throw new IllegalArgumentException(
          NAME
              + ": Q has "
              + Shapes.text(q)
              + "; q_num_heads and kv_num_heads must be given for 3 dimensions");
    }
  }

  private static int size(int[] dims, int heads) {
    int last = dims[dims.length - 1];
    if (dims.length == 4) {
      return last;
    }
    // A symbol is the size of all heads, not that of one.
    return last < 0 ? Fact.UNKNOWN : last / heads;
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor q = Ports.required(NAME, inputs, 0);
    Tensor k = Ports.required(NAME, inputs, 1);
    Tensor v = Ports.required(NAME, inputs, 2);
    Tensor mask = Ports.optional(inputs, 3);
    Tensor pastKey = Ports.optional(inputs, 4);
    Tensor pastValue = Ports.optional(inputs, 5);
    Tensor lengths = Ports.optional(inputs, 6);
    AttentionSizes sizes = workspace.kept(AttentionSizes.class);
    if (sizes == null) {
      sizes = workspace.keep(new AttentionSizes());
    }
    sizes.read(form, q, k, v, pastKey, pastValue);
    AttentionMask.check(sizes, mask, lengths);
    present(sizes, pastKey, k, sizes.head, Ports.optional(outputs, 1), workspace);
    present(sizes, pastValue, v, sizes.valueHead, Ports.optional(outputs, 2), workspace);
    Tensor scores = Ports.optional(outputs, 3);
    if (scores != null) {
      resize(scores, workspace, sizes.batch, sizes.qHeads, sizes.queries, sizes.keys);
    }
    Tensor y = Ports.optional(outputs, 0);
    if (y != null && sizes.split) {
      resize(y, workspace, sizes.batch, sizes.qHeads, sizes.queries, sizes.valueHead);
    } else if (y != null) {
      workspace.dims[0] = sizes.batch;
      workspace.dims[1] = sizes.queries;
      workspace.dims[2] = Shapes.dim(NAME, Shapes.times(sizes.qHeads, sizes.valueHead));
      y.resize(workspace.dims, 3);
    }
    if (isEmpty(y) && isEmpty(scores)) {
      return; // of heads without elements there may be any number
    }
    int shared = sizes.qHeads / sizes.kvHeads;
    for (int n = 0; n < sizes.batch; n++) {
      for (int kv = 0; kv < sizes.kvHeads; kv++) {
        if (sizes.narrow) {
          loadFloats(sizes, pastKey, k, pastValue, v, n, kv, workspace);
        } else {
          loadDoubles(sizes, pastKey, k, pastValue, v, n, kv, workspace);
        }
        for (int head = kv * shared; head < (kv + 1) * shared; head++) {
          if (sizes.narrow) {
            floats(sizes, q, mask, lengths, n, head, scores, y, workspace);
          } else {
            doubles(sizes, q, mask, lengths, n, head, scores, y, workspace);
          }
        }
      }
    }
  }

  private static boolean isEmpty(@Nullable Tensor out) {
    return out == null || out.size() == 0;
  }

  private static void resize(Tensor out, Workspace workspace, int n, int heads, int t, int size) {
    workspace.dims[0] = n;
    workspace.dims[1] = heads;
    workspace.dims[2] = t;
    workspace.dims[3] = size;
    out.resize(workspace.dims, 4);
  }

  /** Keys or values of before and of the call, as an output. */
  private static void present(
      AttentionSizes sizes,
      @Nullable Tensor past,
      Tensor fresh,
      int size,
      @Nullable Tensor out,
      Workspace workspace) {
    if (out == null) {
      return;
    }
    resize(out, workspace, sizes.batch, sizes.kvHeads, sizes.keys, size);
    if (out.size() == 0) {
      return;
    }
    int to = 0;
    int step = sizes.rowStep(sizes.kvHeads, size);
    for (int row = 0; row < sizes.batch * sizes.kvHeads; row++) {
      if (past != null) {
        int count = sizes.past * size;
        workspace.copy(past.storage(), row * count, out.storage(), to, count);
        to += count;
      }
      int from =
          sizes.rowAt(row / sizes.kvHeads, row % sizes.kvHeads, sizes.kvHeads, sizes.fresh, size);
      for (int key = 0; key < sizes.fresh; key++) {
        workspace.copy(fresh.storage(), from + key * step, out.storage(), to, size);
        to += size;
      }
    }
  }

  private double scale(int head) {
    return Float.isNaN(form.scale()) ? 1 / Math.sqrt(head) : form.scale();
  }

  /** The keys of a head, turned to {@code [size, keys]}, to slot 0, its values to slot 1. */
  private static void loadFloats(
      AttentionSizes s,
      @Nullable Tensor pastKey,
      Tensor k,
      @Nullable Tensor pastValue,
      Tensor v,
      int n,
      int kv,
      Workspace workspace) {
    float[] keys = workspace.floats(0, Shapes.dim(NAME, Shapes.times(s.head, s.keys)));
    float[] values = workspace.floats(1, Shapes.dim(NAME, Shapes.times(s.valueHead, s.keys)));
    int row = n * s.kvHeads + kv;
    if (pastKey != null && pastValue != null) {
      turn(
          pastKey.floats(),
          row * s.past * s.head,
          s.head,
          s.head,
          s.past,
          keys,
          0,
          s.keys,
          workspace);
      int size = s.past * s.valueHead;
      workspace.copy(pastValue.floats(), row * size, values, 0, size);
    }
    int keyAt = s.rowAt(n, kv, s.kvHeads, s.fresh, s.head);
    int keyStep = s.rowStep(s.kvHeads, s.head);
    turn(k.floats(), keyAt, keyStep, s.head, s.fresh, keys, s.past, s.keys, workspace);
    int valueAt = s.rowAt(n, kv, s.kvHeads, s.fresh, s.valueHead);
    int valueStep = s.rowStep(s.kvHeads, s.valueHead);
    for (int key = 0; key < s.fresh; key++) {
      int to = (s.past + key) * s.valueHead;
      workspace.copy(v.floats(), valueAt + key * valueStep, values, to, s.valueHead);
    }
  }

  private static void turn(
      float[] from,
      int at,
      int step,
      int size,
      int rows,
      float[] to,
      int toAt,
      int toStep,
      Workspace workspace) {
    for (int row = 0; row < rows; row++) {
      workspace.spend(Work.ROW + size);
      for (int i = 0; i < size; i++) {
        to[toAt + row + i * toStep] = from[at + row * step + i];
      }
    }
  }

  private void floats(
      AttentionSizes s,
      Tensor q,
      @Nullable Tensor mask,
      @Nullable Tensor lengths,
      int n,
      int head,
      @Nullable Tensor shown,
      @Nullable Tensor y,
      Workspace workspace) {
    Workspace inner = workspace.inner();
    float[] keys = workspace.floats(0, 0);
    float[] values = workspace.floats(1, 0);
    int most = Math.min(ROWS, s.queries);
    float[] rows = workspace.floats(2, (long) most * Math.max(s.head, s.valueHead));
    float[] scores = workspace.floats(3, Shapes.dim(NAME, Shapes.times(most, s.keys)));
    double[] row = workspace.doubles(0, s.keys);
    float scale = (float) scale(s.head);
    int qAt = s.rowAt(n, head, s.qHeads, s.queries, s.head);
    int qStep = s.rowStep(s.qHeads, s.head);
    int yAt = s.rowAt(n, head, s.qHeads, s.queries, s.valueHead);
    int yStep = s.rowStep(s.qHeads, s.valueHead);
    for (int from = 0; from < s.queries; from += ROWS) {
      int count = Math.min(ROWS, s.queries - from);
      for (int i = 0; i < count; i++) {
        workspace.spend(Work.ROW + s.head);
        int at = qAt + (from + i) * qStep;
        for (int j = 0; j < s.head; j++) {
          rows[i * s.head + j] = q.floats()[at + j] * scale;
        }
      }
      multiply(rows, keys, scores, count, s.keys, s.head, inner);
      for (int i = 0; i < count; i++) {
        workspace.spend(Work.ROW + 2L * s.keys);
        for (int key = 0; key < s.keys; key++) {
          row[key] = scores[i * s.keys + key];
        }
        weigh(s, row, mask, lengths, n, head, from + i, shown, inner);
        for (int key = 0; key < s.keys; key++) {
          scores[i * s.keys + key] = (float) row[key];
        }
      }
      if (y != null) {
        multiply(scores, values, rows, count, s.valueHead, s.keys, inner);
        for (int i = 0; i < count; i++) {
          int to = yAt + (from + i) * yStep;
          workspace.copy(rows, i * s.valueHead, y.floats(), to, s.valueHead);
        }
      }
    }
  }

  private void multiply(
      float[] a, float[] b, float[] out, int m, int n, int k, Workspace workspace) {
    if (n > 0 && k > 0) {
      GivenMatrix.of(kernels, workspace).multiply(a, 0, b, 0, out, 0, m, n, k);
    } else {
      workspace.spend((long) m * n);
      Arrays.fill(out, 0, m * n, 0f);
    }
  }

  /** Makes weights of the scores of one query, and shows the stage that is asked for. */
  private void weigh(
      AttentionSizes s,
      double[] row,
      @Nullable Tensor mask,
      @Nullable Tensor lengths,
      int n,
      int head,
      int query,
      @Nullable Tensor shown,
      Workspace inner) {
    inner.spend(3L * Work.TYPED * s.keys);
    int at = ((n * s.qHeads + head) * s.queries + query) * s.keys;
    show(AttentionForm.Scores.PRODUCT, row, s.keys, shown, at);
    if (form.softcap() > 0) {
      AttentionScores.cap(row, s.keys, form.softcap(), inner);
    }
    show(AttentionForm.Scores.CAPPED, row, s.keys, shown, at);
    boolean any = masking.apply(row, s, mask, lengths, n, head, query);
    show(AttentionForm.Scores.MASKED, row, s.keys, shown, at);
    AttentionScores.softmax(row, s.keys, any, form.precision(), s.narrow, exp, inner);
    show(AttentionForm.Scores.SOFTMAX, row, s.keys, shown, at);
  }

  private void show(
      AttentionForm.Scores stage, double[] row, int size, @Nullable Tensor shown, int at) {
    if (shown == null || form.output() != stage) {
      return;
    }
    for (int i = 0; i < size; i++) {
      Reals.set(shown, at + i, row[i]);
    }
  }

  /** The keys of a head to slot 1, its values to slot 2, row by row. */
  private static void loadDoubles(
      AttentionSizes s,
      @Nullable Tensor pastKey,
      Tensor k,
      @Nullable Tensor pastValue,
      Tensor v,
      int n,
      int kv,
      Workspace workspace) {
    double[] keys = workspace.doubles(1, Shapes.dim(NAME, Shapes.times(s.head, s.keys)));
    double[] values = workspace.doubles(2, Shapes.dim(NAME, Shapes.times(s.valueHead, s.keys)));
    load(s, pastKey, k, s.head, n, kv, keys, workspace);
    load(s, pastValue, v, s.valueHead, n, kv, values, workspace);
  }

  private static void load(
      AttentionSizes s,
      @Nullable Tensor past,
      Tensor fresh,
      int size,
      int n,
      int kv,
      double[] to,
      Workspace workspace) {
    if (past != null) {
      int count = s.past * size;
      workspace.copy(past.doubles(), (n * s.kvHeads + kv) * count, to, 0, count);
    }
    int at = s.rowAt(n, kv, s.kvHeads, s.fresh, size);
    int step = s.rowStep(s.kvHeads, size);
    for (int key = 0; key < s.fresh; key++) {
      workspace.copy(fresh.doubles(), at + key * step, to, (s.past + key) * size, size);
    }
  }

  private void doubles(
      AttentionSizes s,
      Tensor q,
      @Nullable Tensor mask,
      @Nullable Tensor lengths,
      int n,
      int head,
      @Nullable Tensor shown,
      @Nullable Tensor y,
      Workspace workspace) {
    double[] row = workspace.doubles(0, s.keys);
    double[] keys = workspace.doubles(1, 0);
    double[] values = workspace.doubles(2, 0);
    double scale = scale(s.head);
    int qAt = s.rowAt(n, head, s.qHeads, s.queries, s.head);
    int qStep = s.rowStep(s.qHeads, s.head);
    int yAt = s.rowAt(n, head, s.qHeads, s.queries, s.valueHead);
    int yStep = s.rowStep(s.qHeads, s.valueHead);
    for (int query = 0; query < s.queries; query++) {
      int at = qAt + query * qStep;
      for (int key = 0, end = 0; key < s.keys; key++) {
        end = key < end ? end : workspace.piece(key, s.keys, (long) Work.ROW + s.head);
        double sum = 0;
        for (int i = 0; i < s.head; i++) {
          sum = Math.fma(q.doubles()[at + i] * scale, keys[key * s.head + i], sum);
        }
        row[key] = sum;
      }
      weigh(s, row, mask, lengths, n, head, query, shown, workspace.inner());
      for (int i = 0; y != null && i < s.valueHead; i++) {
        workspace.spend(Work.ROW);
        double sum = 0;
        for (int key = 0, end = 0; key < s.keys; key++) {
          end = key < end ? end : workspace.piece(key, s.keys, 1);
          sum = Math.fma(row[key], values[key * s.valueHead + i], sum);
        }
        y.doubles()[yAt + query * yStep + i] = sum;
      }
    }
  }
}
