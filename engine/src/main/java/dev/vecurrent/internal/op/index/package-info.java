/** Operators that pick or place elements by index: gather, scatter, sort and selection. */
package dev.vecurrent.internal.op.index;
