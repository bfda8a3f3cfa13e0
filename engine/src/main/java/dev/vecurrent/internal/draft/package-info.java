/** A graph while passes work on it: nodes, constants, facts, who makes and who reads what. */
package dev.vecurrent.internal.draft;
