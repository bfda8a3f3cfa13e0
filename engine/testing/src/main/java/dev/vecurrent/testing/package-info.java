/** What tests of several modules share: seeds, random recurrent layers, comparison of results. */
package dev.vecurrent.testing;
