"""The exercise `lstm_backward`."""
