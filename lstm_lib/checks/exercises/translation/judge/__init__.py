"""Judging the exercise `translation`."""
