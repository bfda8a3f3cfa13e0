/**
 * Policy: from a graph to what runs. Passes over a {@link dev.vecurrent.internal.plan.Draft}, each
 * a class of its own.
 */
package dev.vecurrent.internal.plan;
