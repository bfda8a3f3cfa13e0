/** What bounds a call, a session and the compiling of a model, and how it says so. */
package dev.vecurrent.limit;
