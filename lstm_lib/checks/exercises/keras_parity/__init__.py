"""The exercise `keras_parity`."""
