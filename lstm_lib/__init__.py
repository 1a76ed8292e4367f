"""The reference library of the LSTM course: NumPy where a chapter explains, Keras where it trains.

Importing the package loads nothing heavy; each chapter imports the modules that it needs:
``series``, ``windows`` and ``datasets`` for the data, ``cell`` and ``sequence`` for the LSTM in
NumPy, ``models`` and ``training`` for the LSTM in Keras, ``baselines`` for yardsticks, ``plots``
for figures and ``checks`` for the exercises.
"""

__version__ = "0.1.0"
