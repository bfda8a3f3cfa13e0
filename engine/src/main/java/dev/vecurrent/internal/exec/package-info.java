/** Running: the time loop, directions, ragged batches, state and scratch. */
package dev.vecurrent.internal.exec;
