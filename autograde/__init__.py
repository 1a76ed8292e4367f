"""Release the course's assignments and grade a class: nbgrader, with judges of our own."""
