package dev.vecurrent.testing;

import dev.vecurrent.spec.Cell;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.testing.reference.RecurrentInputs;
import dev.vecurrent.testing.reference.RecurrentOutputs;

/**
 * One recurrent operator with inputs and the outputs that {@code RecurrentReference} gives.
 *
 * @param seed what it was drawn from
 * @param cell the attributes
 * @param type FLOAT32 or FLOAT64
 * @param sizes T, N, I, H
 * @param inputs the inputs
 * @param wantsY whether Y is asked for; at least one output is
 * @param wantsYH whether Y_h is asked for
 * @param wantsYC whether Y_c is asked for; LSTM only
 * @param expected all outputs, in double
 */
public record RecurrentCase(
    long seed,
    Cell cell,
    ElementType type,
    CaseSizes sizes,
    RecurrentInputs inputs,
    boolean wantsY,
    boolean wantsYH,
    boolean wantsYC,
    RecurrentOutputs expected) {

  @Override
  public String toString() {
    return "case %d: %s %s %s%s%s%s%s%s, outputs %s%s%s"
        .formatted(
            seed,
            type,
            cell,
            sizes,
            inputs.b() == null ? "" : ", B",
            inputs.sequenceLens() == null ? "" : ", sequence_lens",
            inputs.initialH() == null ? "" : ", initial_h",
            inputs.initialC() == null ? "" : ", initial_c",
            inputs.p() == null ? "" : ", P",
            wantsY ? "Y " : "",
            wantsYH ? "Y_h " : "",
            wantsYC ? "Y_c" : "");
  }
}
