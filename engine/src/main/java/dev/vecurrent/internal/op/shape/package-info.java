/** Operators that make, move, repeat or count elements and compute none. */
package dev.vecurrent.internal.op.shape;
