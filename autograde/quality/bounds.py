"""What a count says about a rate."""

from scipy.stats import beta

LEVEL = 0.95


def upper_bound(seen: int, of: int) -> float:
    """Return the Clopper–Pearson upper bound of a rate, one-sided, at 95 %.

    Parameters
    ----------
    seen : int
        How often it was seen.
    of : int
        Of how many independent trials.

    Returns
    -------
    float
        With a larger rate, so few would be seen in less than one of twenty measures.

    Raises
    ------
    ValueError
        If more were seen than tried.

    Examples
    --------
    >>> round(upper_bound(0, 200), 4)
    0.0149
    """
    if not 0 <= seen <= of:
        raise ValueError(f"{seen} of {of} were seen, expected from 0 to {of}")
    return 1.0 if seen == of else float(beta.ppf(LEVEL, seen + 1, of - seen))
