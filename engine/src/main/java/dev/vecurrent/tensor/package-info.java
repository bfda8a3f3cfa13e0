/** Typed n-dimensional arrays: what goes into a model and what comes out. */
package dev.vecurrent.tensor;
