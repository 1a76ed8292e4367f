"""Every check by its name: one module an assignment."""

from lstm_lib.checks.call import Check
from lstm_lib.checks.exercises import lstm_cell, sine_windows, single_lstm, stacked_lstm

CHECKS: dict[str, Check] = {
    check.name: check
    for check in (
        *lstm_cell.CHECKS,
        *sine_windows.CHECKS,
        *single_lstm.CHECKS,
        *stacked_lstm.CHECKS,
    )
}
