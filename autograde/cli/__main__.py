"""Run the command: `python -m autograde.cli`."""

import sys

from autograde.cli.main import main

sys.exit(main())
