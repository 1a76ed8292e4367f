"""The exercise `normalization`."""
