"""Judging the exercise `dropout`."""
