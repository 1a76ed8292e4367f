"""The exercise `lstm_cell`."""
