/**
 * Models whose start is measured: their structure is that of networks which people run, their
 * weights are random.
 */
package dev.vecurrent.bench.start.model;
