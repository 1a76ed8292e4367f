"""What grading returns: feedback, report, and tables for other systems."""
