"""Ctrl-C at the moments when it would be heard by the wrong one."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from autograde.interrupts import finishing_first, hear_again, without_interrupts

WAITS = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))"


def lets_it_wait():
    """Return whether a process that is started now never hears Ctrl-C."""
    done = subprocess.run([sys.executable, "-c", WAITS], capture_output=True, text=True, check=True)
    return done.stdout.strip() == "True"


@pytest.mark.parametrize("moment", [finishing_first, without_interrupts])
def test_ctrl_c_is_heard_at_the_end(moment):
    """Does what runs end first, and is nothing lost?"""
    ended = []

    def interrupted():
        with moment():
            os.kill(os.getpid(), signal.SIGINT)
            ended.append(True)

    with moment():
        pass
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    pytest.raises(KeyboardInterrupt, interrupted)
    assert ended
    os.kill(os.getpid(), signal.SIGINT)  # a second one disturbs nothing
    interrupted()


def test_what_starts_meanwhile_never_hears():
    """Do processes that are started in such a moment leave it to this one, but for kernels?"""
    found = []
    with without_interrupts():
        found.append(lets_it_wait())
        thread = threading.Thread(target=lambda: (hear_again(), found.append(lets_it_wait())))
        thread.start()
        thread.join()
    found.append(lets_it_wait())
    assert found == [True, False, False]
