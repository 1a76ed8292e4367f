"""Judging the exercise `language_model`."""
