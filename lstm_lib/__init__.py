"""The reference library of the LSTM course: NumPy where a chapter explains, Keras where it trains.

Importing the package loads nothing heavy; each chapter imports the modules that it needs:
``series`` and ``windows`` for the data, ``cell`` and ``sequence`` for the LSTM in NumPy,
``models`` and ``training`` for the LSTM in Keras, ``baselines`` for yardsticks, ``plots`` for
figures and ``checks`` for the exercises.
"""

import os

__version__ = "0.1.0"

# TensorFlow reads this once, when it is loaded, and would fill a notebook's stderr without it.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
