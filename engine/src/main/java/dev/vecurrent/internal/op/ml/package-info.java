/** Operators of the domain {@code ai.onnx.ml} that stand in front of and behind networks. */
package dev.vecurrent.internal.op.ml;
