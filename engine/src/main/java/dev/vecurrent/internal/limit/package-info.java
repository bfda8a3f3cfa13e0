/** Budgets of memory, and the watch that ends calls. Policy only: what is bounded is elsewhere. */
package dev.vecurrent.internal.limit;
