package dev.vecurrent.internal.op.text;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX TfIdfVectorizer: how often each n-gram of a pool occurs in a row of {@code [C]} or {@code
 * [N, C]} texts, INT32 or INT64, with up to {@code max_skip_count} elements left out between two of
 * its own. Counts are weighted where the mode says so.
 */
final class TfIdfVectorizer implements Operator {

  private static final String NAME = "TfIdfVectorizer";

  /** What becomes of a count. */
  private enum Mode {
    TF,
    IDF,
    TFIDF
  }

  /** The work of looking up an element or an n-gram. */
  private static final int LOOK_UP = 32;

  private final NgramPool pool;
  private final Mode mode;
  private final int least;
  private final int longest;
  private final long skips;

  private TfIdfVectorizer(NgramPool pool, Mode mode, int least, int longest, long skips) {
    this.pool = pool;
    this.mode = mode;
    this.least = least;
    this.longest = longest;
    this.skips = skips;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(9);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    String name = reader.string("mode", "");
    Mode mode = Mode.TF;
    switch (name) {
      case "TF" -> mode = Mode.TF;
      case "IDF" -> mode = Mode.IDF;
      case "TFIDF" -> mode = Mode.TFIDF;
      default -> reader.refuse("mode", name, "expected TF, IDF or TFIDF");
    }
    long least = reader.integer("min_gram_length", 0);
    long longest = reader.integer("max_gram_length", 0);
    long skips = reader.integer("max_skip_count", -1);
    if (least < 1 || longest < least || longest > Integer.MAX_VALUE || skips < 0) {
      reader.refuse(
          "min_gram_length, max_gram_length, max_skip_count",
          least + ", " + longest + ", " + skips,
          "expected 1 or more, not less than that, and 0 or more");
      return new TfIdfVectorizer(NgramPool.EMPTY, mode, 1, 1, 0);
    }
    NgramPool pool = NgramPool.read(reader, (int) least, (int) longest);
    return new TfIdfVectorizer(pool, mode, (int) least, (int) longest, skips);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    pool.requireType(x.type());
    int[] dims = x.dims();
    if (dims == null) {
      return new Fact[] {Fact.of(ElementType.FLOAT32)};
    }
    if (dims.length > 2) {
      throw new IllegalArgumentException(
          NAME + ": expected [C] or [N, C], found " + Shapes.text(dims));
    }
    return new Fact[] {
      dims.length < 2
          ? Fact.of(ElementType.FLOAT32, pool.columns())
          : Fact.of(ElementType.FLOAT32, dims[0], pool.columns())
    };
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    Fact x = inputs[0];
    int[] dims = x == null ? null : x.dims();
    if (x == null || dims == null || x.type() == ElementType.STRING) {
      return Work.UNSTATED; // texts may have any number of characters
    }
    int length = dims.length == 0 ? 1 : Math.max(1, dims[dims.length - 1]);
    long distances = Math.min(skips, length) + 1;
    long steps = Shapes.times(distances, Math.min(longest, length)) + 3;
    long rows = dims.length < 2 ? 1 : Math.max(1, dims[0]);
    long weights = Shapes.times(rows, pool.weighing());
    long lookUps = Shapes.times(Shapes.times(Work.size(x), steps), LOOK_UP);
    return Work.plus(Work.elements(inputs, outputs), Work.plus(lookUps, weights));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.required(NAME, outputs, 0);
    if (x.rank() > 2) {
      throw new IllegalArgumentException(NAME + ": expected [C] or [N, C], found " + x);
    }
    int rows = x.rank() < 2 ? 1 : x.dim(0);
    int columns = pool.columns();
    workspace.dims[0] = rows;
    workspace.dims[Math.max(0, x.rank() - 1)] = columns;
    out.resize(workspace.dims, Math.max(1, x.rank()));
    if (out.size() == 0) {
      return;
    }
    float[] counts = out.floats();
    Watch watch = workspace.bounds().watch();
    Pieces.clear(out, watch);
    int length = rows == 0 ? 0 : x.size() / rows;
    int[] tokens = workspace.ints(0, length);
    for (int row = 0; row < rows; row++) {
      watch.spend(LOOK_UP);
      for (int from = 0, end; from < length; from = end) {
        end = Pieces.end(watch, from, length, LOOK_UP);
        for (int i = from; i < end; i++) {
          tokens[i] = pool.token(x, row * length + i, watch);
        }
      }
      count(tokens, length, counts, row * columns, watch);
      if (mode != Mode.TF) {
        pool.weigh(counts, row * columns, mode == Mode.IDF, watch);
      }
    }
  }

  /** Adds what is found in a row to its counts. */
  private void count(int[] tokens, int length, float[] counts, int at, Watch watch) {
    for (int from = 0, end; from < length && least == 1; from = end) {
      end = Pieces.end(watch, from, length, LOOK_UP);
      for (int i = from; i < end; i++) {
        tally(pool.follow(NgramPool.ROOT, tokens[i]), counts, at);
      }
    }
    // Single elements have no distance; others are found once for each.
    int from = Math.max(2, least);
    for (long distance = 1; from <= longest && distance <= skips + 1; distance++) {
      if (distance * (from - 1) >= length) {
        return; // and greater distances have no room either
      }
      for (int start = 0; start < length; start++) {
        watch.spend(LOOK_UP);
        int node = pool.follow(NgramPool.ROOT, tokens[start]);
        long place = start + distance;
        for (int size = 2; size <= longest && place < length && node >= 0; size++) {
          watch.spend(LOOK_UP);
          node = pool.follow(node, tokens[(int) place]);
          if (size >= from) {
            tally(node, counts, at);
          }
          place += distance;
        }
      }
    }
  }

  private void tally(int node, float[] counts, int at) {
    int column = node < 0 ? -1 : pool.column(node);
    if (column >= 0) {
      counts[at + column]++;
    }
  }
}
