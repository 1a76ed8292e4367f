"""The exercise `relatives`: a GRU step, and gates of an sLSTM that do not overflow."""
