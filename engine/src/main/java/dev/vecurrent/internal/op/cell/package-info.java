/** Steps of recurrent cells that an exporter wrote out, and the shape rules of recurrent layers. */
package dev.vecurrent.internal.op.cell;
