/**
 * The arithmetic: scalar and vector twins with the same bits. The only package that knows the
 * Vector API. Kernels have no policy; they see arrays and offsets.
 */
package dev.vecurrent.internal.kernel;
