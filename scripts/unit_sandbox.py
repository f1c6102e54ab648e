#!/usr/bin/python3
"""Applies the restrictions of systemd/thoraxd.service to a program, on a machine where systemd does not run.

unit_sandbox.py calls FILE…          compares the system calls in strace's output with the unit's SystemCallFilter
unit_sandbox.py run DIRECTORY COMMAND…
                                     runs a command that may write only below DIRECTORY: bubblewrap for the mounts,
                                     users and capabilities, a seccomp filter for SystemCallFilter,
                                     SystemCallErrorNumber, MemoryDenyWriteExecute, RestrictAddressFamilies,
                                     RestrictNamespaces, RestrictRealtime and LockPersonality
"""

import os
import re
import subprocess
import sys
import tempfile

UNIT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "systemd", "thoraxd.service")

# Calls whose refusal (EPERM) does no harm: OpenBLAS asks for memory near its threads.
DISPENSABLE = {"mbind"}


def unit():
    """Returns all values of each key of the unit, in order."""
    values = {}
    with open(UNIT, encoding="utf-8") as file:
        for line in file:
            if match := re.match(r"(\w+)=(.*)", line):
                values.setdefault(match[1], []).append(match[2].strip())
    return values


def expand(group):
    """Returns the system calls of a group, as this machine's systemd defines it."""
    if not group.startswith("@"):
        return {group}
    text = subprocess.run(
        ["systemd-analyze", "syscall-filter", "--no-pager", group], check=True, capture_output=True, text=True
    ).stdout
    names = re.findall(r"^    ([@\w-]+)$", text, re.MULTILINE)
    return set().union(*(expand(name) for name in names))


def allowed(values):
    """Returns the system calls that SystemCallFilter allows: a line adds calls, `~` removes them, groups are expanded."""
    calls = set(expand("@default"))
    for line in values["SystemCallFilter"]:
        groups = set().union(*(expand(group) for group in line.removeprefix("~").split()))
        calls = calls - groups if line.startswith("~") else calls | groups
    return calls


def compare(paths):
    used = {}
    for path in paths:
        with open(path, encoding="utf-8", errors="replace") as file:
            for line in file:
                if match := re.match(r"(?:\d+ +)?(?:[\d.:]+ )?(\w+)\(", line):
                    used[match[1]] = used.get(match[1], 0) + 1
    permitted = allowed(unit())
    refused = {name: count for name, count in used.items() if name not in permitted}
    print(f"{len(used)} system calls used, {len(permitted)} allowed by the unit")
    print("used:", " ".join(sorted(used)))
    print("not allowed:", " ".join(f"{name} ({count})" for name, count in sorted(refused.items())) or "none")
    print("may be refused:", " ".join(sorted(DISPENSABLE)))
    return 1 if refused.keys() - DISPENSABLE else 0


def bpf(values):
    """Writes the filter as a BPF program into a temporary file and returns the file."""
    import seccomp

    refuse = seccomp.ERRNO(1)  # EPERM, as SystemCallErrorNumber says
    program = seccomp.SyscallFilter(refuse)
    narrowed = {"mmap", "mprotect", "pkey_mprotect", "shmat", "socket", "clone", "clone3", "unshare", "setns",
                "sched_setscheduler", "personality"}
    for name in sorted(allowed(values) - narrowed):
        try:
            program.add_rule(seccomp.ALLOW, name)
        except (RuntimeError, ValueError):
            pass  # the call belongs to another architecture, or the library is too old to know it
    masked = seccomp.MASKED_EQ
    # MemoryDenyWriteExecute: no memory is both writable and executable, and none becomes executable later.
    program.add_rule(seccomp.ALLOW, "mmap", seccomp.Arg(2, masked, 0x4, 0))
    program.add_rule(seccomp.ALLOW, "mmap", seccomp.Arg(2, masked, 0x6, 0x4))
    program.add_rule(seccomp.ALLOW, "mprotect", seccomp.Arg(2, masked, 0x4, 0))
    program.add_rule(seccomp.ALLOW, "pkey_mprotect", seccomp.Arg(2, masked, 0x4, 0))
    program.add_rule(seccomp.ALLOW, "shmat", seccomp.Arg(2, masked, 0o100000, 0))
    # RestrictAddressFamilies
    families = {"AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10}
    for family in values["RestrictAddressFamilies"][0].split():
        program.add_rule(seccomp.ALLOW, "socket", seccomp.Arg(0, seccomp.EQ, families[family]))
    # RestrictNamespaces: clone without a new namespace; clone3 hides its flags and gets ENOSYS, as in systemd.
    namespaces = 0x7E020000
    program.add_rule(seccomp.ALLOW, "clone", seccomp.Arg(0, masked, namespaces, 0))
    program.add_rule(seccomp.ERRNO(38), "clone3")
    program.add_rule(seccomp.ALLOW, "personality", seccomp.Arg(0, seccomp.EQ, 0))
    file = tempfile.TemporaryFile()
    program.export_bpf(file)
    file.seek(0)
    return file


def run(directory, command):
    values = unit()
    file = bpf(values)
    arguments = [
        "bwrap", "--unshare-user", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--die-with-parent",
        "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--tmpfs", "/var/tmp",
        "--bind", directory, directory, "--cap-drop", "ALL", "--uid", "65534", "--gid", "65534", "--new-session",
        "--seccomp", str(file.fileno()), "--",
    ]
    os.set_inheritable(file.fileno(), True)
    os.umask(int(values["UMask"][0], 8))
    os.execvp("bwrap", arguments + command)


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] == "calls":
        sys.exit(compare(sys.argv[2:]))
    if len(sys.argv) > 3 and sys.argv[1] == "run":
        run(os.path.abspath(sys.argv[2]), sys.argv[3:])
    sys.exit(__doc__)
