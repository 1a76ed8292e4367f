"""The judges of the exercise `project`."""
