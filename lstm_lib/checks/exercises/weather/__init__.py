"""The exercise `weather`."""
