/** Contenders in turn in one process, and what is told from their samples. */
package dev.vecurrent.bench.measure;
