"""The exercise `vanishing_gradients`."""
