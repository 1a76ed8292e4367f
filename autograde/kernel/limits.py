"""Upper limits on what one submission may use."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The limits of a notebook and of its box.

    Memory, CPU time and processes count for all processes of the box together. `cell_s` and
    `notebook_s` are seconds of wall-clock time, `output` is in characters, and `disk_mib` is the
    size of the one folder that the notebook can write to.
    """

    cell_s: int = 30
    notebook_s: int = 300
    cpu_s: int = 300
    memory_mib: int = 3072
    disk_mib: int = 64
    processes: int = 256
    output: int = 16 * 2**20
