"""Release the course's assignments and grade a class: nbgrader, with judges of our own."""

import sys

# jsonschema imports this package for a format that the schema of notebooks does not use. Building
# its grammar takes a third of the time that a command needs to start.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
