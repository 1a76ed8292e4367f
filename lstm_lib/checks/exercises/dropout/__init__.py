"""The exercise `dropout`."""
