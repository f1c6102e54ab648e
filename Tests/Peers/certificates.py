"""Keeps a connection over TLS open while the certificate of the server is replaced.

Usage: certificates.py BASE TOKEN FOLDER. FOLDER has authority.pem, the server's server.pem and server.key, and next.pem and
next.key, which take their place. Exits with an error if the open connection ends or a new one has the former certificate.
"""

import http.client
import os
import shutil
import ssl
import sys
import urllib.parse

base, token, folder = sys.argv[1:]
address = urllib.parse.urlsplit(base)
context = ssl.create_default_context(cafile=f"{folder}/authority.pem")


def connect():
    connection = http.client.HTTPSConnection(address.hostname, address.port, context=context, timeout=600)
    connection.connect()
    return connection


def ask(connection):
    """Returns the certificate that the connection was made with; the socket must still be the same."""
    certificate, socket = connection.sock.getpeercert(True), connection.sock
    connection.request("GET", f"{address.path}/studies", headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, answer.status
    assert connection.sock is socket, "the connection was closed"
    return certificate


first = connect()
former = ask(first)
# As certbot does it: new files take the place of the former ones.
for name in ("pem", "key"):
    shutil.copy(f"{folder}/next.{name}", f"{folder}/new.{name}")
    os.rename(f"{folder}/new.{name}", f"{folder}/server.{name}")
assert ask(connect()) != former, "the former certificate is still used"
assert ask(first) == former
