"""Release the course's assignments and grade a class: nbgrader, with judges of our own."""

import sys

# jsonschema wants it for addresses in any alphabet, which no notebook is checked for. Making its
# grammar takes a third of the time that a command needs to start.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
