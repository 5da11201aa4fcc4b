"""What Sea-Bird's own software makes of a cast, step by step, as plain tables for models/processing/tests.

    scratch/bin/python tests/reference/sea_bird_processing.py peer
    scratch/bin/python tests/reference/sea_bird_processing.py maker TEST-DATA FOLDER

(environment: requirements.txt; for `peer` also seabirdscientific==3.1.1, and ctdcal==0.1.5b1.dev0 without dependencies)

`peer` runs seabirdscientific (MIT licence, Sea-Bird Scientific) on made-up columns and writes
tests/reference/sea-bird/processing/. `maker` cuts the files that SBE Data Processing wrote, as they lie in TEST-DATA
(tests/resources/test-data of a checkout of github.com/Sea-BirdScientific/seabirdscientific, MIT licence), into tables in
FOLDER. Those files are not in our repository: HADAL_SEA_BIRD_TABLES=FOLDER names the tables to the tests.
"""

import math
import pathlib
import re
import sys
import types
from importlib.metadata import version

import figures

OURS = figures.FOLDER / "sea-bird" / "processing"
SBE19 = "SBE19plus_01906398_2019_07_15_0033_cropped"
EXAMPLE = "19plus_V2_CTD-processing_example"
LOOPS = "CAST0002_mod_filt"
# Files, columns to keep and scans to keep (None for all).
PROFILE = ["timeS", "c0mS/cm", "prdM", "tv290C", "flag"]
BINNED = ["timeS", "c0mS/cm", "prdM", "tv290C", "nbin", "flag"]
MAKER = [
    ([f"{EXAMPLE}{end}" for end in [""]], ["tv290C", "c0S/m", "prdM", "sal00", "flag"]),
    (
        [
            f"{EXAMPLE}_{shape}{end}"
            for shape in ["boxcar_5", "cosine_5", "triangle_5", "gaussian_5_1_025", "median_5"]
            for end in ["", "_excluded"]
        ]
        + [f"{EXAMPLE}_wild_edit"],
        ["tv290C", "c0S/m", "prdM", "sal00"],
    ),
    ([LOOPS, "fake_cast"], ["prSM", "flag"]),
    (
        [
            f"{LOOPS}_loop_{end}"
            for end in [
                "min_v",
                "min_v_exclude_flags",
                "min_v_exclude_flags_from_remove_soak",
                "min_v_exclude_flags_remove_soak",
                "min_v_remove_soak",
                "percent",
                "percent_remove_soak",
            ]
        ]
        + ["fake_cast_loop_percent", "SBE19plus_loop_edit"]
        # Edited by hand to the result of seabirdscientific.
        + [f"{LOOPS}_loop_percent_corrected", f"{LOOPS}_loop_percent_remove_soak_corrected"]
        + ["fake_cast_loop_percent_corrected", "SBE19plus_loop_edit_corrected"],
        ["flag"],
    ),
    (["SBE19plus"], ["prdM", "flag"]),
    ([SBE19, f"{SBE19}2", f"{SBE19}_loopedit", f"{SBE19}_loopedit_wildedit"], PROFILE),
    ([f"{SBE19}{end}" for end in ["_downcast", "_upcast", "_loopedit_downcast", "_loopedit_upcast"]], ["timeS"]),
    (
        [
            f"{SBE19}{end}"
            for end in [
                "2_binavg",
                "2_binavg_surface",
                "_binavg",
                "_binavg_downcast",
                "_binavg_downcast_interp",
                "_binavg_downcast_interp_surface",
                "_binavg_interp",
                "_binavg_interp_bin3",
                "_binavg_interp_bin5",
                "_binavg_interp_surface",
                "_binavg_scan",
                "_binavg_surface",
                "_binavg_time",
                "_binavg_upcast",
                "_binavg_upcast_interp",
                "_binavg_upcast_interp_surface",
                "_loopedit_binavg_exclude",
                "_loopedit_wildedit_binavg_exclude",
                "_loopedit_wildedit_binavg_exclude_interp",
                "_loopedit_wildedit_binavg_include",
                "_loopedit_wildedit_binavg_include_interp",
            ]
        ],
        BINNED,
    ),
]
LOW_PASS_SCANS = 3000


def cut(source, columns, folder):
    """One .cnv file as CSV: the maker's settings as comments, the printed numbers untouched."""
    text = source.read_text(encoding="latin-1")
    head, body = re.split(r"^\*END\*.*$", text, maxsplit=1, flags=re.MULTILINE)
    names = [found[1] for found in re.finditer(r"^# name \d+ = ([^:]+):", head, re.MULTILINE)]
    settings = re.findall(r"^# ((?:filter|loopedit|wildedit|wfilter|binavg|split)_\S.*|interval.*)$", head, re.MULTILINE)
    settings = [" ".join(line.split()) for line in settings if not re.match(r"\w+_(in|date)\b", line)]
    places = [names.index(column) for column in columns]
    rows = [line.split() for line in body.splitlines() if line.strip()]
    lines = [f"# Cut from {source.name} of Sea-Bird Scientific's seabirdscientific (MIT licence)."]
    lines += [f"# {line}" for line in settings]
    lines += [",".join(columns)] + [",".join(row[place] for place in places) for row in rows]
    (folder / f"{source.stem}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def maker(source, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for names, columns in MAKER:
        for name in names:
            cut(source / f"{name}.cnv", columns, folder)
    columns = [(source / f"SBE37SM-{name}.asc").read_text().split() for name in ["unfiltered", "filtered"]]
    lines = ["# Cut from SBE37SM-unfiltered.asc and SBE37SM-filtered.asc of seabirdscientific (MIT licence).", "in,out"]
    lines += [",".join(row) for row in list(zip(*columns))[1 : LOW_PASS_SCANS + 1]]
    (folder / "low-pass.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def made_up():
    """A cast with heave, two layers and noise from a congruence, so that no generator's version matters."""
    depth, temperature, conductivity, voltage, state = [], [], [], [], 1
    for scan in range(240):
        state = (1103515245 * state + 12345) % 2**31
        noise = state / 2**31 - 0.5
        way = scan if scan < 130 else 260 - scan
        depth.append(round(0.3 * way + 0.4 * math.sin(scan / 3.0) + 2.0, 4))
        temperature.append(round(12.0 + 8.0 * math.tanh((20.0 - depth[-1]) / 4.0) + 0.01 * noise, 4))
        conductivity.append(round(3.2 + 0.09 * (temperature[-1] - 10.0) + 0.0002 * noise, 6))
        voltage.append(round(2.4 - 0.03 * depth[-1] + 0.05 * noise, 5))
    return depth, temperature, conductivity, voltage


def peer():
    import numpy as np
    import seabirdscientific.conversion as conversion
    import seabirdscientific.processing as processing
    import xarray
    from seabirdscientific.cal_coefficients import Oxygen43Coefficients

    note = [
        f"Computed by seabirdscientific {version('seabirdscientific')} (MIT licence, copyright Sea-Bird Scientific) on made-up columns;"
        " made by tests/reference/sea_bird_processing.py."
    ]
    depth, temperature, conductivity, voltage = (np.array(column) for column in made_up())
    spikes = temperature.copy()
    spikes[[17, 101, 233]] += [3.0, -40.0, 25.0]
    flags = np.zeros(len(depth))
    flags[50:57] = processing.FLAG_VALUE
    flags[200] = processing.FLAG_VALUE
    interval = 0.25
    columns = {"depth": depth, "temperature": temperature, "conductivity": conductivity, "voltage": voltage}
    columns |= {"spikes": spikes, "flag": flags}
    columns["low_pass"] = processing.low_pass_filter(temperature, 0.5, interval)
    for name, offset in {"align_whole": 0.5, "align_part": 0.073, "align_back": -1.1}.items():
        columns[name] = processing.align_ctd(temperature, offset, interval)
    columns["thermal_mass"] = processing.cell_thermal_mass(temperature, conductivity, 0.03, 7.0, interval)
    for shape in ["boxcar", "cosine", "triangle", "gaussian", "median"]:
        for end, exclude in {"": False, "_excluded": True}.items():
            columns[shape + end] = processing.window_filter(spikes, flags, shape, 9, interval, 1.5, 0.25, exclude)
    columns["wild_edit"] = processing.wild_edit(spikes, flags, 2.0, 5.0, 100, 0.5, True)
    coefficients = Oxygen43Coefficients(
        soc=0.4792, v_offset=-0.484, tau_20=1.03, a=-2.6e-3, b=1.2e-4, c=-2.2e-6, e=0.036, d0=2.5826, d1=1.92634e-4,
        d2=-4.64803e-2, h1=-0.033, h2=5000.0, h3=1450.0,
    )
    edit = {"min_velocity": 0.25, "min_soak_depth": 5.0, "max_soak_depth": 20.0, "use_deck_pressure_offset": False}
    for end, exclude in {"": False, "_excluded": True}.items():
        columns["loop_edit" + end] = processing.loop_edit(
            depth, flags, interval, "fixed", remove_surface_soak=False, exclude_flags=exclude, **edit
        )
    # The options that stand apart from these: one column each.
    columns["low_pass_short"] = processing.low_pass_filter(temperature, 0.15, interval)
    columns["thermal_mass_other"] = processing.cell_thermal_mass(temperature, conductivity, 0.04, 8.0, interval)
    columns["gaussian_centred"] = processing.window_filter(spikes, flags, "gaussian", 7, interval, 1.0, 0.0, False)
    columns["wild_edit_included"] = processing.wild_edit(spikes, flags, 2.0, 5.0, 100, 0.5, False)
    columns["wild_edit_blocks"] = processing.wild_edit(spikes, flags, 1.5, 3.0, 60, 0.0, True)
    percent = {"min_velocity": 0.1, "window_size": 3.0, "mean_speed_percent": 20.0, "exclude_flags": True}
    soaks = {"": (False, False), "_soak": (True, False), "_deck": (True, True)}
    for end, (soak, deck) in soaks.items():
        options = {"remove_surface_soak": soak, "use_deck_pressure_offset": deck}
        options |= {"min_soak_depth": 5.0, "max_soak_depth": 20.0}
        columns["loop_percent" + end] = processing.loop_edit(depth, flags, interval, "percent", **percent, **options)
        if soak:
            columns["loop_edit" + end] = processing.loop_edit(
                depth, flags, interval, "fixed", min_velocity=0.25, exclude_flags=True, **options
            )
    cast = xarray.Dataset(
        {"depth": ("scan", depth), "flag": ("scan", flags)}, {"scan": np.arange(len(depth))}
    )
    for end, exclude in {"": False, "_excluded": True}.items():
        ways = processing.split(cast, "depth", exclude_bad_scans=exclude)["cast_type"].values
        columns["split" + end] = np.array([{"downcast": 1.0, "upcast": 2.0}.get(way, 0.0) for way in ways])
    zeros = np.zeros(len(depth))
    columns["voltage_slope"] = conversion.convert_sbe43_oxygen(
        voltage, zeros, zeros, zeros, coefficients, True, False, 2.0, interval, "dov/dt"
    )
    OURS.mkdir(parents=True, exist_ok=True)
    rows = [list(map(float, row)) for row in zip(*columns.values())]
    figures.write("sea-bird/processing/peer-columns.csv", note, list(columns), rows)

    # Bins of 2 m; the way up ends at 8 m.
    cast = {"depth": depth, "temperature": temperature, "conductivity": conductivity, "flag": flags}
    cast = xarray.Dataset({name: ("scan", column) for name, column in cast.items()}, {"scan": np.arange(len(depth))})
    rows = []
    for way in ["both", "downcast", "upcast"]:
        for interpolate in [False, True]:
            binned = processing.bin_average(
                cast, "depth", 2.0, interpolate=interpolate, cast_type=processing.CastType(way)
            )
            names = ["depth", "temperature", "conductivity", "nbin"]
            for row in zip(*(binned[name].values for name in names)):
                rows.append([["both", "downcast", "upcast"].index(way), int(interpolate), *map(float, row)])
    figures.write("sea-bird/processing/peer-bins.csv", note, ["way", "interpolated", *names], rows)

    # The other options of the same, one case each: their order is the test's.
    both, time = processing.CastType.BOTH, np.arange(len(depth)) * interval
    cast = cast.assign(timeS=("scan", time))
    surface = {"include_surface_bin": True, "surface_bin_min": 0.5, "surface_bin_max": 2.5, "surface_bin_value": 1.5}
    cases = [
        ("depth", 2.0, {"cast_type": both, "exclude_bad_scans": False}),
        ("depth", 2.0, {"cast_type": both, "min_scans": 6, "max_scans": 12}),
        ("depth", 2.0, {"cast_type": both, "trim_start": 10, "trim_end": 30}),
        ("depth", 5.0, {"cast_type": processing.CastType.DOWNCAST} | surface),
        ("depth", 5.0, {"cast_type": processing.CastType.DOWNCAST, "interpolate": True} | surface),
        ("timeS", 3.0, {"cast_type": processing.CastType.NONE}),
        ("nScan", 12.0, {"cast_type": processing.CastType.NONE}),
    ]
    rows = []
    for case, (axis, size, options) in enumerate(cases):
        binned = processing.bin_average(cast, axis, size, **options)
        names = ["depth", "temperature", "conductivity", "timeS", "nbin", "flag"]
        rows += [[case, *map(float, row)] for row in zip(*(binned[name].values for name in names))]
    figures.write("sea-bird/processing/peer-bin-options.csv", note, ["case", *names], rows)

    # A descent to 6,000 dbar at 1 dbar/s and the ascent, 24 scans a second. The tests make the same columns: only sums,
    # products and quotients, so that they are the same to the last bit. One row each 100 s.
    scans = np.arange(2 * 6000 * 24 + 1)
    pressure = (6000 * 24 - np.abs(scans - 6000 * 24)) / 24.0
    measured = 1.2 + 1.4 / (1.0 + pressure / 500.0) + 0.6 * (pressure / 6000.0) * (pressure / 6000.0)
    zeros = np.zeros(len(scans))
    theirs = conversion.convert_sbe43_oxygen(
        measured, zeros, pressure, zeros, coefficients, False, True, 2.0, 1.0 / 24.0, "raw_voltage"
    )
    # The hysteresis of ctdcal alone is wanted, without the packages that the rest of it stands on.
    sys.modules["ctdcal.oxy_fitting"] = types.SimpleNamespace(oxy_umolkg_to_ml=None)
    from ctdcal.equations_sbe import sbe43_hysteresis_voltage

    h = {"H1": coefficients.h1, "H2": coefficients.h2, "H3": coefficients.h3, "offset": coefficients.v_offset}
    ctdcal = sbe43_hysteresis_voltage(measured, pressure, h, 24)
    columns = {"scan": scans, "pressure": pressure, "measured": measured, "ctdcal": ctdcal, "seabirdscientific": theirs}
    rows = [list(map(float, row)) for row in zip(*[column[::2400] for column in columns.values()])]
    note = [note[0] + " The column ctdcal is by ctdcal 0.1.5b1.dev0 (BSD-3-Clause licence)."]
    figures.write("sea-bird/processing/peer-hysteresis.csv", note, list(columns), rows)


if __name__ == "__main__":
    if sys.argv[1:] == ["peer"]:
        peer()
    elif len(sys.argv) == 4 and sys.argv[1] == "maker":
        maker(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
    else:
        sys.exit(__doc__)
