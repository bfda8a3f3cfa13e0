/** The lecture as one page, beside what this engine computes on this machine. */
package dev.vecurrent.lecture;
