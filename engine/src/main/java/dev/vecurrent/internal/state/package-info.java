/** Carried states: rows by place, each with the state before a call and the one after it. */
package dev.vecurrent.internal.state;
