#!/usr/bin/env python3
"""Prints an index of the types of every target in Markdown: name, kind, first sentence of the doc comment, file.

It is generated when it is wanted (`make types`) and is not kept in the tree, where it would go stale with every change.
"""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
DECLARATION = re.compile(
    r"^(?:package |public |@\w+(?:\([^)]*\))? |final |indirect |nonisolated )*"
    r"(struct|class|enum|actor|protocol|typealias) (\w+)"
)


def sentence(comment):
    """The first sentence of a doc comment, on one line."""
    text = " ".join(comment).strip()
    end = re.search(r"[.:](?= [A-Z`-]|$)", text)
    return (text[: end.start()] + "." if end else text).replace("|", "\\|")


def types(path):
    comment = []
    for line in path.read_text().splitlines():
        if line.startswith("///"):
            comment.append(line[3:].strip())
            continue
        found = DECLARATION.match(line)
        if found:
            # What comes after an empty line of the comment is not the summary.
            summary = comment[: comment.index("")] if "" in comment else comment
            yield found[2], found[1], sentence(summary)
        if not line.startswith("@"):
            comment = []


def main():
    print("# Types of the package")
    for target in sorted((ROOT / "Sources").iterdir(), key=lambda folder: folder.name.lower()):
        rows = []
        for path in sorted(target.rglob("*.swift")):
            rows += [(name, kind, summary, path.relative_to(target)) for name, kind, summary in types(path)]
        if rows:
            print(f"\n## {target.name}\n\n| type | kind | summary | file |\n|---|---|---|---|")
            for name, kind, summary, path in sorted(rows, key=lambda row: row[0].lower()):
                print(f"| `{name}` | {kind} | {summary} | {path} |")


main()
