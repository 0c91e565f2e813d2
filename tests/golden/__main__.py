"""Write the golden file and the contract's examples anew."""

import orjson

from tests.golden import EXAMPLES, GOLDEN, examples, lines


def main() -> None:
    found = lines()
    GOLDEN.write_bytes(b"".join(orjson.dumps(each) + b"\n" for each in found))
    for name, example in examples(found).items():
        (EXAMPLES / f"{name}.json").write_bytes(orjson.dumps(example, option=orjson.OPT_INDENT_2) + b"\n")


if __name__ == "__main__":
    main()
