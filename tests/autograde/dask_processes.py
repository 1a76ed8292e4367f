"""A Dask scheduler and workers as a department runs them: separate processes, with TLS."""

import json
import os
import subprocess
import sys
from pathlib import Path

import distributed
from distributed.security import Security

DASK = Path(sys.executable).with_name("dask")


class Department:
    """A scheduler, and workers added one by one; all end with the `with` statement."""

    def __init__(self, folder):
        self.folder = folder
        self.started = []
        made = Security.temporary()
        texts = {"ca": made.tls_ca_file, "cert": made.tls_client_cert, "key": made.tls_client_key}
        for name, text in texts.items():
            (folder / f"{name}.pem").write_text(text)
        self.tls = [folder / f"{name}.pem" for name in texts]
        file = folder / "scheduler.json"
        scheduler = self._start(
            *("scheduler", "--host", "tls://127.0.0.1", "--port", 0, "--no-dashboard"),
            *("--scheduler-file", file),
        )
        while not (file.exists() and file.read_text().endswith("}")):
            assert scheduler.poll() is None
        self.address = json.loads(file.read_text())["address"]

    def _start(self, *arguments, **environment):
        """Start a Dask process."""
        options = ("--tls-ca-file", "--tls-cert", "--tls-key")
        pairs = [word for pair in zip(options, self.tls, strict=True) for word in pair]
        with open(self.folder / f"{len(self.started)}.log", "w") as log:
            process = subprocess.Popen(
                [str(word) for word in (DASK, *arguments, *pairs)],
                env={**os.environ, **environment},
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        self.started.append(process)
        return process

    def worker(self, **environment):
        """Start a worker, with extra environment variables; return its process."""
        return self._start(
            *("worker", self.address, "--nthreads", 1, "--no-dashboard", "--no-nanny"),
            *("--local-directory", self.folder, "--memory-limit", 0),
            **environment,
        )

    def wait_for(self, n_workers):
        """Wait until this many workers are connected."""
        ca, cert, key = map(str, self.tls)
        security = Security(
            tls_ca_file=ca, tls_client_cert=cert, tls_client_key=key, require_encryption=True
        )
        with distributed.Client(self.address, security=security) as client:
            client.wait_for_workers(n_workers)

    @property
    def options(self):
        """The options of `autograde grade`."""
        return ["--scheduler", self.address, "--tls", *self.tls]

    def __enter__(self):
        return self

    def __exit__(self, *error):
        for process in reversed(self.started):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
