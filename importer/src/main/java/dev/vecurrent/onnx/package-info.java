/**
 * Reads ONNX files: strictly, within limits, and saying everything that is wrong at once. Files are
 * data from strangers.
 */
package dev.vecurrent.onnx;
