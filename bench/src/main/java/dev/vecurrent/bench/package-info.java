/**
 * Benchmarks of Vecurrent beside other engines; every contender's answers are checked before it is
 * timed.
 */
package dev.vecurrent.bench;
