/** Harnesses for a coverage-guided fuzzer, and tests that run them over the kept corpus. */
package dev.vecurrent.onnx.fuzz;
