package dev.vecurrent.testing.reference;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.Tensor;

/**
 * The inputs of one recurrent operator, in the operator's order. Numbers are FLOAT32 or FLOAT64.
 *
 * @param x X {@code [T, N, I]}, or {@code [N, T, I]} where the layout is batch-major
 * @param w W {@code [D, G*H, I]}
 * @param r R {@code [D, G*H, H]}
 * @param b B {@code [D, 2*G*H]}, or {@code null} for zero
 * @param sequenceLens INT32 or INT64 {@code [N]}, each in {@code [0, T]}, or {@code null} for T
 * @param initialH initial_h {@code [D, N, H]} or {@code [N, D, H]}, or {@code null} for zero
 * @param initialC initial_c, shaped likewise, or {@code null} for zero; LSTM only
 * @param p P {@code [D, 3*H]}, or {@code null} for none; LSTM only
 */
public record RecurrentInputs(
    Tensor x,
    Tensor w,
    Tensor r,
    @Nullable Tensor b,
    @Nullable Tensor sequenceLens,
    @Nullable Tensor initialH,
    @Nullable Tensor initialC,
    @Nullable Tensor p) {}
