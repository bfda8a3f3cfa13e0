/** Questions that are answered by running a model: its warm-up and its memory. */
package dev.vecurrent.internal.probe;
