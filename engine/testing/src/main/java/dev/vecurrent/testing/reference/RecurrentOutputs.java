package dev.vecurrent.testing.reference;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.Tensor;

/**
 * The outputs of one recurrent operator, all FLOAT64.
 *
 * @param y Y {@code [T, D, N, H]}, or {@code [N, T, D, H]} where the layout is batch-major
 * @param yH Y_h {@code [D, N, H]} or {@code [N, D, H]}
 * @param yC Y_c, shaped likewise; {@code null} for GRU and RNN
 */
public record RecurrentOutputs(Tensor y, Tensor yH, @Nullable Tensor yC) {}
