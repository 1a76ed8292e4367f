"""Judging the exercise `lstm_backward`."""
