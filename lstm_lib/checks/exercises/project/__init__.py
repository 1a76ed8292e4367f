"""The exercise `project`."""
