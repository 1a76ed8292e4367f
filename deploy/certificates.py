"""Make the certificate that all processes share: python deploy/certificates.py FOLDER."""

import os
import sys
from pathlib import Path

from distributed.security import Security

FILES = {"tls_ca_file": "ca.pem", "tls_client_cert": "cert.pem", "tls_client_key": "key.pem"}


def write_certificates(folder: Path) -> list[Path]:
    """Make a certificate, and write CA, CERT and KEY so that only this account can read them.

    The certificate is its own authority, so only a holder of the key is let in.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = Security.temporary()
    for attribute, name in FILES.items():
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(getattr(made, attribute))
    return [folder / name for name in FILES.values()]


if __name__ == "__main__":
    print(*write_certificates(Path(sys.argv[1])))
