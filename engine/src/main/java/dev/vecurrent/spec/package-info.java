/**
 * What a network is: immutable, validated records in the order and the words of ONNX. Nothing here
 * computes.
 */
package dev.vecurrent.spec;
