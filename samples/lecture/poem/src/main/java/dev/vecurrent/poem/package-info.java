/** The lecture's poet: verse, character by character. */
package dev.vecurrent.poem;
