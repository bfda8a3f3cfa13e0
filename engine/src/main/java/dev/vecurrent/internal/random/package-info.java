/** The generator of random numbers: bits from a seed, a node and a counter, the same everywhere. */
package dev.vecurrent.internal.random;
