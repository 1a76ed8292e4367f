"""A PostgreSQL server for the tests, and databases on it. It is removed after the tests."""

import atexit
import functools
import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

PASSWORD = "p@ss:w/o\\rd%40 ü"  # characters that a URL or a password file could misread
ACCOUNTS = ("postgres", "nobody")  # the server refuses to run as root
SETTINGS = "-c fsync=off -c full_page_writes=off -c listen_addresses=127.0.0.1"


def programs():
    """Return the folder of the newest server that is installed, or None."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(found, key=lambda path: int(path.parts[-3]))
    beside = shutil.which("initdb")
    return newest[-1].parent if newest else beside and Path(beside).parent


class Server:
    """A running server; the user ada owns its databases and logs in with a password."""

    def __init__(self):
        assert programs(), (
            "PostgreSQL is not installed: python tests/autograde/install_postgresql.py"
        )
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # socket paths must be short
        self.made = 0
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        if os.geteuid() == 0:
            shutil.chown(self.folder, next(filter(_exists, ACCOUNTS)))
        self.run("initdb", "-U", "postgres", "--auth-local=trust", "--auth-host=scram-sha-256")
        self.start()
        with self.admin() as connection:
            connection.execute(sql.SQL("CREATE ROLE ada LOGIN PASSWORD {}").format(PASSWORD))

    def run(self, program, *arguments):
        """Run one of the server's programs, not as root."""
        account = next(filter(_exists, ACCOUNTS)) if os.geteuid() == 0 else getpass.getuser()
        change = ("runuser", "-u", account, "--") if os.geteuid() == 0 else ()
        subprocess.run(
            [*change, programs() / program, "-D", self.folder / "data", *arguments],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
        )

    def start(self):
        """Start the server, and return when it answers."""
        options = f"{SETTINGS} -p {self.port} -k {self.folder}"
        self.run("pg_ctl", "-w", "-o", options, "-l", self.folder / "log", "start")

    def stop(self):
        """Stop the server, and cut off all connections."""
        self.run("pg_ctl", "-w", "-m", "immediate", "stop")

    def admin(self, database="postgres"):
        """Connect as the server's administrator."""
        return psycopg.connect(
            host=str(self.folder), port=self.port, user="postgres", dbname=database, autocommit=True
        )

    def database(self, template="template0"):
        """Make a database, empty or a copy of another, and return its URL."""
        self.made += 1
        name = f"class {self.made}"
        with self.admin() as connection:
            connection.execute(f'CREATE DATABASE "{name}" OWNER ada TEMPLATE "{template}"')
        return self.url(name)

    def url(self, name, user="ada", password=PASSWORD):
        """Return the URL of a database."""
        return f"postgresql://{user}:{quote(password, safe='')}@127.0.0.1:{self.port}/{name}"


@functools.cache
def server():
    """Return the server, started once for each process."""
    made = Server()
    atexit.register(shutil.rmtree, made.folder)
    atexit.register(made.stop)
    return made


def _exists(account):
    """Tell whether this machine knows an account."""
    import pwd

    return account in {entry.pw_name for entry in pwd.getpwall()}
