package dev.vecurrent.bench.start.model;

import static dev.vecurrent.bench.contender.GraphFile.text;

import dev.vecurrent.bench.contender.GraphFile;
import java.util.List;

/**
 * Voice activity in chunks of 32 ms, built like Silero's: a Fourier transform as a convolution,
 * four convolutions, one step of an LSTM.
 */
final class VoiceActivity {

  private VoiceActivity() {}

  static NamedModel model() {
    GraphFile graph = new GraphFile("voice", 17);
    Blocks blocks = new Blocks(graph);
    String samples = graph.input("input", 1, 576);
    String state = graph.input("state", 2, 1, 128);
    String padded =
        graph.node("Pad", List.of(samples, graph.longs(0, 0, 0, 64)), text("mode", "reflect"));
    String parts =
        graph.node(
            "Conv",
            List.of(blocks.unsqueeze(padded, 1), graph.weights(258, 1, 256)),
            GraphFile.integers("strides", 128));
    String real = blocks.slice(parts, 1, 0, 129);
    String imaginary = blocks.slice(parts, 1, 129, 258);
    String power =
        blocks.node(
            "Add", blocks.node("Mul", real, real), blocks.node("Mul", imaginary, imaginary));
    String x = blocks.node("Sqrt", power);
    x = blocks.node("Relu", blocks.conv(x, 128, 129, 3, 1, 1));
    x = blocks.node("Relu", blocks.conv(x, 64, 128, 3, 2, 1));
    x = blocks.node("Relu", blocks.conv(x, 64, 64, 3, 2, 1));
    x = blocks.node("Relu", blocks.conv(x, 128, 64, 3, 1, 1));
    List<String> lstm =
        blocks.lstm(
            blocks.transpose(x, 2, 0, 1),
            128,
            128,
            blocks.slice(state, 0, 0, 1),
            blocks.slice(state, 0, 1, 2));
    String last = blocks.transpose(blocks.squeeze(lstm.get(0), 1), 1, 2, 0);
    String y = blocks.node("Sigmoid", blocks.conv(blocks.node("Relu", last), 1, 128, 1, 1, 0));
    graph.output(blocks.squeeze(y, 2), "output", 1, 1);
    graph.output(blocks.concat(0, lstm.get(1), lstm.get(2)), "stateN", 2, 1, 128);
    return new NamedModel(
        "voice",
        graph.file(),
        List.of("input input 1,576", "output output 1,1", "state state stateN 2,1,128"),
        32);
  }
}
