"""The exercise `bidirectional`: two runs of an LSTM over one sequence, and looking ahead."""
