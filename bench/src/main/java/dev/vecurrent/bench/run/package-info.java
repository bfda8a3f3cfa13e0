/** The commands of {@code ./vecurrent bench}. */
package dev.vecurrent.bench.run;
