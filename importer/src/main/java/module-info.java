/** ONNX files to graphs of the engine. */
module dev.vecurrent.importer {
  requires transitive dev.vecurrent.engine;
  requires com.google.protobuf;

  exports dev.vecurrent.io;
  exports dev.vecurrent.onnx;
}
