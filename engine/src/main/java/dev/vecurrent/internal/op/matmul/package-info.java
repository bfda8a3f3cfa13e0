/** Products of matrices: MatMul, Gemm and Einsum, packed or not. */
package dev.vecurrent.internal.op.matmul;
