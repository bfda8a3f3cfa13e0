/** The lecture's digits, read row by row by an LSTM. */
package dev.vecurrent.digits;
