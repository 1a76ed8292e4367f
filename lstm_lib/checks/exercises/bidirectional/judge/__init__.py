"""Judging the exercise `bidirectional`."""
