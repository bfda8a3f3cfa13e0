/** What is measured: shapes of recurrent layers, named, on a grid and in series. */
package dev.vecurrent.bench.shape;
