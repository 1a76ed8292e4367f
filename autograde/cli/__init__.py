"""The command `autograde`: a file for each subcommand, its arguments beside what it does."""
