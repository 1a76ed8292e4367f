"""Right answers that call the learner's own functions by the argument names that these have."""

import pytest
from check_tools import SEEDS, run_check

from autograde.quality import typed

GATES = """def z_of(x, h, Wx, Wh, bias, place):
    n = h.shape[1]
    return (x @ Wx + h @ Wh + bias)[:, place * n:(place + 1) * n]

def forget_gate(x, h, Wx, Wh, bias):
    return sigmoid(z_of(x, h, Wx, Wh, bias, 1))

def input_gate(x, h, Wx, Wh, bias):
    return sigmoid(z_of(x, h, Wx, Wh, bias, 0))

def candidate(x, h, Wx, Wh, bias):
    return np.tanh(z_of(x, h, Wx, Wh, bias, 2))

def output_gate(x, h, Wx, Wh, bias):
    return sigmoid(z_of(x, h, Wx, Wh, bias, 3))

def update_cell_state(c_old, i_t, f_t, g_t):
    return f_t * c_old + i_t * g_t

"""
STEP = """def lstm_step(x_t, h_prev, c_prev, W, U, b):
    given = {"x": x_t, "h": h_prev, "Wx": W, "Wh": U, "bias": b}
    f, i, g, o = (gate(**given) for gate in (forget_gate, input_gate, candidate, output_gate))
    c_t = update_cell_state(c_old=c_prev, f_t=f, i_t=i, g_t=g)
    return o * np.tanh(c_t), c_t
"""
STEP_BACK = """def step_backward(dh, dc, x, h, c, Wx, Wh, bias):
    i, f, g, o = lstm_gates(x, h, Wx, Wh, bias)
    c_new = f * c + i * g
    dc = dc + dh * o * (1 - np.tanh(c_new) ** 2)
    dz = [dc * g * i * (1 - i), dc * c * f * (1 - f), dc * i * (1 - g**2)]
    dz = np.hstack([*dz, dh * np.tanh(c_new) * o * (1 - o)])
    return dz @ Wx.T, dz @ Wh.T, dc * f, x.T @ dz, h.T @ dz, dz.sum(0)

"""
SWEEP = """def backward_through_time(dh, inputs, h, c, h_0, c_0, W, U, b):
    total, back_h, back_c = [0, 0, 0], np.zeros_like(h_0), np.zeros_like(c_0)
    for t in range(inputs.shape[1] - 1, -1, -1):
        before = {"h": h[:, t - 1] if t else h_0, "c": c[:, t - 1] if t else c_0}
        given = {"dh": dh[:, t] + back_h, "dc": back_c, "x": inputs[:, t], **before}
        _, back_h, back_c, *share = step_backward(Wx=W, Wh=U, bias=b, **given)
        total = [a + s for a, s in zip(total, share)]
    return (*total, back_h, back_c)
"""
FORWARD = """def lstm_step(x, h, c, Wx, Wh, bias):
    xh = np.concatenate([x, h], axis=1)
    i, f, g, o = np.split(xh @ np.concatenate([Wx, Wh]) + bias, 4, axis=1)
    squash = lambda z: 0.5 + 0.5 * np.tanh(z / 2)
    c = squash(f) * c + squash(i) * np.tanh(g)
    return squash(o) * np.tanh(c), c

"""
RUN = """def run_lstm(inputs, h_0, c_0, W, U, b):
    h, c = [h_0], [c_0]
    for t in range(inputs.shape[1]):
        new = lstm_step(x=inputs[:, t], h=h[-1], c=c[-1], Wx=W, Wh=U, bias=b)
        h.append(new[0])
        c.append(new[1])
    return np.stack(h[1:], axis=1), np.stack(c[1:], axis=1)
"""
OWN_RUN = """def run_lstm(x, h0, c0, Wx, Wh, bias):
    h, c = [], []
    for t in range(x.shape[1]):
        h0, c0 = lstm_step(x[:, t], h0, c0, Wx, Wh, bias)
        h.append(h0)
        c.append(c0)
    return np.stack(h, axis=1), np.stack(c, axis=1)

run = run_lstm

"""
CHUNKS = """def run_in_chunks(inputs, chunk, h_0, c_0, W, U, b):
    parts = []
    for start in range(0, inputs.shape[1], chunk):
        part = inputs[:, start : start + chunk]
        parts.append(run(x=part, h0=h_0, c0=c_0, Wx=W, Wh=U, bias=b))
        h_0, c_0 = parts[-1][0][:, -1], parts[-1][1][:, -1]
    return np.concatenate([p[0] for p in parts], 1), np.concatenate([p[1] for p in parts], 1)
"""
PLAIN_BACK = """def step_back(grad, hidden, W_hh):
    return (grad * (1 - hidden**2)) @ W_hh.T

"""
STATES = """def state_gradients(dh_T, h, U):
    steps = h.shape[1]
    dh = [None] * steps
    dh[-1] = dh_T
    for t in range(steps - 2, -1, -1):
        dh[t] = step_back(grad=dh[t + 1], hidden=h[:, t + 1], W_hh=U)
    return np.swapaxes(np.array(dh), 0, 1)
"""
ANSWERS = [
    ("lstm_cell", "lstm_step", GATES, STEP),
    ("lstm_backward", "backward_through_time", STEP_BACK, SWEEP),
    ("lstm_through_time", "run_lstm", FORWARD, RUN),
    ("lstm_through_time", "run_in_chunks", OWN_RUN, CHUNKS),
    ("vanishing_gradients", "state_gradients", PLAIN_BACK, STATES),
]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("exercise", "check", "parts", "answer"), ANSWERS, ids=[row[1] for row in ANSWERS]
)
def test_own_argument_names_cost_nothing(exercise, check, parts, answer, seed):
    """Is an answer right that calls its own functions by names of the learner's choice?"""
    assert run_check(check, typed.namespace(exercise, check, parts + answer), seed).share == 1


@pytest.mark.parametrize(
    ("exercise", "check", "parts", "answer"),
    [row for row in ANSWERS if row[1] != "run_lstm"],  # there the step is given, and no part
    ids=[row[1] for row in ANSWERS if row[1] != "run_lstm"],
)
def test_wrong_functions_of_other_argument_names_cost_nothing(exercise, check, parts, answer):
    """Is it right as well beside own functions that are wrong?"""
    wrong = parts.replace("return ", "return 2 * np.ones(3)\n    return ")
    assert run_check(check, typed.namespace(exercise, check, wrong + answer)).share == 1
