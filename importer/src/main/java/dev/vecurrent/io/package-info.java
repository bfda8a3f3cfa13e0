/** Tensors in files of other formats. */
package dev.vecurrent.io;
