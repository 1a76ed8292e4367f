"""The exercise `lstm_through_time`."""
