"""One notebook in, its outputs out: on every core of this machine, or on several machines."""
