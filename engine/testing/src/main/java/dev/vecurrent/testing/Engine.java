package dev.vecurrent.testing;

/** Anything that can run a {@link RecurrentCase}. */
@FunctionalInterface
public interface Engine {

  /** The outputs that the case asks for, in the element type of the case. */
  CaseOutputs run(RecurrentCase one);
}
