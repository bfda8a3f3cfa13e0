/** The messages of ONNX's protobuf format, as views of the file's bytes. */
package dev.vecurrent.onnx.message;
