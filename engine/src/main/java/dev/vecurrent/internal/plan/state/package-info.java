/** States of a graph: which of its outputs a next call takes as which of its inputs. */
package dev.vecurrent.internal.plan.state;
