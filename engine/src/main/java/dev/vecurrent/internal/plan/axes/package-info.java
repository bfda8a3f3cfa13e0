/** Follows the axes of inputs through a graph, and tells which of them are time and batch. */
package dev.vecurrent.internal.plan.axes;
