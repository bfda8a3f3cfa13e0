/** Operators that change the size of an image. */
package dev.vecurrent.internal.op.resize;
