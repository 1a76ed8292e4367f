"""Judging Keras models by their published layers and weights, in NumPy."""
