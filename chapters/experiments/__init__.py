"""Experiments that take too long for a page: scripts, and beside each the result it gave."""
