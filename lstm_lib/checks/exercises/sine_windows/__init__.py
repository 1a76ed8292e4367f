"""The exercise `sine_windows`."""
