"""What the judges of all exercises share: comparing, wording, models in NumPy."""
