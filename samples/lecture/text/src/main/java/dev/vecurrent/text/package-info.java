/** What the lecture's samples share: characters, vocabularies, language models and sampling. */
package dev.vecurrent.text;
