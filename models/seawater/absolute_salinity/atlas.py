#!/usr/bin/env python3
"""Makes atlas.bin from the source distribution of GSW-Python.

    pip download --no-binary gsw --no-deps gsw==3.6.23
    tar xzf gsw-3.6.23.tar.gz
    python3 atlas.py gsw-3.6.23/src/c_gsw/gsw_saar_data.h atlas.bin

What is in the file stands in README.md beside this script.
"""

import re
import struct
import sys

LONGITUDES, LATITUDES, LEVELS = 91, 45, 45


def numbers(text, name):
    """The initialiser of one C array; the source writes 9e90 where there is no water."""
    body = re.search(rf"\b{name}\[\d+\]\s*=\s*\{{(.*?)\}}", text, re.S).group(1)
    return [float(cell) for cell in body.split(",") if cell.strip()]


def main(source, target):
    text = open(source, encoding="ascii").read()
    ratio, depth = numbers(text, "saar_ref"), numbers(text, "ndepth_ref")
    assert len(ratio) == LONGITUDES * LATITUDES * LEVELS and len(depth) == LONGITUDES * LATITUDES
    index, values = b"", b""
    for column in range(LONGITUDES * LATITUDES):
        levels = ratio[column * LEVELS:(column + 1) * LEVELS]
        while levels and levels[-1] > 1e80:
            levels.pop()
        bottom = 0 if depth[column] > 1e80 else int(depth[column])
        index += struct.pack("<IBB", len(values) // 8, len(levels), bottom)
        values += b"".join(struct.pack("<d", float("nan") if level > 1e80 else level) for level in levels)
    with open(target, "wb") as out:
        out.write(index + values)


if __name__ == "__main__":
    main(*sys.argv[1:])
