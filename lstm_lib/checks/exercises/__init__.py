"""Every check of the course: one module an assignment."""

from lstm_lib.checks.exercises import lstm_cell, sine_windows, single_lstm, stacked_lstm

CHECKS = (
    *lstm_cell.CHECKS,
    *sine_windows.CHECKS,
    *single_lstm.CHECKS,
    *stacked_lstm.CHECKS,
)
