package dev.vecurrent.internal.op.text;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.Fact;
import dev.vecurrent.internal.op.NodeReader;
import dev.vecurrent.internal.op.Operator;
import dev.vecurrent.internal.op.Ports;
import dev.vecurrent.internal.op.Shapes;
import dev.vecurrent.internal.op.Workspace;
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

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.optional(outputs, 0);
    Tensor counts = Ports.optional(outputs, 1);
    if (counts != null) {
      counts.resizeLike(x);
    }
    int widest = 0;
    for (int i = 0; i < x.size(); i++) {
      int count = split(x.strings()[i], null, 0);
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
    String[] to = out.strings();
    Arrays.fill(to, 0, out.size(), "");
    for (int i = 0; i < x.size(); i++) {
      split(x.strings()[i], to, i * widest);
    }
  }

  /** Writes the parts of a text if there is where to; gives their number. */
  private int split(String text, String @Nullable [] to, int at) {
    return delimiter.isEmpty() ? atWhitespace(text, to, at) : atDelimiter(text, to, at);
  }

  private int atDelimiter(String text, String @Nullable [] to, int at) {
    int count = 0;
    int from = 0;
    while (!text.isEmpty()) {
      int end = count == most ? -1 : text.indexOf(delimiter, from);
      put(to, at + count, text, from, end < 0 ? text.length() : end);
      count++;
      if (end < 0) {
        break;
      }
      from = end + delimiter.length();
    }
    return count;
  }

  private int atWhitespace(String text, String @Nullable [] to, int at) {
    int last = text.length();
    while (last > 0 && isSpace(text.charAt(last - 1))) {
      last--;
    }
    int count = 0;
    int from = 0;
    while (true) {
      while (from < last && isSpace(text.charAt(from))) {
        from++;
      }
      if (from == last) {
        return count;
      }
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
