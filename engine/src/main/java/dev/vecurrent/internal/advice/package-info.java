/** What users can do about refusals, told from the words of findings. */
package dev.vecurrent.internal.advice;
