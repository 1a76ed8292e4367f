"""Judging the exercise `relatives`."""
