/** Operators that sample images at computed places, or put patches back into images. */
package dev.vecurrent.internal.op.sampling;
