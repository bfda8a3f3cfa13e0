/** Operators on optional values. */
package dev.vecurrent.internal.op.optional;
