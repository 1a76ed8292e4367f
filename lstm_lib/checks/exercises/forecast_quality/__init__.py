"""The exercise `forecast_quality`."""
