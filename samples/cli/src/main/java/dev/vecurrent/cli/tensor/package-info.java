/** Tensors in parts, and elements in words. */
package dev.vecurrent.cli.tensor;
