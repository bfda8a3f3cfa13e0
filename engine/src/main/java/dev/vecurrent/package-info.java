/** What a user does: compile a network, open a session or a stream, run it. */
package dev.vecurrent;
