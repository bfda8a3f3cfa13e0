/** Slots of a traveller's sentence: where from, where to, when. */
package dev.vecurrent.slots;
