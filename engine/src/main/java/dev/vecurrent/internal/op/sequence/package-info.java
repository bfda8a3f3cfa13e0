/** Operators on sequences of tensors. */
package dev.vecurrent.internal.op.sequence;
