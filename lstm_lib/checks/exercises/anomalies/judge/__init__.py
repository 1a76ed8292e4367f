"""Judging the exercise `anomalies`."""
