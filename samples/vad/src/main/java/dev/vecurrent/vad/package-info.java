/** Voice activity with Silero VAD: audio in, segments of speech out. */
package dev.vecurrent.vad;
