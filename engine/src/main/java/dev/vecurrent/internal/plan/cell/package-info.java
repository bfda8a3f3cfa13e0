/** Recognises recurrent cells that exporters wrote out as products and activations. */
package dev.vecurrent.internal.plan.cell;
