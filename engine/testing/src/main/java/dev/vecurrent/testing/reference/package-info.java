/**
 * The equations of the ONNX operators LSTM, GRU and RNN in double, with every attribute: the oracle
 * of the tests. Written to be read next to the operator text, not to be fast.
 */
package dev.vecurrent.testing.reference;
