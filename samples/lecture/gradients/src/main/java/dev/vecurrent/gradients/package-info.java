/** The lecture's gradients through time: how they vanish and explode, by the forward pass alone. */
package dev.vecurrent.gradients;
