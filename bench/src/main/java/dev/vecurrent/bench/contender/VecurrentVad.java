package dev.vecurrent.bench.contender;

import dev.vecurrent.Model;
import dev.vecurrent.Stream;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Silero VAD in this library, into tensors of the caller. */
final class VecurrentVad implements VadContender {

  private final Stream stream;
  private final float[] input;
  private final float[] probability = new float[1];
  private final Tensor[] inputs;
  private final Tensor[] outputs;

  VecurrentVad(Path model, int rate, int window) {
    try {
      stream = Model.compile(OnnxImporter.read(model)).newStream(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    input = new float[window];
    inputs = new Tensor[] {Tensor.of(input, 1, window), Tensor.of(new long[] {rate})};
    outputs = new Tensor[] {Tensor.of(probability, 1, 1)};
  }

  @Override
  public float run(float[] window) {
    System.arraycopy(window, 0, input, 0, input.length);
    stream.run(inputs, outputs);
    return probability[0];
  }
}
