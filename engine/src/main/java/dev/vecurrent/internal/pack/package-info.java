/** Rearranging weights into the order in which kernels read them. */
package dev.vecurrent.internal.pack;
