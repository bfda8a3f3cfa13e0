/** ONNX operators that look into text; those that only move it are in the package above. */
package dev.vecurrent.internal.op.text;
