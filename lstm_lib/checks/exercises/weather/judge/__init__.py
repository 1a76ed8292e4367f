"""Judging the exercise `weather`."""
