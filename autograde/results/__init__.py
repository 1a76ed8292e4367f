"""What goes back: feedback, report, and tables for other systems."""
