/** The registry: the union of the tables of all families of operators. */
package dev.vecurrent.internal.op.catalog;
