/**
 * Threads within a call: a pool that hands out parts by index, what parts wait for each other with,
 * and the policy that says what is split. Knows nothing of layers but their sizes.
 */
package dev.vecurrent.internal.parallel;
