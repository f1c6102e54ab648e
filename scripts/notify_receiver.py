#!/usr/bin/python3
"""Plays systemd's part for a daemon: prints what arrives at its notification socket, one line for each datagram.

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
