/** The lecture's perplexity: how likely a sentence is to a language model. */
package dev.vecurrent.fluency;
