"""How the library's commands end in a terminal: with an exit code, and without a traceback.

A text may hold what a terminal cannot show, its reader may go away (``| head``), and somebody may
press Ctrl-C: none of these is an error of the command.
"""

import io
import os
import sys

STOPPED, UNREAD = 130, 141  # 128 and the number of the signal, as shells count


def run(main):
    """Run a command, and return its exit code whatever becomes of its terminal.

    Parameters
    ----------
    main : callable
        The command, without arguments; it returns its exit code, or raises SystemExit as
        `argparse` does.

    Returns
    -------
    int
        For `sys.exit`.

    Raises
    ------
    Exception
        What ``main`` raises, if it is an error of its own.

    Examples
    --------
    >>> run(lambda: 2)
    2
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            code = main()
        except SystemExit as ended:
            code = ended.code
        sys.stdout.flush()
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:
        # Otherwise Python would write what is left while it ends, and fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD
    return code
