/**
 * Policy: from a graph to what runs. Passes over a {@link dev.vecurrent.internal.plan.Draft}, each
 * a class of its own, then the steps and their execution.
 */
package dev.vecurrent.internal.plan;
