"""Which workers of a Dask scheduler can run this course's notebooks.

Before it gets a job, each worker is asked once whether it has the same course and the same
versions, and whether it can shut a notebook in. One that is not fit is left out, with its reason.
"""

import asyncio
import logging
from collections.abc import Iterable

import distributed

from autograde.errors import CourseError
from autograde.execution.environment import OtherEnvironment, require_environment
from autograde.execution.job import Job
from autograde.kernel.forking import refusal

WORKERS_S = 60  # seconds that a scheduler may be without a worker
LOST = (
    "The connection to the Dask scheduler, or to all its workers, was lost. What was done stays; "
    "run the command again to go on."
)

log = logging.getLogger(__name__)


class Workers:
    """The workers of a scheduler.

    Parameters
    ----------
    client : distributed.Client
        A connected client.
    jobs : iterable of Job
        What the workers are to run.
    boxed : bool
        Whether notebooks run in boxes.
    """

    def __init__(self, client: distributed.Client, jobs: Iterable[Job], boxed: bool) -> None:
        self.client, self.boxed = client, boxed
        self.needs = sorted({(job.withheld, job.data, job.environment) for job in jobs})
        self.reasons: dict[str, str] = {}  # by address, why a worker is unfit; "" if it is fit

    def require(self) -> list[str]:
        """Wait for a worker, and return the ones that are fit.

        Returns
        -------
        list of str
            Their addresses.

        Raises
        ------
        CourseError
            If there is no worker after `WORKERS_S` seconds, or none is fit.
        """
        scheduler = self.client.scheduler.address
        try:
            self.client.wait_for_workers(1, timeout=WORKERS_S)
        except TimeoutError:
            raise CourseError(
                f"The Dask scheduler at {scheduler} had no worker for {WORKERS_S} s. Nothing was "
                f"run. Start workers (dask worker {scheduler}), and try again."
            ) from None
        if fit := self.fit():
            return fit
        raise CourseError(
            f"None of the {len(self.reasons)} workers at {scheduler} can run this course's "
            "notebooks. Nothing was run. The reasons are above: fix them, and try again."
        )

    def fit(self) -> list[str]:
        """Return the addresses of the workers that are fit now, and log each that is not, once.

        Returns
        -------
        list of str
            Possibly empty.

        Raises
        ------
        CourseError
            If the scheduler is gone.
        """
        try:
            there = list(self.client.scheduler_info()["workers"])
            if new := [address for address in there if address not in self.reasons]:
                asked = examine, self.needs, self.boxed
                answers = self.client.run(*asked, workers=new, on_error="return")
                self._note(answers)
        except OSError:
            raise CourseError(LOST) from None
        return [address for address in there if self.reasons.get(address) == ""]

    def _note(self, answers: dict[str, str | BaseException]) -> None:
        """Remember what workers answered, and log why one is left out."""
        for address, answer in answers.items():
            if isinstance(answer, BaseException):  # the course is not installed there
                answer = f"{type(answer).__name__}: {answer}"
            self.reasons[address] = answer
            if answer:
                log.warning("The worker %s is left out: %s", address, answer)


async def examine(needs: list[tuple[tuple[str, ...], tuple[str, ...], str]], boxed: bool) -> str:
    """Say, on a worker, why it cannot run notebooks; empty if it can.

    Parameters
    ----------
    needs : list of tuple
        The functions that an edition of the library leaves out, the data sets that it holds, and
        the environment that is expected with that edition.
    boxed : bool
        Whether notebooks run in boxes.

    Returns
    -------
    str
        A reason that an instructor understands.

    Examples
    --------
    >>> needs = [((), (), "another")]
    >>> asyncio.run(examine(needs, boxed=False)).startswith("it has the environment ")
    True
    """

    def reason() -> str:
        for withheld, data, expected in needs:
            try:
                require_environment(tuple(withheld), tuple(data), expected)
            except OtherEnvironment as error:
                return str(error)
        return f"it cannot shut submissions in: {why}" if boxed and (why := refusal()) else ""

    return await asyncio.to_thread(reason)  # meanwhile the worker answers its scheduler
