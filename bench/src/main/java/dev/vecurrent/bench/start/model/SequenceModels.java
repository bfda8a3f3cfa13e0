package dev.vecurrent.bench.start.model;

import static dev.vecurrent.bench.contender.GraphFile.integer;
import static dev.vecurrent.bench.contender.GraphFile.integers;

import dev.vecurrent.bench.contender.GraphFile;
import java.util.List;

/** Models that take a whole sequence a call. */
final class SequenceModels {

  private static final int OPSET = 17;

  private SequenceModels() {}

  /** A digit read row by row: LSTM(28 -> 128) over 28 rows, its last step to 10 classes. */
  static NamedModel digits() {
    GraphFile graph = new GraphFile("digits", OPSET);
    Blocks blocks = new Blocks(graph);
    String x = graph.input("x", 28, 1, 28);
    String y = blocks.squeeze(blocks.lstm(x, 28, 128, false), 1);
    graph.output(blocks.linear(blocks.element(y, 0, 27), 128, 10), "logits", 1, 10);
    return new NamedModel(
        "digits", graph.file(), List.of("input x 28,1,28", "output logits 1,10"), 0);
  }

  /** One LSTM, I = H = 128, over 28 steps. */
  static NamedModel lstm() {
    GraphFile graph = new GraphFile("lstm", OPSET);
    Blocks blocks = new Blocks(graph);
    String x = graph.input("x", 28, 1, 128);
    graph.output(blocks.lstm(x, 128, 128, false), "y", 28, 1, 1, 128);
    return new NamedModel(
        "lstm", graph.file(), List.of("input x 28,1,128", "output y 28,1,1,128"), 0);
  }

  /** An autoencoder of 30 readings of 6 sensors: LSTM 64, LSTM 32, its last step 30 times, back. */
  static NamedModel autoencoder() {
    GraphFile graph = new GraphFile("autoencoder", OPSET);
    Blocks blocks = new Blocks(graph);
    String x = blocks.transpose(graph.input("x", 1, 30, 6), 1, 0, 2);
    String wide = blocks.squeeze(blocks.lstm(x, 6, 64, false), 1);
    String narrow = blocks.squeeze(blocks.lstm(wide, 64, 32, false), 1);
    String code = blocks.slice(narrow, 0, 29, 30);
    String repeated = blocks.node("Expand", code, graph.longs(30, 1, 32));
    String back = blocks.squeeze(blocks.lstm(repeated, 32, 32, false), 1);
    String all = blocks.squeeze(blocks.lstm(back, 32, 64, false), 1);
    String y = blocks.transpose(blocks.linear(all, 64, 6), 1, 0, 2);
    graph.output(y, "y", 1, 30, 6);
    return new NamedModel(
        "autoencoder", graph.file(), List.of("input x 1,30,6", "output y 1,30,6"), 0);
  }

  /** A line of text in an image of 48 x 160: convolutions, two bidirectional LSTMs, 97 classes. */
  static NamedModel textLine() {
    GraphFile graph = new GraphFile("text-line", OPSET);
    Blocks blocks = new Blocks(graph);
    String x = graph.input("x", 1, 3, 48, 160);
    x = pool(graph, convolution(blocks, x, 32, 3), 2);
    x = pool(graph, convolution(blocks, x, 64, 32), 2);
    x = convolution(blocks, x, 128, 64);
    x = pool(graph, convolution(blocks, x, 128, 128), 1);
    x = pool(graph, convolution(blocks, x, 256, 128), 1);
    // [1, 256, 3, 40] to [40, 1, 256]
    x = blocks.node("Relu", blocks.conv(x, 256, 256, 3, 1));
    String rows = blocks.transpose(blocks.squeeze(x, 2), 2, 0, 1);
    for (int inputs : new int[] {256, 192}) {
      String y = blocks.transpose(blocks.lstm(rows, inputs, 96, true), 0, 2, 1, 3);
      rows = blocks.reshape(y, 40, 1, 192);
    }
    String classes =
        graph.node("Softmax", List.of(blocks.linear(rows, 192, 97)), integer("axis", 2));
    graph.output(classes, "classes", 40, 1, 97);
    return new NamedModel(
        "text-line", graph.file(), List.of("input x 1,3,48,160", "output classes 40,1,97"), 0);
  }

  private static String convolution(Blocks blocks, String x, int out, int inputs) {
    return blocks.node("Relu", blocks.conv(x, out, inputs, 3, 3, integers("pads", 1, 1, 1, 1)));
  }

  /** Halves the height, and the width by {@code wide}. */
  private static String pool(GraphFile graph, String x, int wide) {
    return graph.node(
        "MaxPool", List.of(x), integers("kernel_shape", 2, wide), integers("strides", 2, wide));
  }
}
