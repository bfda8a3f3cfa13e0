/** What every internal package may use; not part of the public interface. */
package dev.vecurrent.internal;
