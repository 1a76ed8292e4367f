"""What came in: folders' names, files read without trust, notebooks rebuilt."""
