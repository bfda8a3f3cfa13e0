/** Whether a sentence praises or blames, and which of its characters say so. */
package dev.vecurrent.sentiment;
