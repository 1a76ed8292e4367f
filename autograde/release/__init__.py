"""What is handed out: source notebooks, released notebooks, the learner's package."""
