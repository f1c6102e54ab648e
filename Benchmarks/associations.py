"""A minimal DICOM client that builds its PDUs itself (PS3.8 9.3), used for every server of associations.sh.

associations.py PORT PID  prints, tab separated:
  C-ECHOs per second on one association; associations with one C-ECHO each per second from 1 and from 8 clients;
  milliseconds of a C-ECHO on a new association (median of 20, then maximum) while 100 associations are idle;
  how many of the 100 were accepted; resident megabytes of the server's processes without and with them.
"""

import multiprocessing
import os
import socket
import statistics
import struct
import sys
import time

PORT, PID = int(sys.argv[1]), int(sys.argv[2])
SECONDS = 3
PATIENCE = 5


def item(kind, value):
    return struct.pack(">BBH", kind, 0, len(value)) + value


def pdu(kind, body):
    return struct.pack(">BBI", kind, 0, len(body)) + body


def element(number, value):
    return struct.pack("<HHI", 0, number, len(value)) + value


CONTEXT = item(0x20, b"\1\0\0\0" + item(0x30, b"1.2.840.10008.1.1") + item(0x40, b"1.2.840.10008.1.2"))
USER = item(0x50, item(0x51, struct.pack(">I", 16384)) + item(0x52, b"2.25.1"))
REQUEST = pdu(1, b"\0\1\0\0" + b"THORAXD".ljust(16) + b"BENCH".ljust(16) + bytes(32)
              + item(0x10, b"1.2.840.10008.3.1.1.1") + CONTEXT + USER)
COMMAND = (element(0x0002, b"1.2.840.10008.1.1\0") + element(0x0100, b"\x30\0") + element(0x0110, b"\1\0")
           + element(0x0800, b"\1\1"))
COMMAND = element(0, struct.pack("<I", len(COMMAND))) + COMMAND
ECHO = pdu(4, struct.pack(">I", len(COMMAND) + 2) + b"\1\3" + COMMAND)
RELEASE = pdu(5, bytes(4))


def receive(connection, count):
    data = b""
    while len(data) < count:
        more = connection.recv(count - len(data))
        if not more:
            raise ConnectionError("the server closed the connection")
        data += more
    return data


def answer(connection, kind):
    head = receive(connection, 6)
    receive(connection, struct.unpack(">I", head[2:])[0])
    if head[0] != kind:
        raise ConnectionError(f"received PDU type {head[0]}, expected {kind}")


def connect():
    connection = socket.create_connection(("127.0.0.1", PORT), timeout=PATIENCE)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(REQUEST)
    return connection


def echo(connection):
    connection.sendall(ECHO)
    answer(connection, 4)


def whole_association():
    with connect() as connection:
        answer(connection, 2)
        echo(connection)
        connection.sendall(RELEASE)
        answer(connection, 6)


def echo_rate():
    with connect() as connection:
        answer(connection, 2)
        count, begin = 0, time.monotonic()
        while time.monotonic() < begin + SECONDS:
            echo(connection)
            count += 1
        rate = count / (time.monotonic() - begin)
        connection.sendall(RELEASE)
        answer(connection, 6)
        return rate


def associations_until(end):
    count = 0
    while time.monotonic() < end:
        whole_association()
        count += 1
    return count


def association_rate(clients):
    with multiprocessing.Pool(clients) as pool:
        begin = time.monotonic()
        return sum(pool.map(associations_until, [begin + SECONDS] * clients, chunksize=1)) / SECONDS


def descendants(pid):
    found = [pid]
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children") as children:
                for child in children.read().split():
                    found += descendants(int(child))
    except OSError:
        pass
    return found


def resident():
    """Resident megabytes of the server, then including its child processes; shared pages count once."""
    sizes = []
    for pid in descendants(PID):
        try:
            with open(f"/proc/{pid}/smaps_rollup") as rollup:
                sizes += [int(line.split()[1]) / 1024 for line in rollup if line.startswith("Pss:")]
        except OSError:
            pass  # a child that has just ended
    return sizes[0], sum(sizes)


def behind_idle():
    before = resident()
    idle = []
    for _ in range(100):
        try:
            idle.append(connect())
        except OSError:
            break
    accepted, end = 0, time.monotonic() + PATIENCE
    for connection in idle:
        try:
            connection.settimeout(max(0.01, end - time.monotonic()))
            answer(connection, 2)
            accepted += 1
        except OSError:
            pass
    during = resident()
    times = []
    for _ in range(20):
        begin = time.monotonic()
        try:
            whole_association()
        except OSError:
            times.append(PATIENCE)
            break
        times.append(time.monotonic() - begin)
    for connection in idle:
        connection.close()
    return statistics.median(times) * 1000, max(times) * 1000, accepted, before, during


one = echo_rate()
single, eight = association_rate(1), association_rate(8)
median, slowest, accepted, before, during = behind_idle()
print(f"{one:.0f}\t{single:.0f}\t{eight:.0f}\t{median:.1f}\t{slowest:.1f}\t{accepted}\t{before[0]:.1f}\t{during[0]:.1f}"
      f"\t{before[1]:.1f}\t{during[1]:.1f}")
