/** Operators that reduce along axes, or that need such a reduction, as Softmax does. */
package dev.vecurrent.internal.op.reduce;
