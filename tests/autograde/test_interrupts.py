"""Ctrl-C at the moments when the wrong process or step would receive it."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from autograde.interrupts import finishing_first, hear_again, without_interrupts

WAITS = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))"


def lets_it_wait():
    """Tell whether a process that is started now never receives Ctrl-C."""
    done = subprocess.run([sys.executable, "-c", WAITS], capture_output=True, text=True, check=True)
    return done.stdout.strip() == "True"


@pytest.mark.parametrize("moment", [finishing_first, without_interrupts])
def test_ctrl_c_is_heard_at_the_end(moment):
    """Does the running block end first, and is the interrupt not lost?"""
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
    os.kill(os.getpid(), signal.SIGINT)  # a second one has no effect
    interrupted()


def test_what_starts_meanwhile_never_hears():
    """Do processes started meanwhile ignore Ctrl-C, except kernels?"""
    found = []
    with without_interrupts():
        found.append(lets_it_wait())
        thread = threading.Thread(target=lambda: (hear_again(), found.append(lets_it_wait())))
        thread.start()
        thread.join()
    found.append(lets_it_wait())
    assert found == [True, False, False]
