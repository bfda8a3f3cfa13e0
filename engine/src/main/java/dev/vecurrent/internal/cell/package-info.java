/**
 * What a step of a recurrent cell is: a list of phases, of which each is one product with states
 * and one epilogue. Knows no time, no sequences and no threads; {@code internal.exec} does.
 */
package dev.vecurrent.internal.cell;
