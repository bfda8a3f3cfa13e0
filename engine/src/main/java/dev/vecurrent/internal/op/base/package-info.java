/**
 * What operators are made of: their contract, what is known of values, scratch and bounds of work.
 */
package dev.vecurrent.internal.op.base;
