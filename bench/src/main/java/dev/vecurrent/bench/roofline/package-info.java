/**
 * What the machine can do, measured in Java: multiply-adds from registers, reads from each level of
 * memory; and what of it a shape could use at most.
 */
package dev.vecurrent.bench.roofline;
