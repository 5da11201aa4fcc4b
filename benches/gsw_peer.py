"""Times GSW-Python on the columns that a bench has left in a folder, one call for each line on standard input.

Each line names a property; the answer is the seconds of one call. Results go to RESULT.f64 in the same folder."""

import pathlib
import sys
import time

import gsw
import numpy

folder = pathlib.Path(sys.argv[1])
column = {path.stem: numpy.fromfile(path) for path in folder.glob("*.f64")}
SA, CT, t, p, C = (column[name] for name in ("SA", "CT", "t", "p", "C"))

calls = {
    "rho": lambda: gsw.rho(SA, CT, p),
    "sound_speed": lambda: gsw.sound_speed(SA, CT, p),
    "rho_t_exact": lambda: gsw.rho_t_exact(SA, t, p),
    "sound_speed_t_exact": lambda: gsw.sound_speed_t_exact(SA, t, p),
    "SP_from_C": lambda: gsw.SP_from_C(C, t, p),
    "CT_from_t": lambda: gsw.CT_from_t(SA, t, p),
}

print(f"GSW-Python {gsw.__version__}, numpy {numpy.__version__}", flush=True)
for line in sys.stdin:
    name = line.strip()
    begin = time.perf_counter()
    result = calls[name]()
    seconds = time.perf_counter() - begin
    result.tofile(folder / "RESULT.f64")
    print(repr(seconds), flush=True)
