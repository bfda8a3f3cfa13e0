/**
 * Sequences in chunks: what is carried, feeding it, and whether chunks have the bits of the whole.
 */
package dev.vecurrent.cli.stream;
