#!/usr/bin/python3
"""Stands in for systemd: prints the messages that a daemon sends to its notification socket, one line per datagram.

notify_receiver.py SOCKET
"""

import os
import socket
import sys

path = sys.argv[1]
receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind(path)
os.chmod(path, 0o777)
while True:
    print(receiver.recv(65536).decode().replace("\n", " | "), flush=True)
