"""What the user sees: a line that goes on, and tables."""
import sys
import time


class Progress:
    """One line that changes on a terminal; elsewhere a line every ten seconds."""

    def __init__(self):
        self.is_terminal = sys.stdout.isatty()
        self.last = time.monotonic()

    def show(self, text):
        if self.is_terminal:
            print(f"\r\x1b[K{text}", end="", flush=True)
        elif time.monotonic() - self.last > 10:
            self.last = time.monotonic()
            print(text, flush=True)

    def end(self):
        if self.is_terminal:
            print("\r\x1b[K", end="")


def table(head, rows):
    """Columns of text; numbers to the right."""
    rows = [tuple(head)] + [tuple(str(each) for each in row) for row in rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    return "".join(
        "  " + "  ".join(each.rjust(w) if each.isdigit() else each.ljust(w) for each, w in zip(row, widths)).rstrip()
        + "\n" for row in rows)
