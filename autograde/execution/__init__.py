"""One notebook in, its outputs out: here, on every core, or on more machines."""
