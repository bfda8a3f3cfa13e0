/** The run of a compiled graph: steps, value slots and bodies. */
package dev.vecurrent.internal.run;
