package dev.vecurrent.spec;

/**
 * A state that a graph takes as an input and gives back as an output: the hidden state of a layer,
 * a count of steps, or the last steps that a convolution still needs.
 *
 * <p>Both are tensors of one element type and of shapes that fit each other. What a call answers as
 * the output is what the next call on the same sequences takes as the input.
 *
 * @param input name of the graph input that takes the state before a call
 * @param output name of the graph output that gives the state after it
 * @param batchAxis the axis of the sequences in both; -1 where nothing tells it, or there is none
 */
public record GraphState(String input, String output, int batchAxis) {}
