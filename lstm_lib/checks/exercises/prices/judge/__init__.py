"""Judging the exercise `prices`."""
