"""Judging the exercise `sine_windows`."""
