/** Recurrent networks (LSTM, GRU, RNN) in pure Java. */
module dev.vecurrent.engine {
  requires jdk.incubator.vector;

  exports dev.vecurrent;
  exports dev.vecurrent.limit;
  exports dev.vecurrent.spec;
  exports dev.vecurrent.tensor;
  exports dev.vecurrent.internal to
      dev.vecurrent.importer;
  exports dev.vecurrent.internal.op.catalog to
      dev.vecurrent.importer;
}
