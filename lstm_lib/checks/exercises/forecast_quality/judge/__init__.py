"""Judging the exercise `forecast_quality`."""
