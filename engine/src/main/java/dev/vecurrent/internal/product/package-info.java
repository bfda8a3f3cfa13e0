/** Products with packed matrices, in pieces between which a call can end. */
package dev.vecurrent.internal.product;
