package dev.vecurrent.bench.start.model;

import static dev.vecurrent.bench.contender.GraphFile.integer;
import static dev.vecurrent.bench.contender.GraphFile.integers;

import dev.vecurrent.bench.contender.GraphFile;
import java.util.List;

/**
 * A denoiser of live speech in frames of 16 ms, built like GTCRN (Rong et al., ICASSP 2024):
 * grouped convolutions whose past is a state, attention over time by small GRUs, and GRUs over
 * frequency and over time between them; several hundred nodes with little work each.
 */
final class Denoiser {

  private static final int[] DILATIONS = {1, 2, 5};

  /** Frames that the convolutions of one half remember: twice the sum of the dilations. */
  private static final int FRAMES = 16;

  private static final int BANDS = 33;
  private static final int CHANNELS = 16;

  private final GraphFile graph = new GraphFile("denoiser", 17);
  private final Blocks blocks = new Blocks(graph);

  /** What a block of one half leaves to the next frame. */
  private record Block(String y, String frames, String attention) {}

  static NamedModel model() {
    return new Denoiser().build();
  }

  private NamedModel build() {
    String spectrum = graph.input("mix", 1, 257, 1, 2);
    String frames = graph.input("conv_cache", 2, 1, CHANNELS, FRAMES, BANDS);
    String attention = graph.input("tra_cache", 2, 3, 1, 1, CHANNELS);
    String between = graph.input("inter_cache", 2, 1, BANDS, CHANNELS);

    String real = blocks.transpose(blocks.element(spectrum, 3, 0), 0, 2, 1);
    String imaginary = blocks.transpose(blocks.element(spectrum, 3, 1), 0, 2, 1);
    String first = narrower(neighbours(features(real, imaginary)), 9, 1);
    String second = narrower(first, CHANNELS, 2);
    String x = second;

    String[] frameParts = new String[2];
    String[] attentionParts = new String[2];
    String[] skips = new String[3];
    for (int half = 0; half < 2; half++) {
      String[] left = new String[3];
      String[] heeded = new String[3];
      String past = blocks.element(frames, 0, half);
      String heed = blocks.element(attention, 0, half);
      int from = 0;
      for (int i = 0; i < 3; i++) {
        int dilation = DILATIONS[half == 0 ? i : 2 - i];
        String input = half == 0 ? x : blocks.node("Add", x, skips[2 - i]);
        Block block =
            block(
                input,
                blocks.slice(past, 2, from, from + 2L * dilation),
                blocks.element(heed, 0, i),
                dilation);
        from += 2 * dilation;
        x = block.y();
        left[i] = block.frames();
        heeded[i] = blocks.unsqueeze(block.attention(), 0);
        if (half == 0) {
          skips[i] = x;
        }
      }
      frameParts[half] = blocks.unsqueeze(blocks.concat(2, left), 0);
      attentionParts[half] = blocks.unsqueeze(blocks.concat(0, heeded), 0);
      if (half == 0) {
        x = twoPaths(x, between);
      }
    }
    x = wider(blocks.node("Add", x, second), CHANNELS, 2);
    x = blocks.node("PRelu", x, graph.weights(CHANNELS, 1, 1));
    String mask = blocks.node("Tanh", wider(blocks.node("Add", x, first), 2, 1));
    output(mask, real, imaginary);
    graph.output(blocks.concat(0, frameParts), "conv_out", 2, 1, CHANNELS, FRAMES, BANDS);
    graph.output(blocks.concat(0, attentionParts), "tra_out", 2, 3, 1, 1, CHANNELS);
    return new NamedModel(
        "denoiser",
        graph.file(),
        List.of(
            "input mix 1,257,1,2",
            "output enh 1,257,1,2",
            "state conv_cache conv_out 2,1,16,16,33",
            "state tra_cache tra_out 2,3,1,1,16",
            "state inter_cache inter_out 2,1,33,16"),
        16);
  }

  /** Magnitude, real and imaginary part {@code [1, 3, 1, 257]}, high frequencies in bands. */
  private String features(String real, String imaginary) {
    String power =
        blocks.node(
            "Add", blocks.node("Mul", real, real), blocks.node("Mul", imaginary, imaginary));
    String small = graph.floats(new float[] {1e-12f});
    String magnitude = blocks.node("Sqrt", blocks.node("Add", power, small));
    String all =
        blocks.concat(
            1,
            blocks.unsqueeze(magnitude, 1),
            blocks.unsqueeze(real, 1),
            blocks.unsqueeze(imaginary, 1));
    String high = blocks.node("MatMul", blocks.slice(all, 3, 65, 257), graph.weights(192, 64));
    return blocks.concat(3, blocks.slice(all, 3, 0, 65), high);
  }

  /** Each band beside its neighbours: three times as many channels. */
  private String neighbours(String x) {
    String padded = graph.node("Pad", List.of(x, graph.longs(0, 0, 0, 1, 0, 0, 0, 1)));
    return blocks.concat(
        1,
        blocks.slice(padded, 3, 0, -2),
        blocks.slice(padded, 3, 1, -1),
        blocks.slice(padded, 3, 2, Integer.MAX_VALUE));
  }

  /** Half as many bands. */
  private String narrower(String x, int inputs, int groups) {
    String y =
        blocks.conv(
            x,
            CHANNELS,
            inputs / groups,
            1,
            5,
            integers("strides", 1, 2),
            integers("pads", 0, 2, 0, 2),
            integer("group", groups));
    return blocks.node("PRelu", y, graph.weights(CHANNELS, 1, 1));
  }

  /** Twice as many bands. */
  private String wider(String x, int outputs, int groups) {
    return graph.node(
        "ConvTranspose",
        List.of(x, graph.weights(CHANNELS, outputs / groups, 1, 5), graph.weights(outputs)),
        integers("strides", 1, 2),
        integers("pads", 0, 2, 0, 2),
        integer("group", groups));
  }

  /** A block of convolutions on half of the channels, whose past is {@code frames}. */
  private Block block(String x, String frames, String attention, int dilation) {
    String kept = blocks.slice(x, 1, 8, 16);
    String h = blocks.conv(neighbours(blocks.slice(x, 1, 0, 8)), CHANNELS, 24, 1, 1);
    h = blocks.node("PRelu", h, graph.weights(CHANNELS, 1, 1));
    String all = blocks.concat(2, frames, h);
    h =
        blocks.conv(
            all,
            CHANNELS,
            1,
            3,
            3,
            integers("dilations", dilation, 1),
            integers("pads", 0, 1, 0, 1),
            integer("group", CHANNELS));
    h = blocks.node("PRelu", h, graph.weights(CHANNELS, 1, 1));
    h = blocks.conv(h, 8, CHANNELS, 1, 1);
    String energy =
        graph.node(
            "ReduceMean",
            List.of(blocks.node("Mul", h, h)),
            integers("axes", 3),
            integer("keepdims", 0));
    List<String> gru = blocks.gru(blocks.transpose(energy, 2, 0, 1), 8, 16, false, attention);
    String heed = blocks.node("Sigmoid", blocks.linear(blocks.squeeze(gru.get(0), 1), 16, 8));
    h = blocks.node("Mul", h, blocks.unsqueeze(blocks.transpose(heed, 1, 2, 0), 3));
    // The channels of both halves take turns.
    String pairs = blocks.concat(2, blocks.unsqueeze(h, 2), blocks.unsqueeze(kept, 2));
    String y = blocks.reshape(pairs, 1, CHANNELS, 1, BANDS);
    return new Block(y, blocks.slice(all, 2, 1, Integer.MAX_VALUE), gru.get(1));
  }

  /** Twice: GRUs over frequency in both directions, then GRUs over time, one a band. */
  private String twoPaths(String x, String state) {
    String[] next = new String[2];
    String y = blocks.transpose(x, 0, 2, 3, 1);
    for (int i = 0; i < 2; i++) {
      String bands = blocks.reshape(y, BANDS, 1, CHANNELS);
      String within = blocks.concat(2, overBands(bands, 0), overBands(bands, 8));
      y = blocks.node("Add", y, normal(blocks.linear(within, CHANNELS, CHANNELS)));
      String now = blocks.reshape(y, 1, BANDS, CHANNELS);
      String before = blocks.element(state, 0, i);
      List<String> low = overTime(now, before, 0);
      List<String> high = overTime(now, before, 8);
      String after =
          blocks.concat(2, blocks.squeeze(low.get(0), 1), blocks.squeeze(high.get(0), 1));
      next[i] = blocks.unsqueeze(blocks.concat(2, low.get(1), high.get(1)), 0);
      y = blocks.node("Add", y, normal(blocks.linear(after, CHANNELS, CHANNELS)));
    }
    graph.output(blocks.concat(0, next), "inter_out", 2, 1, BANDS, CHANNELS);
    return blocks.transpose(y, 0, 3, 1, 2);
  }

  private String overBands(String x, int from) {
    String y = blocks.gru(blocks.slice(x, 2, from, from + 8L), 8, 4, true, "").getFirst();
    return blocks.reshape(blocks.transpose(y, 0, 2, 1, 3), BANDS, 1, 8);
  }

  private List<String> overTime(String x, String state, int from) {
    return blocks.gru(
        blocks.slice(x, 2, from, from + 8L), 8, 8, false, blocks.slice(state, 2, from, from + 8L));
  }

  private String normal(String x) {
    return graph.node(
        "LayerNormalization",
        List.of(
            blocks.reshape(x, 1, 1, BANDS, CHANNELS),
            graph.weights(BANDS, CHANNELS),
            graph.weights(BANDS, CHANNELS)),
        integer("axis", 2));
  }

  /** The spectrum times the mask, as complex numbers. */
  private void output(String mask, String real, String imaginary) {
    String high = blocks.node("MatMul", blocks.slice(mask, 3, 65, 129), graph.weights(64, 192));
    String all = blocks.concat(3, blocks.slice(mask, 3, 0, 65), high);
    String m = blocks.element(all, 1, 0);
    String n = blocks.element(all, 1, 1);
    String re = blocks.node("Sub", blocks.node("Mul", real, m), blocks.node("Mul", imaginary, n));
    String im = blocks.node("Add", blocks.node("Mul", real, n), blocks.node("Mul", imaginary, m));
    String both =
        blocks.concat(
            3,
            blocks.unsqueeze(blocks.transpose(re, 0, 2, 1), 3),
            blocks.unsqueeze(blocks.transpose(im, 0, 2, 1), 3));
    graph.output(both, "enh", 1, 257, 1, 2);
  }
}
