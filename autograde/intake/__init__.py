"""What learners hand in: folders' names, files treated as untrusted, notebooks rebuilt."""
