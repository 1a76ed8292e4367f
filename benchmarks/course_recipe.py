"""Compare the course's recipe with the lesson's: test error and CPU time, measured in one run.

``python benchmarks/course_recipe.py`` trains each network once by the lesson's full recipe, and
once per seed by the course's, and prints every test error. It takes about ten minutes.
``--choose`` shows how the course's recipes were chosen: by the error on a validation part that is
cut from the training part, under seeds that the comparison does not use.

CPU time is that of this process, all threads together, for everything that `training.train` does.
Both recipes train the same model. Its ``use_cudnn=False`` makes the lesson's recipe faster too.
"""

import argparse
import statistics
import time

from lstm_lib import models, training, windows
from lstm_lib.series import sine_wave
from lstm_lib.training import Recipe

SEEDS = tuple(range(10))  # fixed before anything was measured
CHOOSING_SEEDS = (100, 101, 102)
NETWORKS = {
    # name: builder, course's recipe, upper limits of the median error and of the CPU time share
    "single": (models.build_single, training.COURSE, 2.57e-7, 1 / 15),
    "stacked": (models.build_stacked, training.COURSE_STACKED, 3.92e-6, 1 / 8),
}
CANDIDATES = [
    Recipe("candidate", epochs, batch_size, learning_rate, schedule, batches_per_call=25)
    for epochs, batch_size, learning_rate, schedule in (
        (20, 16, 2e-2, "cosine"),
        (20, 32, 2e-2, "cosine"),
        (40, 32, 2e-2, "constant"),
        (40, 32, 2e-2, "cosine"),
        (40, 32, 1e-2, "cosine"),
        (40, 32, 5e-3, "cosine"),
        (60, 32, 1e-2, "cosine"),
        (80, 32, 1e-2, "cosine"),
    )
]


def run(build, data, recipe, seed):
    """Return the trained model and the CPU time of its training in seconds."""
    model = build()
    start = time.process_time()
    training.train(model, data, recipe, seed, verbose=0)
    return model, time.process_time() - start


def compare(name, data, seeds):
    """Train one network by both recipes and print the results."""
    build, recipe, wanted_error, wanted_share = NETWORKS[name]
    model, lesson_cpu = run(build, data, training.LESSON, seeds[0])
    lesson_error = training.evaluate(model, data.inputs_test, data.targets_test)
    print(f"\n{name}: test error is mean squared, scaled; CPU time in seconds")
    print(f"{'recipe':<8} {'seed':>4} {'test error':>10} {'CPU':>7}")
    print(f"{'lesson':<8} {seeds[0]:>4} {lesson_error:>10.2e} {lesson_cpu:>7.1f}", flush=True)
    errors, cpus = [], []
    for seed in seeds:
        model, cpu = run(build, data, recipe, seed)
        errors.append(training.evaluate(model, data.inputs_test, data.targets_test))
        cpus.append(cpu)
        print(f"{recipe.name:<8} {seed:>4} {errors[-1]:>10.2e} {cpu:>7.1f}", flush=True)
    error, cpu = statistics.median(errors), statistics.median(cpus)
    print(f"{'median':<13} {error:>10.2e} {cpu:>7.1f}   worst error {max(errors):.2e}")
    verdicts = {True: "reached", False: "NOT REACHED"}
    print(
        f"median error {error:.2e}, expected {wanted_error:.2e}: {verdicts[error <= wanted_error]}"
    )
    print(
        f"CPU time 1/{lesson_cpu / cpu:.1f} of the lesson's, "
        f"expected 1/{1 / wanted_share:.0f}: {verdicts[cpu <= wanted_share * lesson_cpu]}"
    )
    return error <= wanted_error and cpu <= wanted_share * lesson_cpu


def choose(name, data, seeds):
    """Print the validation error and the CPU time of every candidate recipe."""
    build = NETWORKS[name][0]
    print(f"\n{name}: validation error, median of seeds {', '.join(map(str, seeds))}")
    print(f"{'epochs':>6} {'batch':>5} {'rate':>6} {'schedule':<8}", end=" ")
    print(f"{'median':>8} {'worst':>8} {'CPU':>6}")
    for recipe in CANDIDATES:
        errors, cpus = [], []
        for seed in seeds:
            model, cpu = run(build, data, recipe, seed)
            errors.append(training.evaluate(model, data.inputs_validation, data.targets_validation))
            cpus.append(cpu)
        print(f"{recipe.epochs:>6} {recipe.batch_size:>5}", end=" ")
        print(f"{recipe.learning_rate:>6} {recipe.schedule:<8}", end=" ")
        print(f"{statistics.median(errors):>8.1e} {max(errors):>8.1e}", end=" ")
        print(f"{statistics.median(cpus):>6.1f}", flush=True)


def main():
    """Run the comparison, or the choice of recipes that preceded it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--network", choices=NETWORKS, help="only this network")
    parser.add_argument("--choose", action="store_true", help="compare candidate recipes")
    parser.add_argument("--seeds", type=int, nargs="+", help="seeds instead of the fixed ones")
    options = parser.parse_args()
    names = [options.network] if options.network else list(NETWORKS)

    # The extra cost of the first training in a process belongs to neither recipe.
    warm_up = windows.prepare(sine_wave(50))
    run(models.build_single, warm_up, Recipe("warm-up", 1, 32, 1e-3, "constant"), seed=0)

    if options.choose:
        data = windows.prepare(sine_wave(), train_fraction=0.7, validation_fraction=0.1)
        for name in names:
            choose(name, data, options.seeds or CHOOSING_SEEDS)
        return 0
    data = windows.prepare(sine_wave())
    reached = [compare(name, data, options.seeds or SEEDS) for name in names]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    raise SystemExit(main())
