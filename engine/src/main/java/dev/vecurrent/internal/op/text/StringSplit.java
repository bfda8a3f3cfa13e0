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
import java.util.Arrays;

/**
 * ONNX StringSplit: the parts of each text on a new last axis, empty texts behind them, and how
 * many there are. Without a delimiter, text is split where there is whitespace, which belongs to no
 * part. A text that is empty has no part.
 */
final class StringSplit implements Operator {

  private static final String NAME = "StringSplit";

  /** The work of a part beside that of its characters. */
  private static final int PART = 32;

  private final String delimiter;

  /** The most splits of a text; the rest is its last part. */
  private final long most;

  private StringSplit(String delimiter, long most) {
    this.delimiter = delimiter;
    this.most = most;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(20);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 2);
    long most = reader.integer("maxsplit", Long.MAX_VALUE);
    return new StringSplit(reader.string("delimiter", ""), most < 0 ? Long.MAX_VALUE : most);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Texts.input(NAME, inputs, 0);
    int[] dims = x.dims();
    int[] out = null;
    if (dims != null) {
      out = Arrays.copyOf(dims, Shapes.rank(NAME, dims.length + 1L));
      out[dims.length] = Fact.UNKNOWN;
    }
    return new Fact[] {
      new Fact(ElementType.STRING, out, null, null), new Fact(ElementType.INT64, dims, null, null)
    };
  }

  /** Text is not made when a model is compiled: nothing would bound its characters. */
  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.UNSTATED;
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.optional(outputs, 0);
    Tensor counts = Ports.optional(outputs, 1);
    if (counts != null) {
      counts.resizeLike(x);
    }
    Watch watch = workspace.bounds().watch();
    int widest = 0;
    long characters = 0;
    for (int i = 0; i < x.size(); i++) {
      String text = x.strings()[i];
      int count = split(text, null, 0, watch);
      characters += text.length();
      widest = Math.max(widest, count);
      if (counts != null) {
        counts.longs()[i] = count;
      }
    }
    if (out == null) {
      return;
    }
    int rank = Shapes.copyDims(x, workspace.dims);
    Shapes.rank(NAME, rank + 1L);
    workspace.dims[rank] = widest;
    out.resize(workspace.dims, rank + 1);
    Texts.take(characters, workspace);
    Pieces.clear(out, watch);
    for (int i = 0; i < x.size(); i++) {
      split(x.strings()[i], out.strings(), i * widest, watch);
    }
  }

  /** Writes the parts of a text if there is where to; gives their number. */
  private int split(String text, String @Nullable [] to, int at, Watch watch) {
    watch.spend(Texts.TEXT);
    return delimiter.isEmpty()
        ? atWhitespace(text, to, at, watch)
        : atDelimiter(text, to, at, watch);
  }

  private int atDelimiter(String text, String @Nullable [] to, int at, Watch watch) {
    int count = 0;
    int from = 0;
    while (!text.isEmpty()) {
      int end = count == most ? -1 : text.indexOf(delimiter, from);
      int last = end < 0 ? text.length() : end;
      watch.spend(PART + (last - from) / 2);
      put(to, at + count, text, from, last);
      count++;
      if (end < 0) {
        break;
      }
      from = end + delimiter.length();
    }
    return count;
  }

  private int atWhitespace(String text, String @Nullable [] to, int at, Watch watch) {
    int last = text.length();
    while (last > 0 && isSpace(text.charAt(last - 1))) {
      last--;
    }
    watch.spend(text.length() - last);
    int count = 0;
    int from = 0;
    while (true) {
      while (from < last && isSpace(text.charAt(from))) {
        from++;
      }
      if (from == last) {
        return count;
      }
      watch.spend(PART);
      int end = from;
      while (end < last && (count == most || !isSpace(text.charAt(end)))) {
        end++;
      }
      put(to, at + count, text, from, end);
      count++;
      from = end;
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static void put(String @Nullable [] to, int at, String text, int from, int end) {
    if (to != null) {
      to[at] = text.substring(from, end);
    }
  }
}
