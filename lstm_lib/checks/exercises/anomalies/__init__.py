"""The exercise `anomalies`."""
