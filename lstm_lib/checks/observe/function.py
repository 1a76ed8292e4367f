"""A function that an exercise asks for, as its check declares it, and the loop that calls it."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

import numpy as np

from lstm_lib.checks.check import Check
from lstm_lib.checks.observation import Observation, add_own, as_numbers
from lstm_lib.checks.observe.arguments import copied, note_changed, sizes_by_axes
from lstm_lib.checks.observe.errors import missing, raised
from lstm_lib.checks.observe.stand_ins import Case, MakeStandIn, called_as, noting, replaced

Axes = Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Function(Check):
    """A function that a notebook has to define: it is called on every case.

    A check that passes or publishes something else overrides `handed`, `publish` or `stopped`.

    Parameters
    ----------
    name : str
        The function's name, which is the check's as well.
    takes, returns : str
        The names of its arguments, which are entries of a case, and of the values it returns, each
        in order and separated by ", ".
    cases : callable
        Draws the cases from the check's generator; a list of dicts.
    axes : mapping of str to str
        The axes of its arguments, such as ``{"x_t": "batch features"}``: with them, a message
        that names a case states its sizes.
    stand_ins : mapping of str to callable
        What stands in for the notebook's own functions while it is called, by name; each is made
        anew for each case, see `lstm_lib.checks.observe.stand_ins`.
    own_too : bool
        Whether a function that raised an error beside stand-ins is called again beside the
        notebook's own functions, which then count. No stand-in will do for a function that calls
        its own row by row, or that asserts something of what they return. Otherwise the notebook's
        own functions do not run: an endless loop in one of them costs nothing here.

    Examples
    --------
    >>> total = Function(
    ...     "total",
    ...     takes="a, b",
    ...     returns="sum",
    ...     cases=lambda rng: [{"a": 1.0, "b": 2.0}],
    ...     hints=("", "", ""),
    ... )
    >>> seen = total.observe({"total": lambda a, b: a + b}, "07")
    >>> float(seen.arrays["0/0"])
    3.0
    """

    _: KW_ONLY
    takes: str
    returns: str
    cases: Callable[[Any], list[Case]]
    axes: Axes = field(default_factory=dict)
    stand_ins: Mapping[str, MakeStandIn] = field(default_factory=dict)
    own_too: bool = False

    @property
    def arguments(self) -> tuple[str, ...]:
        """The names of its arguments."""
        return tuple(self.takes.split(", "))

    @property
    def values(self) -> tuple[str, ...]:
        """The names of the values it returns."""
        return tuple(self.returns.split(", "))

    def look(self, namespace: Any, rng: Any) -> Observation:
        """Call the notebook's function on every case; stop at the first error."""
        if namespace.get(self.name) is None:
            return missing(self.name, self.name)
        cases, called = self.cases(rng), set[str]()
        seen = self._looked(namespace, cases, self.stand_ins, called)
        if self.own_too and called and seen.facts["status"] == "raised":
            add_own(seen, self._looked(namespace, cases, {}, called))
        return seen

    def _looked(
        self,
        namespace: Any,
        cases: list[Case],
        stand_ins: Mapping[str, MakeStandIn],
        called: set[str],
    ) -> Observation:
        """Call the function on every case, and note which stand-ins it called."""
        seen = Observation(self.name, {}, {"status": "observed"})
        for number, case in enumerate(cases):
            handed: dict[str, Any] = {}
            try:
                handed = self.handed(case)
                parts = {
                    name: noting(
                        name, called_as(namespace.get(name), make(name, number, case, seen)), called
                    )
                    for name, make in stand_ins.items()
                }
                with replaced(namespace, parts):
                    result = namespace[self.name](*handed.values())
                self.publish(seen, number, case, handed, result)
            except KeyboardInterrupt:  # from the learner, who stops the cell
                raise
            except BaseException as error:
                if (last := self.stopped(seen, number, case, error)) is not None:
                    return last
            note_changed(seen.facts, case, handed)
        return seen

    def handed(self, case: Case) -> dict[str, Any]:
        """Return what the function is given, by name: copies, so that no later case is harmed."""
        return {name: copied(case[name]) for name in self.arguments}

    def publish(
        self, seen: Observation, number: int, case: Case, handed: dict[str, Any], result: Any
    ) -> None:
        """Add what the function returned on one case to the observation."""
        publish_values(seen, number, result, len(self.values))

    def stopped(
        self, seen: Observation, number: int, case: Case, error: BaseException
    ) -> Observation | None:
        """Return what is published of an error, or None to go on to the next case."""
        return raised(self.name, error, number, self.told(case))

    def told(self, case: Case) -> Mapping[str, Any]:
        """Return the arguments whose sizes are stated beside an error."""
        return {name: case[name] for name in self.arguments if name in case}

    def said_sizes(self, case: Case) -> str:
        """Describe the sizes of a case; empty if no axes are declared."""
        return sizes_by_axes({a: case[a] for a in self.arguments if a in case}, self.axes)


def publish_values(seen: Observation, number: int, result: Any, count: int) -> None:
    """Add what a function returned on one case to an observation.

    Parameters
    ----------
    seen : Observation
        The observation, to which the values are added.
    number : int
        The case's number.
    result : object
        What the function returned.
    count : int
        How many values were expected. Several may come as a tuple or list, stacked in one array,
        or from an iterator; another number of them is noted in the facts.

    Raises
    ------
    TypeError
        If a value is not made of numbers.

    Examples
    --------
    >>> seen = Observation("f", {}, {})
    >>> publish_values(seen, 0, (1.0, 2.0), 2)
    >>> sorted(seen.arrays)
    ['0/0', '0/1']
    """
    if result is None:
        seen.facts["returned"] = "None"
        return
    values = _unpacked(result, count) if count > 1 else (result,)
    if (came := len(values)) != count:
        seen.facts["returned"] = f"{came} value{'s' if came != 1 else ''}"
        return
    for position, value in enumerate(values):
        array: np.ndarray = as_numbers(value, f"return value {position + 1}")
        seen.arrays[f"{number}/{position}"] = array


def _unpacked(result: Any, count: int) -> Sequence[Any]:
    """Return the values that a result holds, as `a, b = result` would unpack it."""
    if isinstance(result, tuple | list):
        return result
    if isinstance(result, np.ndarray):  # several values as one stacked array
        return tuple(result) if result.ndim and len(result) == count else (result,)
    if isinstance(result, Iterator):
        return tuple(itertools.islice(result, 100))
    return (result,)
