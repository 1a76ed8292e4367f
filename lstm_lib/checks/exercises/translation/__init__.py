"""The exercise `translation`."""
