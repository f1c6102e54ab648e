"""Makes the tree that a power cut would have left from what powercut.c kept of each fsync."""
import ctypes
import os
import shutil
import struct
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
PAGE = 4096
_libc = ctypes.CDLL(None, use_errno=True)


def key_of(path):
    """The identity of an inode, as powercut.c writes it."""
    status = ctypes.create_string_buffer(256)
    if _libc.statx(-100, os.fsencode(path), 0x100, 0xFFF, status) != 0:
        raise OSError(ctypes.get_errno(), "statx", str(path))
    inode, = struct.unpack_from("Q", status, 32)
    seconds, nanoseconds = struct.unpack_from("qI", status, 80)
    return f"{inode}-{seconds}.{nanoseconds:09d}"


class PowerCut:
    """A folder whose programs run with the preloaded library."""

    def __init__(self, root, forget=""):
        self.root, self.forget = Path(root), forget
        self.tree, self.shadow = self.root / "tree", self.root / "shadow"
        self.library = self.root / "powercut.so"
        self.tree.mkdir(parents=True)
        compiler = shutil.which("cc") or shutil.which("clang") or "gcc"
        subprocess.run(
            [compiler, "-O1", "-Wall", "-Werror", "-shared", "-fPIC", HERE / "powercut.c", "-o", self.library, "-ldl"],
            check=True)
        self._begin()

    @property
    def environment(self):
        return {"LD_PRELOAD": str(self.library), "TORTURE_ROOT": str(self.tree), "TORTURE_SHADOW": str(self.shadow),
                "TORTURE_FORGET": self.forget}

    @property
    def kept(self):
        """How many files and folders were synced since the last cut."""
        return sum(1 for name in os.listdir(self.shadow) if name != "locks")

    def _begin(self):
        """From here on everything in the tree is on disk."""
        shutil.rmtree(self.shadow, ignore_errors=True)
        (self.shadow / "locks").mkdir(parents=True)
        for folder, folders, files in os.walk(self.tree):
            lines = [f"{kind} {key_of(os.path.join(folder, name))} {name}\n"
                     for kind, names in (("d", folders), ("f", files)) for name in names]
            (self.shadow / key_of(folder)).write_text("".join(lines))
            for name in files:
                path = os.path.join(folder, name)
                shutil.copyfile(path, self.shadow / key_of(path))

    def cut(self, rng=None):
        """Replaces the tree by what was synced. All of its programs must be dead.

        rng: adds what a disk may have kept beside it, each changed name and each page by chance; None for nothing.
        """
        after = self.root / "after"
        shutil.rmtree(after, ignore_errors=True)
        self._links = {}
        self._make(key_of(self.tree), after, self.tree, rng)
        before = self.root / "before"
        shutil.rmtree(before, ignore_errors=True)
        self.tree.rename(before)
        after.rename(self.tree)
        self._begin()

    def _make(self, key, target, live, rng):
        target.mkdir()
        kept, listing = {}, self.shadow / key
        for line in listing.read_text().splitlines() if listing.exists() else []:
            kind, inode, name = line.split(" ", 2)
            kept[name] = (kind, inode)
        now = {}
        if rng and live.is_dir() and key_of(live) == key:
            for entry in os.scandir(live):
                now[entry.name] = ("d" if entry.is_dir(follow_symlinks=False) else "f", key_of(entry.path))
            for name in sorted(kept.keys() | now.keys()):
                if kept.get(name) != now.get(name) and rng.random() < 0.5:
                    kept.pop(name, None)
                    if name in now:
                        kept[name] = now[name]
        for name, (kind, inode) in kept.items():
            path = live / name
            if kind == "d":
                self._make(inode, target / name, path, rng)
            elif inode in self._links:
                os.link(self._links[inode], target / name)
            else:
                is_live = rng and path.is_file() and key_of(path) == inode
                (target / name).write_bytes(self._content(inode, path if is_live else None, rng))
                self._links[inode] = target / name

    def _content(self, inode, live, rng):
        copy = self.shadow / inode
        durable = copy.read_bytes() if copy.exists() else b""
        if live is None or live.name.endswith("-shm") or rng.random() < 0.3:
            return durable
        current = live.read_bytes()
        if current == durable:
            return durable
        length = rng.choice([len(durable), len(current)])
        pages = [(current if rng.random() < 0.5 else durable)[at:at + PAGE].ljust(PAGE, b"\0")
                 for at in range(0, length, PAGE)]
        return b"".join(pages)[:length]
