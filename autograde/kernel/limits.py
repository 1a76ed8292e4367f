"""What one submission may use at most: the one home of these numbers.

An exercise that needs more says so in its front matter, under `limits`. The grader, the class's
settings, Validate and the pages of the book all read them from here.
"""

from dataclasses import dataclass

# A machine may be busy with other work. What waits for a core is not ended before it has taken this
# many times its limit.
PATIENCE = 10


@dataclass(frozen=True)
class Limits:
    """The limits of a notebook and of its box.

    Memory, CPU time and processes count for all processes of the box together.

    Parameters
    ----------
    cell_s, notebook_s : int
        Seconds that one cell, or the whole notebook, computes or sleeps. Time in which it waits for
        a core, because the machine is busy, does not count.
    cpu_s : int
        Seconds of CPU time of the notebook.
    memory_mib : int
        Resident memory.
    disk_mib : int
        Size of the one folder that a submission can write to.
    processes : int
        Processes and threads.
    output : int
        Characters that the notebook may print.
    """

    cell_s: int = 30
    notebook_s: int = 300
    cpu_s: int = 300
    memory_mib: int = 3072
    disk_mib: int = 64
    processes: int = 256
    output: int = 16 * 2**20
