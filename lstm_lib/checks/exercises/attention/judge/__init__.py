"""Judging the exercise `attention`."""
