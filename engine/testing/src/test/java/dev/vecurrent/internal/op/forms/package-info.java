/** Every operator on whatever a stranger's file and call may bring. */
package dev.vecurrent.internal.op.forms;
