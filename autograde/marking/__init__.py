"""From outputs to marks: verdicts, committed through nbgrader."""
