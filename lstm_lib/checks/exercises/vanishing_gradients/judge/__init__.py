"""Judging the exercise `vanishing_gradients`."""
