"""Right answers to the exercise `forecast_quality`, written in other ways than its solution.

For each check, rows of: how it differs, and what was typed, which is the body of the function or a
whole cell. The tests run each as a submission's cell, and it has to get full marks.
"""

RIGHT = {
    "persistence_errors": [
        (
            "a loop over the steps ahead",
            """errors = []
for m in range(futures.shape[1]):
    errors.append(np.mean((futures[:, m] - inputs[:, -1, 0]) ** 2))
return errors""",
        ),
        (
            "the last values, repeated",
            """said = np.repeat(inputs[:, -1, :], futures.shape[1], axis=1)
return np.square(said - futures).mean(axis=0)""",
        ),
        (
            "scikit-learn",
            """from sklearn.metrics import mean_squared_error

said = np.tile(inputs[:, -1], futures.shape[1])
return mean_squared_error(futures, said, multioutput="raw_values")""",
        ),
        (
            "pandas",
            """import pandas as pd

return pd.DataFrame(futures).sub(pd.Series(inputs[:, -1, 0]), axis=0).pow(2).mean()""",
        ),
        (
            "window by window",
            """total = np.zeros(futures.shape[1])
for window, future in zip(inputs, futures):
    total += (window[-1] - future) ** 2
return total / len(inputs)""",
        ),
        (
            "einsum",
            "e = futures.T - inputs[:, -1, 0]\nreturn np.einsum('mw,mw->m', e, e) / e.shape[1]",
        ),
    ],
    "linear_error": [
        (
            "LinearRegression",
            """from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_squared_error

model = LinearRegression()
model.fit(inputs_train.reshape(len(inputs_train), -1), targets_train)
said = model.predict(inputs_test.reshape(len(inputs_test), -1))
return mean_squared_error(targets_test, said)""",
        ),
        (
            "the normal equations, the constant in front",
            """X = np.hstack([np.ones((len(inputs_train), 1)), inputs_train[..., 0]])
w = np.linalg.solve(X.T @ X, X.T @ targets_train)
said = w[0] + inputs_test[..., 0] @ w[1:]
return np.mean((targets_test - said) ** 2)""",
        ),
        (
            "centered on the training part",
            """x, y = inputs_train.squeeze(-1), targets_train
w = np.linalg.pinv(x - x.mean(axis=0)) @ (y - y.mean())
said = (inputs_test.squeeze(-1) - x.mean(axis=0)) @ w + y.mean()
return float(((said - targets_test) ** 2).mean())""",
        ),
        (
            "SciPy",
            """from scipy.linalg import lstsq

rows = [np.append(window.ravel(), 1) for window in inputs_train]
w = lstsq(rows, targets_train)[0]
errors = [np.append(x.ravel(), 1) @ w - y for x, y in zip(inputs_test, targets_test)]
return sum(e**2 for e in errors) / len(errors)""",
        ),
        (
            "targets as a column, pandas",
            """import pandas as pd

def frame(inputs):
    columns = pd.DataFrame(inputs[:, :, 0])
    columns["constant"] = 1.0
    return columns

w = np.linalg.lstsq(frame(inputs_train), targets_train[:, None], rcond=None)[0]
said = frame(inputs_test).to_numpy() @ w
return pd.Series(said[:, 0] - targets_test).pow(2).mean()""",
        ),
    ],
    "roll_out_from": [
        (
            "np.roll in a column",
            """window = series[start - steps : start].reshape(-1, 1).copy()
out = np.empty(horizon)
for k in range(horizon):
    out[k] = predict(window)
    window = np.roll(window, -1, axis=0)
    window[-1] = out[k]
return out""",
        ),
        (
            "a list that grows",
            """values = list(series[:start])
for _ in range(horizon):
    values.append(predict(np.array(values[-steps:]).reshape(steps, 1)))
return values[start:]""",
        ),
        (
            "a copy of the series that is overwritten",
            """own = np.array(series, dtype=float)
for t in range(start, start + horizon):
    own[t] = predict(own[t - steps : t, None])
return own[start : start + horizon]""",
        ),
        (
            "a deque",
            """from collections import deque

recent = deque(series[start - steps : start], maxlen=steps)
answers = []
while len(answers) < horizon:
    answers.append(predict(np.vstack(recent)))
    recent.append(answers[-1])
return np.asarray(answers)""",
        ),
        (
            "pandas",
            """import pandas as pd

known = pd.Series(series).iloc[:start]
for k in range(horizon):
    known.loc[start + k] = predict(known.tail(steps).to_frame().to_numpy())
return known.iloc[start:]""",
        ),
    ],
    "errors_by_horizon": [
        (
            "the differences times the width",
            """scaled = (truths - low) / (high - low)
return ((forecasts - scaled) ** 2).mean(axis=0) * (high - low) ** 2""",
        ),
        (
            "scikit-learn's scaler",
            """from sklearn.preprocessing import MinMaxScaler

scaler = MinMaxScaler().fit([[low], [high]])
back = scaler.inverse_transform(forecasts.reshape(-1, 1)).reshape(forecasts.shape)
return np.mean((back - truths) ** 2, axis=0)""",
        ),
        (
            "a loop",
            """errors = []
for m in range(forecasts.shape[1]):
    back = [low + (high - low) * value for value in forecasts[:, m]]
    errors.append(sum((b - t) ** 2 for b, t in zip(back, truths[:, m])) / len(back))
return np.array(errors)""",
        ),
        (
            "np.interp",
            """back = np.interp(forecasts, [0, 1], [low, high])
return np.square(np.subtract(back, truths)).mean(0)""",
        ),
        (
            "pandas",
            """import pandas as pd

back = pd.DataFrame(forecasts) * (high - low) + low
return ((back - truths) ** 2).mean()""",
        ),
    ],
    "skill": [
        ("a share of the difference", "return (floor - error) / floor"),
        ("negative first", "return -(error / floor) + 1.0"),
        ("arrays of NumPy", "return 1 - np.asarray(error) / np.asarray(floor)"),
        ("np.subtract and np.divide", "return np.subtract(1, np.divide(error, floor))"),
        (
            "a list, number by number",
            """if np.ndim(error) == 0:
    return 1 - error / floor
floors = np.broadcast_to(floor, np.shape(error))
return [1 - e / f for e, f in zip(error, floors)]""",
        ),
        (
            "a pandas series",
            """import pandas as pd

if np.ndim(error):
    return 1 - pd.Series(error) / floor
return 1 - error / floor""",
        ),
    ],
    "usable_horizon": [
        (
            "a while loop",
            """m = 0
while m < len(errors) and errors[m] < limits[m]:
    m += 1
return m""",
        ),
        (
            "argmax, with what happens if none passes",
            """passes = errors >= limits
return int(np.argmax(passes)) if passes.any() else len(errors)""",
        ),
        ("a running product", "return np.cumprod(errors < limits).sum()"),
        (
            "itertools.takewhile",
            """from itertools import takewhile

return len(list(takewhile(lambda pair: pair[0] < pair[1], zip(errors, limits))))""",
        ),
        (
            "a sentinel at the end",
            "return np.flatnonzero(np.append(~(errors < limits), True))[0]",
        ),
        (
            "pandas",
            """import pandas as pd

below = pd.Series(errors) < pd.Series(limits)
return int(below.cummin().sum())""",
        ),
    ],
    "compare_seeds": [
        (
            "all, and the median of the standard library",
            """from statistics import median

if all(error < floor for error in errors):
    return "better"
if median(errors) > floor:
    return "worse"
return "not shown\"""",
        ),
        (
            "one expression",
            'return "better" if max(errors) < floor else "worse" if np.median(errors) > floor '
            'else "not shown"',
        ),
        (
            "the median by sorting",
            """ordered = sorted(errors)
n = len(ordered)
middle = ordered[n // 2] if n % 2 else (ordered[n // 2 - 1] + ordered[n // 2]) / 2
if ordered[-1] < floor:
    word = "better"
else:
    word = "worse" if middle > floor else "not shown"
return word""",
        ),
        (
            "pandas",
            """import pandas as pd

errors = pd.Series(errors)
if errors.lt(floor).all():
    return "better"
return "worse" if errors.median() > floor else "not shown\"""",
        ),
        (
            "np.select, a string of NumPy",
            """conditions = [np.all(errors < floor), np.quantile(errors, 0.5) > floor]
return np.select(conditions, ["better", "worse"], default="not shown")[()]""",
        ),
    ],
}
