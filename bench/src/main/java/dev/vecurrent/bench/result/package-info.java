/** Results on disk: JMH's JSON and a description of the machine. */
package dev.vecurrent.bench.result;
