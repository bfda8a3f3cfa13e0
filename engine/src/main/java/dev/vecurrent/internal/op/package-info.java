/**
 * The operators around the recurrent ones: each a small class with its ONNX contract, its shape
 * rule and its computation.
 */
package dev.vecurrent.internal.op;
