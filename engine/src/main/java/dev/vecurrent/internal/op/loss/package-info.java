/** Losses, which exported training graphs end in. */
package dev.vecurrent.internal.op.loss;
