/** Operators that draw random numbers, Dropout in inference included. */
package dev.vecurrent.internal.op.random;
