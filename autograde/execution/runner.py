"""Run one notebook in a kernel that is not trusted, and stop it when it has spent its time.

A cell, and the whole notebook, is limited in the time that it computes or sleeps. Time in which it
waits for a core says nothing about the submission, so it does not count; a generous limit on the
time that passes ends what waits for too long.
"""

import asyncio
import tempfile
from collections.abc import Callable
from typing import Any

import psutil
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode, ValidationError
from nbgrader.preprocessors import Execute

from autograde.execution.messages import LATE, MALFORMED, Guard, WaryManager, size
from autograde.execution.unboxed import Unboxed
from autograde.kernel.forking import BoxRefused, ForkedProcess
from autograde.kernel.limits import PATIENCE, Limits
from autograde.record import write_record
from lstm_lib.checks import observation as wire

BOXED_KERNEL, OPEN_KERNEL = "lstm-box", "python3"
ARGUMENTS = ["--HistoryManager.hist_file=:memory:", "--log-level=ERROR"]
OBSERVED = 4  # observations are still accepted up to this many times the output limit
LOOK_S = 1  # between two looks at what a running cell has spent
IDLE_S = 5  # what a cell may spend after its end, until the kernel says that it is idle
GRACE_S = 60  # what a notebook may spend beyond its limit, since each cell gets at least a second
START_S = 300  # until a kernel answers


class OutOfTime(Exception):
    """A notebook has spent its time, and more."""


class Runner(Execute):
    """nbgrader's own execution of one notebook, with limits on its time and on what it sends.

    The kernel starts in an empty folder: files that were handed in with the notebook, such as
    a library of the learner's own, are not there.

    Parameters
    ----------
    limits : Limits
        What the notebook may use.
    environment : dict of str to str
        The variables that its kernel starts with.
    boxed : bool
        Whether it runs in a box.
    """

    def __init__(self, limits: Limits, environment: dict[str, str], boxed: bool) -> None:
        super().__init__(
            kernel_name=BOXED_KERNEL if boxed else OPEN_KERNEL,
            startup_timeout=START_S,
            iopub_timeout=PATIENCE * limits.notebook_s,  # what a cell spends is checked here
            shutdown_kernel="immediate",
            extra_arguments=ARGUMENTS,
            kernel_manager_class=WaryManager,
        )
        self.crowded = False
        self.computed = 0.0  # seconds of CPU time spent in cells
        self._limits = limits
        self._environment = environment
        self._manager: Any = None
        self._at = ""  # the id of the running cell
        self._spent_s: Callable[[], float] = float  # of the kernel; does not count waiting
        self._end_s = 0.0  # how much it may have spent when the running cell ends
        self._received = 0  # characters of output so far
        self._flooded = False

    def run(self, nb: NotebookNode) -> None:
        """Run the notebook; a kernel that dies leaves a note, not a crash."""
        seconds = PATIENCE * self._limits.notebook_s
        with tempfile.TemporaryDirectory() as place, Guard(self._end_kernel, seconds) as guard:
            try:
                self.preprocess(nb, {"metadata": {"path": place}})
            except CellTimeoutError:  # the kernel does not even answer an interrupt
                write_record(nb, stopped=self._at, endless=True)
            except OutOfTime:
                write_record(nb, stopped=self._at, because="it ran longer than a notebook may")
            except (DeadKernelError, RuntimeError, *MALFORMED) as error:
                if isinstance(error, BoxRefused) or not self._at:
                    raise  # the kernel never started: not the submission's fault
                self.log.warning("The kernel stopped in cell %s: %r", self._at, error)
                write_record(nb, stopped=self._at)
                if isinstance(error, MALFORMED):
                    write_record(nb, because="it sent messages that no kernel sends")
        if self._flooded:
            write_record(nb, flooded=True)
        self.crowded = guard.shared or guard.reason == LATE
        if guard.reason and self._at:
            write_record(nb, stopped=self._at, because=guard.reason)

    def _end_kernel(self) -> None:
        """End the kernel, from any thread."""
        provisioner = getattr(self._manager, "provisioner", None)
        if provisioner is not None and provisioner.process is not None:
            provisioner.process.kill()

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> Any:
        """Run one cell, and remember which one it is."""
        spent_s, cpu_s = self._spent_s(), self._cpu()
        self._at = cell.id
        if (left_s := self._limits.notebook_s - spent_s) < -GRACE_S:
            raise OutOfTime(cell.id)
        self._end_s = spent_s + min(self._limits.cell_s, max(1, left_s))
        result = super().preprocess_cell(cell, resources, index)
        self.computed += max(0.0, self._cpu() - cpu_s)
        if type(cell.get("execution_count")) is not int and cell.cell_type == "code":
            cell.execution_count = None  # a kernel may send anything as its count
        return result

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        """Accept a kernel's message, unless the notebook has passed its output limit."""
        try:
            if msg["msg_type"] not in ("status", "execute_input"):
                self._received += size(msg["content"])
                data = msg["content"].get("data")
                observed = isinstance(data, dict) and wire.MIME in data
                if self._received > self._limits.output * (OBSERVED if observed else 1):
                    self._flooded |= observed
                    return None
            return super().process_message(msg, cell, cell_index)
        except (*MALFORMED, ValidationError) as error:
            self.log.warning("A message that no kernel writes is left out: %r", error)
            return None

    def start_new_kernel(self, **kwargs: Any) -> Any:
        """Start the kernel in an environment of its own."""
        started = super().start_new_kernel(**{**kwargs, "env": self._environment})
        self._manager = self.km
        process = self.km.provisioner.process
        if isinstance(process, ForkedProcess):
            self._spent_s = process.spent_s
        else:
            unboxed = Unboxed(process.pid)
            unboxed.start()
            self._spent_s = unboxed.spent_s
        return started

    @property
    def ended(self) -> dict[str, Any]:
        """How a box ended, as its keeper reported."""
        return getattr(self._manager, "ended", {})

    def _get_timeout(self, cell: NotebookNode | None) -> int | None:
        """Return the time between two looks at a running cell."""
        return LOOK_S if cell is not None else None

    async def _async_handle_timeout(self, timeout: int, cell: NotebookNode | None = None) -> Any:
        """Stop a cell if it has spent its time; otherwise wait on."""
        if self._spent_s() < self._end_s:
            return None
        return await super()._async_handle_timeout(self._limits.cell_s, cell)

    async def _async_poll_output_msg(self, *message: Any) -> None:
        """Take outputs until the kernel is idle; give up if it dies or spends too much."""
        task = asyncio.current_task()
        assert task is not None
        # Nobody asks for the error if the kernel has not replied either.
        task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        polling = asyncio.ensure_future(super()._async_poll_output_msg(*message))
        try:
            while not (await asyncio.wait({polling}, timeout=LOOK_S))[0]:
                await self._async_check_alive()
                if self._spent_s() > self._end_s + IDLE_S:
                    raise TimeoutError
            polling.result()
        finally:
            polling.cancel()

    def _cpu(self) -> float:
        """Return the CPU seconds that the kernel has used."""
        try:
            return sum(psutil.Process(self.km.provisioner.pid).cpu_times()[:4])
        except (AttributeError, TypeError, psutil.Error):
            return 0.0
