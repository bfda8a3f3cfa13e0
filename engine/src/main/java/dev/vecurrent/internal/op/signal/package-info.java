/** Fourier transforms, windows and mel filters in front of networks that hear. */
package dev.vecurrent.internal.op.signal;
