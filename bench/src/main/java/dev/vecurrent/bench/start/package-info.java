/**
 * What a process costs from its start: the first answer, the calls after it, the way to full speed
 * and live audio, measured on processes started for it.
 */
package dev.vecurrent.bench.start;
