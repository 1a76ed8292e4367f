"""One LSTM layer, two, and two with dropout between them, on the sine, from five seeds each.

All three are trained by the recipe that was chosen for the single LSTM, which makes them
comparable; the stack with dropout is trained once more by the recipe that was chosen for it.
"""

from lstm_lib import models, training, windows
from lstm_lib.series import sine_wave

SEEDS = (0, 1, 2, 3, 4)
RATE = 0.2
SETUPS = (
    # network, layers, dropout, recipe
    ("single", 1, 0.0, training.COURSE),
    ("stacked", 2, 0.0, training.COURSE),
    ("stacked, dropout 0.2", 2, RATE, training.COURSE),
    ("stacked, dropout 0.2, own recipe", 2, RATE, training.COURSE_STACKED),
)


def run():
    """Return for each network what every seed scored, in scaled units."""
    data = windows.prepare(sine_wave())
    networks = {}
    for name, layers, dropout, recipe in SETUPS:
        test, train, reported = [], [], []
        for seed in SEEDS:
            model = models.build_single() if layers == 1 else models.build_stacked(dropout=dropout)
            history = training.train(model, data, recipe, seed=seed, verbose=0)
            reported.append(history.history["loss"][-1])
            train.append(training.evaluate(model, data.inputs_train, data.targets_train))
            test.append(training.evaluate(model, data.inputs_test, data.targets_test))
        networks[name] = {
            "parameters": model.count_params(),
            "epochs": recipe.epochs,
            "test": test,
            "train": train,
            "reported": reported,  # the last training loss that fit prints, dropout at work
        }
    return {"seeds": SEEDS, "networks": networks}
