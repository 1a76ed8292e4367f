"""Judging the exercise `normalization`."""
