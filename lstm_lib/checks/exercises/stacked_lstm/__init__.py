"""The exercise `stacked_lstm`."""
