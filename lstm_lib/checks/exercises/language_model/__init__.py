"""The exercise `language_model`."""
