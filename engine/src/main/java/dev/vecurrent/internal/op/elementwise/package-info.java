/** Operators that compute each element of their output from one element of each input. */
package dev.vecurrent.internal.op.elementwise;
