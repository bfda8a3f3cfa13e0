/** Engines behind one interface: the same weights, the same input, answers that are compared. */
package dev.vecurrent.bench.contender;
