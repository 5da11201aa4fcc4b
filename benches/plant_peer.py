"""Peer of the bench of the plant: seconds of scipy's BDF on the whole schedule, and of RK45 on its first ten seconds.

    python plant_peer.py     both at a relative tolerance of 1e-6, as good as the plant's ticks of a second

RK45 is told the longest step at which it is stable; left to itself it first tries longer ones, where water has no state.
"""

import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tests/reference"))
import chamber_bdf  # noqa: E402


def seconds(method, schedule, **options):
    chamber_bdf.SCHEDULE = schedule
    begin = time.perf_counter()
    chamber_bdf.solve(method, 1e-6, **options)
    return time.perf_counter() - begin


if __name__ == "__main__":
    whole = chamber_bdf.SCHEDULE
    print(seconds("BDF", whole), seconds("RK45", [(10.0, whole[0][1])], every=10.0, max_step=2.5e-3))
