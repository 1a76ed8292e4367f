"""What common errors of Python and NumPy mean, in a sentence for a beginner."""

import re

# How NumPy says that two shapes do not fit, in a product, a sum and a concatenation.
SHAPES = re.compile(
    "core dimension|not aligned|could not be broadcast|must match exactly|all input arrays must "
    "have the same shape|could not broadcast"
)
# Words of a message, and what they mean. The first that is found counts.
MEANINGS: tuple[tuple[str, str], ...] = (
    (
        "need at least one array",
        "There is nothing to join: the list of arrays is empty. Was nothing put into it?",
    ),
    (
        "does not result in an equal division",
        "`np.split` cannot cut an axis into equal parts if its length is not a multiple of their "
        "number. Is it the right axis?",
    ),
    (
        "must have same number of dimensions",
        "Arrays that are joined must have equally many axes.",
    ),
    (
        "does not have enough dimensions",
        "`@` needs arrays on both sides, and one of them is a single number.",
    ),
    (
        r"axis .* out of bounds for array of dimension",
        "An axis was named that the array does not have. Axes are counted from 0.",
    ),
    (
        "too many indices for array",
        "The index has more places than the array has axes.",
    ),
    (
        "index .* out of (bounds|range)|index out of range",
        "An index is larger than what it looks up has entries. They are counted from 0.",
    ),
    (
        "cannot reshape array",
        "`reshape` keeps all numbers, so the new shape must hold exactly as many.",
    ),
    (
        "setting an array element with a sequence|inhomogeneous shape",
        "Several numbers stand where a single one belongs, or rows of different lengths are to "
        "make one array.",
    ),
    (
        "truth value of an array",
        "`if`, `and` and `or` need a single yes or no, and they were given an array of them. "
        "`np.where` chooses entry by entry.",
    ),
    (
        "only (length-1|0-dimensional|size-1) arrays",
        "A function for a single number was given an array: those of `math` cannot take arrays, "
        "and those of NumPy, such as `np.exp`, can.",
    ),
    (
        "only integers, slices|(slice indices|indices) must be integers|"
        "cannot be interpreted as an integer",
        "An index, a size or a number of steps must be a whole number. `//` divides without a "
        "remainder, and `/` gives a number with a decimal point.",
    ),
    (
        "zero-size array to reduction",
        "The largest or smallest of no numbers at all was asked for: an array is empty.",
    ),
    (
        "values to unpack",
        "The names on the left of `=` are not as many as the values on the right.",
    ),
    (
        "cannot unpack non-iterable|object is not iterable",
        "A single value stands where several were expected: several names on the left of `=`, or "
        "a loop, need a list, a tuple or an array.",
    ),
    (
        "NoneType",
        "Something is None where a value belongs. Does a function that you call lack its `return`? "
        "And `append` and `sort` change a list, but return None.",
    ),
    (
        "where it is not associated with a value|referenced before assignment",
        "A name is read in the function before it gets a value there. A name that a function "
        "assigns to anywhere is its own everywhere.",
    ),
    (
        "positional argument|unexpected keyword argument|required keyword-only|multiple values for",
        "A function is called with other arguments than it takes. Count them, and look at their "
        "names and their order.",
    ),
    (
        "object is not callable",
        "A value is called as if it were a function: is a sign missing in front of `(`, or does a "
        "variable have the name of a function?",
    ),
    (
        "object is not subscriptable",
        "A single value is given an index in square brackets.",
    ),
    (
        "Cannot cast ufunc",
        "An array of whole numbers cannot take numbers with a decimal point, as `+=` would put "
        "into it. Begin with an array of floats.",
    ),
    (
        "read-only",
        "The array cannot be written into. Make a new array, or take a `.copy()`.",
    ),
    (
        "maximum recursion depth",
        "A function calls itself without end. Does it have the name of one that it wants to call?",
    ),
    (
        "einstein sum|einsum|subscripts|remapped shapes",
        "The letters of `np.einsum` do not fit the arrays: each axis needs a letter, and each "
        "letter stands for one length.",
    ),
)


def meaning(message: str) -> str:
    """Say what an error means.

    Parameters
    ----------
    message : str
        Python's or NumPy's own, after the name of the error.

    Returns
    -------
    str
        A sentence or two; empty if the message is none of the known ones.

    Examples
    --------
    >>> meaning("need at least one array to concatenate")
    'There is nothing to join: the list of arrays is empty. Was nothing put into it?'
    """
    if SHAPES.search(message) and "remapped" not in message:  # which is of `np.einsum`
        return f"The shapes of two arrays do not fit{_fitting(message)}."
    return next((plain for words, plain in MEANINGS if re.search(words, message)), "")


def _fitting(message: str) -> str:
    """Say what a product requires of the two sizes that NumPy names."""
    if at := re.search(r"size (\d+) is different from (\d+)", message):
        return (
            f": in `A @ B`, A has {at[2]} columns and B has {at[1]} rows, and these must be equal"
        )
    return ""
