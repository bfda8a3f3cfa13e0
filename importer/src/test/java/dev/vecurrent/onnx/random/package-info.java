/** Random graphs of every operator, compared with ONNX Runtime. */
package dev.vecurrent.onnx.random;
