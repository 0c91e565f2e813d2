"""`python -m schemas` writes the JSON Schemas; `python -m schemas --check` exits 1 and names those that are stale."""

import sys

from schemas.export import FOLDER, stale, write


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        print("usage: python -m schemas [--check]", file=sys.stderr)
        return 2
    checking = bool(arguments)
    for name in (names := stale() if checking else write()):
        print(f"{'stale' if checking else 'written'}: {FOLDER.name}/{name}")
    return int(checking and bool(names))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
