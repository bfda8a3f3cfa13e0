/** Normalisations, attention and what belongs to it. */
package dev.vecurrent.internal.op.norm;
