/** Operators that slide a window over an image: convolutions and pools. */
package dev.vecurrent.internal.op.window;
