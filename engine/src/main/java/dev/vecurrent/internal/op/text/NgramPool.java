package dev.vecurrent.internal.op.text;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The n-grams of a TfIdfVectorizer as a tree: each edge is an element, each n-gram a node. Elements
 * are numbered, so that a look-up allocates nothing.
 */
final class NgramPool {

  /** Where every n-gram begins. */
  static final int ROOT = 0;

  /** A pool without n-grams. */
  static final NgramPool EMPTY = new NgramPool(true, 0);

  /** The work of weighing a count. */
  private static final int WEIGHT = 4;

  private final boolean isText;
  private final int columns;
  private final Map<String, Integer> texts = new HashMap<>();
  private final TreeMap<Long, Integer> numbers = new TreeMap<>();
  private final TreeMap<Long, Integer> edges = new TreeMap<>();
  private final List<Integer> columnOf = new ArrayList<>(List.of(-1));

  private long[] sortedNumbers = new long[0];
  private int[] numberTokens = new int[0];
  private long[] sortedEdges = new long[0];
  private int[] targets = new int[0];
  private int[] nodeColumns = {-1};

  /** The columns of n-grams, in order; others are 0 always. */
  private int[] used = new int[0];

  /** The weight of each of them. */
  private float[] weights = new float[0];

  private NgramPool(boolean isText, int columns) {
    this.isText = isText;
    this.columns = columns;
  }

  /** Reads the attributes of the pool; n-grams of other lengths are left out. */
  static NgramPool read(NodeReader reader, int least, int longest) {
    String[] strings = reader.strings("pool_strings");
    long[] integers = reader.integers("pool_int64s");
    long[] starts = reader.integers("ngram_counts");
    long[] indexes = reader.integers("ngram_indexes");
    boolean isText = strings != null && strings.length > 0;
    boolean isNumbers = integers != null && integers.length > 0;
    if (isText == isNumbers || starts == null || indexes == null) {
      reader.refuse(
          "pool_strings, pool_int64s, ngram_counts, ngram_indexes",
          "",
          "expected exactly one pool with values, and both lists");
      return EMPTY;
    }
    long most = Arrays.stream(indexes).max().orElse(-1);
    if (longest > starts.length || Arrays.stream(indexes).anyMatch(i -> i < 0)) {
      reader.refuse(
          "ngram_counts, ngram_indexes",
          starts.length + " lengths",
          "expected one for each length up to " + longest + ", and no negative index");
      return EMPTY;
    }
    try {
      NgramPool pool = new NgramPool(isText, Shapes.dim("TfIdfVectorizer", most + 1));
      pool.fill(strings, integers, starts, indexes, least, longest);
      pool.weigh(reader.numbers("weights"), indexes);
      return pool;
    } catch (IllegalArgumentException e) {
      reader.refuse("ngram_counts, weights", "", String.valueOf(e.getMessage()));
      return EMPTY;
    }
  }

  private void fill(
      String @Nullable [] strings,
      long @Nullable [] integers,
      long[] starts,
      long[] indexes,
      int least,
      int longest) {
    int total = strings != null && isText ? strings.length : integers == null ? 0 : integers.length;
    int ngram = 0;
    for (int i = 0; i < starts.length; i++) {
      int size = i + 1;
      long from = starts[i];
      long end = size < starts.length ? starts[size] : total;
      if (from < 0 || end < from || end > total || (end - from) % size != 0) {
        throw new IllegalArgumentException(
            "n-grams of length %d from %d to %d of %d elements do not come out even"
                .formatted(size, from, end, total));
      }
      for (long at = from; at < end; at += size) {
        if (ngram >= indexes.length) {
          throw new IllegalArgumentException("there are more n-grams than ngram_indexes");
        }
        if (size >= least && size <= longest) {
          add(strings, integers, (int) at, size, (int) indexes[ngram]);
        }
        ngram++;
      }
    }
    sortedNumbers = numbers.keySet().stream().mapToLong(Long::longValue).toArray();
    numberTokens = numbers.values().stream().mapToInt(Integer::intValue).toArray();
    sortedEdges = edges.keySet().stream().mapToLong(Long::longValue).toArray();
    targets = edges.values().stream().mapToInt(Integer::intValue).toArray();
    nodeColumns = columnOf.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Weights are given by n-gram, and used by column. */
  private void weigh(float @Nullable [] given, long[] indexes) {
    if (given != null && given.length != indexes.length) {
      throw new IllegalArgumentException(
          "there are " + given.length + " weights for " + indexes.length + " n-grams");
    }
    used = Arrays.stream(indexes).mapToInt(index -> (int) index).sorted().distinct().toArray();
    weights = new float[used.length];
    Arrays.fill(weights, 1);
    boolean[] known = new boolean[used.length];
    for (int i = 0; given != null && i < given.length; i++) {
      int at = Arrays.binarySearch(used, (int) indexes[i]);
      if (known[at] && weights[at] != given[i]) {
        throw new IllegalArgumentException(
            "n-grams of column " + indexes[i] + " have different weights, expected one");
      }
      known[at] = true;
      weights[at] = given[i];
    }
  }

  /** The work of weighing a row. */
  long weighing() {
    return (long) WEIGHT * used.length;
  }

  /**
   * Weighs the counts of a row.
   *
   * @param once whether an n-gram that occurs counts once
   */
  void weigh(float[] counts, int at, boolean once, Watch watch) {
    for (int from = 0, end; from < used.length; from = end) {
      end = Pieces.end(watch, from, used.length, WEIGHT);
      for (int i = from; i < end; i++) {
        int place = at + used[i];
        float count = once ? Math.min(counts[place], 1) : counts[place];
        counts[place] = count == 0 ? 0 : count * weights[i]; // none is 0, whatever the weight
      }
    }
  }

  private void add(
      String @Nullable [] strings, long @Nullable [] integers, int at, int size, int column) {
    int node = ROOT;
    for (int i = at; i < at + size; i++) {
      int token;
      if (strings != null && isText) {
        token = texts.computeIfAbsent(strings[i], _ -> texts.size());
      } else {
        token = numbers.computeIfAbsent(integers == null ? 0 : integers[i], _ -> numbers.size());
      }
      node =
          edges.computeIfAbsent(
              edge(node, token),
              _ -> {
                columnOf.add(-1);
                return columnOf.size() - 1;
              });
    }
    if (columnOf.set(node, column) >= 0) {
      throw new IllegalArgumentException("an n-gram of length " + size + " occurs twice");
    }
  }

  private static long edge(int node, int token) {
    return (long) node << 32 | token;
  }

  /** The length of a row of counts. */
  int columns() {
    return columns;
  }

  /** Refuses elements of another type than the pool's. */
  void requireType(ElementType type) {
    boolean fits =
        isText
            ? type == ElementType.STRING
            : type == ElementType.INT32 || type == ElementType.INT64;
    if (!fits) {
      throw new IllegalArgumentException(
          "TfIdfVectorizer: input X is "
              + type
              + ", the pool is of "
              + (isText ? "text" : "integers"));
    }
  }

  /** The number of an element; -1 where no n-gram has it. */
  int token(Tensor x, int i, Watch watch) {
    if (isText) {
      String text = x.strings()[i];
      watch.spend(text.length() / 2); // the first look at a text goes through its characters
      Integer token = texts.get(text);
      return token == null ? -1 : token;
    }
    int at = Arrays.binarySearch(sortedNumbers, Shapes.integer(x, i));
    return at < 0 ? -1 : numberTokens[at];
  }

  /** The node behind an edge; -1 where there is none. */
  int follow(int node, int token) {
    int at = node < 0 || token < 0 ? -1 : Arrays.binarySearch(sortedEdges, edge(node, token));
    return at < 0 ? -1 : targets[at];
  }

  /** The column of an n-gram that ends at a node; -1 where none does. */
  int column(int node) {
    return nodeColumns[node];
  }
}
