/** Rules about the project as a whole: its sources, samples and pages, read as files. */
package dev.vecurrent.house;
