"""Judging the exercise `stacked_lstm`."""
