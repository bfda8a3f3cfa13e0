/** Which twin of the kernels runs, and from when on. */
package dev.vecurrent.internal.start;
