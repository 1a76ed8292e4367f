"""What the coordinator accepts from a kernel, without starting one."""

from nbformat.v4 import new_code_cell, new_notebook

from autograde.execution.runner import Runner
from autograde.kernel.limits import Limits
from lstm_lib.checks import observation as wire
from lstm_lib.checks.observation import Observation

OUTPUT_LIMIT = Limits().output


def taker():
    """Return an execution that has started, and its only cell."""
    execute = Runner(Limits(), {}, boxed=False)
    execute.reset_execution_trackers()
    execute.clear_before_next_output = False
    cell = new_code_cell("f()")
    execute.nb = new_notebook(cells=[cell])
    return execute, execute.nb.cells[0]


def message(kind, **content):
    """Return a kernel's message."""
    header = {"msg_type": kind}
    return {"msg_type": kind, "content": content, "header": header, "parent_header": {}}


def printed(text):
    """Return the message of a print."""
    return message("stream", name="stdout", text=text)


def test_flood_is_left_out():
    """Does output end at the limit, whatever messages it comes in?"""
    execute, cell = taker()
    chunk = "x" * (OUTPUT_LIMIT // 8)
    for _ in range(20):
        execute.process_message(printed(chunk), cell, 0)
        execute.process_message(
            message("display_data", data={"application/json": {"a": [chunk]}}, metadata={}), cell, 0
        )
    assert len(str(cell.outputs)) < OUTPUT_LIMIT * 1.1


def test_observation_passes_after_a_flood():
    """Does an observation arrive although the notebook printed too much before it?"""
    execute, cell = taker()
    for _ in range(3):
        execute.process_message(printed("x" * OUTPUT_LIMIT), cell, 0)
    bundle = wire.pack(Observation("forget_gate", {}, {"status": "missing"}))
    execute.process_message(message("display_data", data=bundle, metadata={}), cell, 0)
    assert wire.MIME in cell.outputs[-1].data


def test_odd_message_is_taken():
    """Is content of wrong types, which a kernel can send, accepted without an error?"""
    execute, cell = taker()
    for data in (None, [wire.MIME], "text", {"text/html": 7}, {"image/png": None}):
        execute.process_message(message("display_data", data=data, metadata={}), cell, 0)
    for kind in ("stream", "error", "execute_result", "update_display_data", "comm_open"):
        execute.process_message(message(kind, nothing=1), cell, 0)
    execute._received = OUTPUT_LIMIT
    for data in (None, [wire.MIME], "text"):
        execute.process_message(message("display_data", data=data, metadata={}), cell, 0)
