/** A text with blanks and choices, filled by a network that reads it from both sides. */
package dev.vecurrent.cloze;
