"""The half of a check that runs beside a learner's network: take it, try it, publish it."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from lstm_lib.checks.observation import TEXT_LIMIT, Observation, as_numbers
from lstm_lib.checks.observe.functions import missing, raised
from lstm_lib.checks.observe.keras_model import plain_words, publish_model

Observe = Callable[[Mapping[str, Any], Any], Observation]


def in_plain_words(observe: Observe) -> Observe:
    r"""Make an observer of a network quiet, and readable where Keras raises.

    Parameters
    ----------
    observe : callable
        ``observe(namespace, rng) -> Observation``.

    Returns
    -------
    callable
        The same. While it runs, TensorFlow does not warn that it compiles again what a check
        calls again; what Keras says of an error stays, without the noise around it.

    Examples
    --------
    >>> noisy = Observation("f", {}, {"message": "no\n\nArguments received by LSTM.call(): …"})
    >>> in_plain_words(lambda namespace, rng: noisy)({}, None).facts["message"]
    'no'
    """

    def wrapped(namespace: Mapping[str, Any], rng: Any) -> Observation:
        logger = logging.getLogger("tensorflow")
        level = logger.level
        logger.setLevel(logging.ERROR)
        try:
            seen = observe(namespace, rng)
        finally:
            logger.setLevel(level)
        if "message" not in seen.facts:
            return seen
        message = plain_words(str(seen.facts["message"]))
        return Observation(seen.check, seen.arrays, {**seen.facts, "message": message})

    return wrapped


def observe_builder(
    name: str,
    draw: Callable[[Any], list[dict[str, Any]]],
    arguments: Sequence[str],
) -> Callable[[Mapping[str, Any], Any], Observation]:
    """Make an observer of a function that builds a model.

    Parameters
    ----------
    name : str
        The function's name, which is the check's as well.
    draw : callable
        Draws the cases; each with `steps`, `features`, and the seed of its windows, `probes`.
    arguments : sequence of str
        Which entries of a case to pass, in order.

    Returns
    -------
    callable
        ``observe(namespace, rng) -> Observation`` with one model a case, its key the case's
        number. Where Keras refused the layers, ``facts["refused"]`` holds its words.

    Examples
    --------
    >>> observe_builder("build_single", lambda rng: [], [])({}, None).facts["status"]
    'missing'
    """

    def observe(namespace: Mapping[str, Any], rng: Any) -> Observation:
        if namespace.get(name) is None:
            return missing(name, name)
        arrays: dict[str, np.ndarray] = {}
        facts: dict[str, Any] = {"status": "observed"}
        for number, case in enumerate(draw(rng)):
            try:
                model = namespace[name](*(case[a] for a in arguments))
                window = (case["steps"], case["features"])
                publish_model(str(number), model, arrays, facts, case["probes"], window)
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                if isinstance(error, ValueError) and "expected ndim=3" in str(error):
                    facts["refused"] = str(error)[:TEXT_LIMIT]
                    return Observation(name, {}, facts)
                return raised(name, error, number)
        return Observation(name, arrays, facts)

    return in_plain_words(observe)


def observe_trained(
    check: str, builder: str, arguments: Sequence[Any], number: str = ""
) -> Callable[[Mapping[str, Any], Any], Observation]:
    """Make an observer of the notebook's `model`, and of the layers that its builder gives.

    Parameters
    ----------
    check : str
        The check's name.
    builder : str
        The notebook's function that builds the model. A mistake in its layers is marked where it
        was made, so the judge has to see which layers it gives.
    arguments : sequence
        What to call it with.
    number : str
        The name of a number that the learner computed with the model, if the check judges one.

    Returns
    -------
    callable
        ``observe(namespace, rng) -> Observation`` with the models ``"model"`` and ``"built"``.

    Examples
    --------
    >>> observe_trained("trained_single", "build_single", [10, 1, 8])({}, None).facts["name"]
    'model'
    """

    def observe(namespace: Mapping[str, Any], rng: Any) -> Observation:
        for name in ("model", number):
            if name and namespace.get(name) is None:
                return missing(check, name)
        arrays: dict[str, np.ndarray] = {}
        facts: dict[str, Any] = {"status": "observed"}
        try:
            model_seed = int(rng.integers(2**32))
            publish_model("model", namespace["model"], arrays, facts, model_seed, arguments[:2])
            if isinstance(namespace.get(number), dict):  # `evaluate` with return_dict=True
                facts["number"] = "dict"
            elif number:
                arrays[number] = as_numbers(namespace[number], number)
        except Exception as error:
            return raised(check, error)
        try:
            publish_model("built", namespace[builder](*arguments), {}, facts)
        except Exception:  # whatever is wrong there is marked there
            facts.pop("built", None)
        return Observation(check, arrays, facts)

    return in_plain_words(observe)
