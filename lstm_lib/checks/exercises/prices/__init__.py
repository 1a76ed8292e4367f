"""The exercise `prices`."""
