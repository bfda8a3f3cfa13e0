/** What the programs of this folder share on a terminal: options, help, errors and exit status. */
package dev.vecurrent.console;
