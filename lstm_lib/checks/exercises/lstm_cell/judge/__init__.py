"""Judging the exercise `lstm_cell`."""
