"""The sample class: made from the assignments' solutions, its marks known."""
