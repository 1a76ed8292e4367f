"""Judging the exercise `lstm_through_time`."""
