"""Judging the exercise `keras_parity`."""
