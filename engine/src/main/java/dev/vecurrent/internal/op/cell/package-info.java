/** The shape rules of recurrent layers. */
package dev.vecurrent.internal.op.cell;
