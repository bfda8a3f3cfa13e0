package dev.vecurrent.vad;

import dev.vecurrent.Model;
import dev.vecurrent.Stream;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import java.util.List;

/**
 * Silero VAD v5 or v6 on a stream of audio. The model reads {@code input [1, context + chunk]},
 * {@code state [2, 1, 128]} and {@code sr []} and makes {@code output [1, 1]} and {@code stateN [2,
 * 1, 128]}, the state of the next chunk, which a stream carries. The first chunk follows silence.
 *
 * <p>A chunk allocates nothing.
 */
public final class SileroDetector implements SpeechModel {

  private static final List<String> INPUTS = List.of("input", "state", "sr");
  private static final List<String> OUTPUTS = List.of("output", "stateN");

  private final SampleRate rate;
  private final Stream stream;
  private final Tensor input;
  private final Tensor probability = Tensor.of(new float[1], 1, 1);
  private final Tensor[] inputs;
  private final Tensor[] outputs = {probability};

  /**
   * Begins a stream.
   *
   * @throws IllegalArgumentException if the model does not have the inputs and outputs of Silero
   *     VAD v5
   */
  public SileroDetector(Model model, SampleRate rate) {
    this.rate = rate;
    List<String> in = model.inputs().stream().map(ValueInfo::name).toList();
    List<String> out = model.outputs().stream().map(ValueInfo::name).toList();
    requireNames("inputs", INPUTS, in);
    requireNames("outputs", OUTPUTS, out);
    input = Tensor.of(new float[rate.context() + rate.chunk()], 1, rate.context() + rate.chunk());
    Tensor hertz = Tensor.of(new long[] {rate.hertz()});
    boolean rateFirst = in.indexOf("sr") < in.indexOf("input");
    inputs = rateFirst ? new Tensor[] {hertz, input} : new Tensor[] {input, hertz};
    stream = model.newStream(1);
  }

  private static void requireNames(String what, List<String> expected, List<String> found) {
    if (found.size() != expected.size() || !found.containsAll(expected)) {
      throw new IllegalArgumentException(
          "no Silero VAD v5 or v6: expected the %s %s, found %s".formatted(what, expected, found));
    }
  }

  @Override
  public SampleRate rate() {
    return rate;
  }

  @Override
  public float next(float[] samples) {
    if (samples.length != rate.chunk()) {
      throw new IllegalArgumentException(
          "chunk: expected %d samples, found %d".formatted(rate.chunk(), samples.length));
    }
    float[] window = input.floats();
    int context = rate.context();
    System.arraycopy(window, rate.chunk(), window, 0, context);
    System.arraycopy(samples, 0, window, context, rate.chunk());
    stream.run(inputs, outputs);
    return probability.floats()[0];
  }
}
