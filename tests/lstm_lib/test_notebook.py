"""What training leaves behind in a notebook, and so on a page of the book."""

import nbclient
import nbformat
import pytest

pytestmark = pytest.mark.slow

TRAINING = """
from lstm_lib import models, plots, series, training, windows
data = windows.prepare(series.sine_wave(n_points=60), steps=3)
recipe = training.Recipe("short", 3, 16, 1e-2, "cosine")
history = training.train(models.build_single(steps=3, units=2), data, recipe, seed=0)
"""
FIGURE = 'plots.plot_losses({"training": history.history["loss"]})'


@pytest.fixture(scope="module")
def outputs():
    """Return the outputs of a cell that trains and of one that draws, in a real kernel."""
    cells = [nbformat.v4.new_code_cell(source) for source in (TRAINING, FIGURE)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    nbclient.NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
    return [cell.outputs for cell in notebook.cells]


def test_a_training_leaves_one_line_and_nothing_on_stderr(outputs):
    """Is there one text output, the last state of the progress, without control characters?"""
    (output,) = outputs[0]
    assert output.output_type == "display_data"
    text = output.data["text/plain"]
    assert text.startswith("short [####################] epoch 3 of 3, loss ")
    assert text.isprintable()


def test_a_figure_at_the_end_of_a_cell_is_shown_once(outputs):
    """Is there one picture?"""
    (output,) = outputs[1]
    assert "image/png" in output.data
