"""Every check of the course: one module an assignment."""

from lstm_lib.checks.exercises import (
    forecast_quality,
    keras_parity,
    lstm_backward,
    lstm_cell,
    lstm_through_time,
    sine_windows,
    single_lstm,
    stacked_lstm,
    vanishing_gradients,
)

CHECKS = (
    *lstm_cell.CHECKS,
    *lstm_through_time.CHECKS,
    *lstm_backward.CHECKS,
    *sine_windows.CHECKS,
    *single_lstm.CHECKS,
    *stacked_lstm.CHECKS,
    *forecast_quality.CHECKS,
    *vanishing_gradients.CHECKS,
    *keras_parity.CHECKS,
)
