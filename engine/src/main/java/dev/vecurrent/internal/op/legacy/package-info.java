/** Operators that ONNX had for a while as experiments, and that exporters wrote. */
package dev.vecurrent.internal.op.legacy;
