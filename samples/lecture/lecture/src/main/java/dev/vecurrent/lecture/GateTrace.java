package dev.vecurrent.lecture;

import dev.vecurrent.digits.Gates;
import java.util.List;
import java.util.function.Function;

/**
 * What the gates of an LSTM did while it read a text, as the page has it: arrays {@code [T][H]},
 * and how far the formula of the gates is from the engine.
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of arrays, never compared
record GateTrace(
    String text,
    double[][] input,
    double[][] forget,
    double[][] output,
    double[][] candidate,
    double[][] cell,
    double[][] hidden,
    double difference) {

  static GateTrace of(String text, List<Gates> steps) {
    return new GateTrace(
        text,
        all(steps, Gates::i),
        all(steps, Gates::f),
        all(steps, Gates::o),
        all(steps, Gates::g),
        all(steps, Gates::c),
        all(steps, Gates::h),
        Gates.difference(steps));
  }

  private static double[][] all(List<Gates> steps, Function<Gates, double[]> part) {
    return steps.stream().map(part).toArray(double[][]::new);
  }
}
