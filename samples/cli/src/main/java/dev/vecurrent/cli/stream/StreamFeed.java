package dev.vecurrent.cli.stream;

import dev.vecurrent.Stream;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Feeds sequences to a stream, chunk by chunk. */
final class StreamFeed {

  private final Stream stream;
  private final StreamedValues values;
  private final CallLimits limits;
  private long nanos;

  /**
   * Feeds from the first step on.
   *
   * @param limits of each call
   */
  StreamFeed(Stream stream, StreamedValues values, CallLimits limits) {
    this.stream = stream;
    this.values = values;
    this.limits = limits;
  }

  /**
   * Feeds all steps and puts the answers together.
   *
   * @param chunks the steps of each chunk
   */
  Map<String, Tensor> run(int[] chunks) {
    JoinedOutputs joined = new JoinedOutputs(values.axes());
    @Nullable Tensor[] answer = new Tensor[stream.outputs().size()];
    for (int i = 0; i < answer.length; i++) {
      ValueInfo output = stream.outputs().get(i);
      answer[i] =
          output.isSequence() || output.isOptional() ? null : Tensor.growable(output.type());
    }
    int from = 0;
    for (int steps : chunks) {
      @Nullable Tensor[] part = values.part(from, from + steps);
      long start = System.nanoTime();
      stream.run(part, answer, limits);
      nanos += System.nanoTime() - start;
      joined.add(answer);
      from += steps;
    }
    return joined.whole();
  }

  /** How long the calls took, without cutting and putting together. */
  long nanos() {
    return nanos;
  }
}
