"""Judging the exercise `single_lstm`."""
