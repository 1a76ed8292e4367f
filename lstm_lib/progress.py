"""One line of progress while a Keras model trains."""

import sys

from lstm_lib.backend import keras

WIDTH = 20  # characters of the bar


class ProgressLine(keras.callbacks.Callback):
    """Shows the epoch and its losses on one line, which a notebook or a terminal rewrites.

    Keras' own bar moves its cursor with control characters, which remain on the book's page.
    In a notebook this line is one display that is updated, in a terminal it is overwritten, and
    elsewhere only its last state is printed.
    """

    def __init__(self, name):
        super().__init__()
        self.name = name
        self.line = ""

    def on_train_begin(self, logs=None):
        """Open the display."""
        self.display = _notebook_display()
        self.terminal = self.display is None and sys.stdout.isatty()

    def on_epoch_end(self, epoch, logs=None):
        """Rewrite the line."""
        logs = logs or {}
        n_epochs = self.params["epochs"]
        done = WIDTH * (epoch + 1) // n_epochs
        losses = [f"loss {logs['loss']:.2e}"]
        if "val_loss" in logs:
            losses.append(f"validation loss {logs['val_loss']:.2e}")
        self.line = (
            f"{self.name} [{'#' * done}{'.' * (WIDTH - done)}] "
            f"epoch {epoch + 1} of {n_epochs}, {', '.join(losses)}"
        )
        if self.display is not None:
            self.display.update({"text/plain": self.line}, raw=True)
        elif self.terminal:
            print(f"\r{self.line}", end="", flush=True)

    def on_train_end(self, logs=None):
        """Leave the last state behind."""
        if self.terminal:
            print()
        elif self.display is None:
            print(self.line)


def _notebook_display():
    """Return a display that can be updated, or None outside a notebook."""
    from IPython import get_ipython
    from IPython.display import display

    if not hasattr(get_ipython(), "kernel"):
        return None
    return display({"text/plain": ""}, raw=True, display_id=True)
