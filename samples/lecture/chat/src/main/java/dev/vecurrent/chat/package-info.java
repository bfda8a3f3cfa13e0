/** A conversation with a network that remembers: its state is all that it knows of the speaker. */
package dev.vecurrent.chat;
