"""The exercise `single_lstm`."""
