/** Measured results as a page and as tables. */
package dev.vecurrent.bench.report;
