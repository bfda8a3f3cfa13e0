/**
 * What a process costs at its start: time to the first answer, to 90 % of the peak rate, and the
 * way there, measured on processes started for it.
 */
package dev.vecurrent.bench.startup;
