/** The command line. */
package dev.vecurrent.cli;
