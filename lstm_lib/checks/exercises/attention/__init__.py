"""The exercise `attention`."""
