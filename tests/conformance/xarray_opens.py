"""Opens every group of Hadal's HDF5 files as a user of xarray would, and lets the IOOS compliance checker judge them.

    python xarray_opens.py run.h5 truth.h5 ...

Needs xarray, netCDF4, h5netcdf with h5py; uses compliance-checker where it is installed. Exits 1 with a list of what is
wrong. Each group is opened with both engines, which must agree, and must have: named dimensions (none made up), a unit
on every number, decoded UTC times where rows happened at a time, and CF-1.11 and ACDD-1.3 among its Conventions. The
checker must find nothing against CF-1.11, and nothing that ACDD-1.3 highly recommends but standard names.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import netCDF4
import numpy
import xarray

ENGINES = ("netcdf4", "h5netcdf")
CONVENTIONS = ("CF-1.11", "ACDD-1.3")
# Highly recommended by ACDD-1.3.
DESCRIPTION = ("title", "summary", "keywords", "Conventions")
# Groups of a record whose rows happened at a time.
TIMED = ("/readings/", "/bytes", "/events", "/points", "/bottles", "/checks")


def group_names(path):
    """All groups of the file, the root first, by the netCDF library itself."""

    def below(group):
        for child in group.groups.values():
            yield child.path
            yield from below(child)

    with netCDF4.Dataset(path) as dataset:
        return ["/", *below(dataset)]


def problems_of_group(path, group):
    """What is wrong with one group, as texts."""
    opened = {}
    for engine in ENGINES:
        with xarray.open_dataset(path, engine=engine, group=group, decode_times=True) as dataset:
            opened[engine] = dataset.load()
        for problem in problems_of_dataset(group, opened[engine]):
            yield f"{engine}: {problem}"
    first, second = opened.values()
    if not first.equals(second):
        yield "the engines read different values"
    if set(first.coords) != set(second.coords):
        yield f"the engines find different coordinates: {sorted(first.coords)} and {sorted(second.coords)}"


def problems_of_dataset(group, dataset):
    for name in DESCRIPTION:
        if not dataset.attrs.get(name):
            yield f"attribute {name} is missing"
    stated = str(dataset.attrs.get("Conventions", ""))
    for convention in CONVENTIONS:
        if convention not in stated:
            yield f"Conventions is {stated!r}, without {convention}"
    for dimension in dataset.sizes:
        if str(dimension).startswith("phony_dim"):
            yield f"dimension {dimension} has no name in the file"
    if group.startswith(TIMED) and "time" not in dataset.coords:
        yield "there is no coordinate `time`"
    for name, variable in dataset.variables.items():
        yield from problems_of_variable(name, variable)


def problems_of_variable(name, variable):
    if not variable.attrs.get("long_name"):
        yield f"variable {name} has no long_name"
    if name == "time":
        unit = str(variable.encoding.get("units", ""))
        if not numpy.issubdtype(variable.dtype, numpy.datetime64):
            yield f"time was not decoded: {variable.dtype}, unit {unit!r}"
        if " since " not in unit or not unit.endswith("Z"):
            yield f"time has the unit {unit!r}, not UTC"
    elif numpy.issubdtype(variable.dtype, numpy.number):
        if "units" not in variable.attrs and "flag_meanings" not in variable.attrs:
            yield f"variable {name} has neither units nor flag_meanings"


def flat_copy(path, group, folder):
    """A netCDF file with the group alone, since the checker looks only at the root of a file."""
    target = Path(folder) / ((group.strip("/").replace("/", "_") or "root") + ".nc")
    with netCDF4.Dataset(path) as source, netCDF4.Dataset(target, "w") as copy:
        source.set_auto_maskandscale(False)
        part = source if group == "/" else source[group]
        copy.setncatts({name: part.getncattr(name) for name in part.ncattrs()})
        for dimension in part.dimensions.values():
            copy.createDimension(dimension.name, dimension.size or None)
        for variable in part.variables.values():
            attributes = {name: variable.getncattr(name) for name in variable.ncattrs()}
            fill = attributes.pop("_FillValue", None)
            made = copy.createVariable(variable.name, variable.dtype, variable.dimensions, fill_value=fill)
            made.set_auto_maskandscale(False)
            made.setncatts(attributes)
            made[:] = variable[:]
    return target


def problems_by_checker(checker, files, report):
    """What the compliance checker finds wrong, as texts; all of its findings go into the file `report`."""
    tests = ["--test", "cf:1.11", "--test", "acdd:1.3"]
    command = [checker, *tests, "--format", "json_new", "--output", str(report), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not report.exists():
        yield f"compliance-checker gave no report: {done.stdout}{done.stderr}"
        return
    for file, results in json.loads(report.read_text()).items():
        for finding, message in findings(results["cf:1.11"], ("high_priorities", "medium_priorities")):
            yield f"{file}: CF-1.11: {finding}: {message}"
        for finding, message in findings(results["acdd:1.3"], ("high_priorities",)):
            # CF has no standard name for counts, resistances or sequence numbers, and an invented one would be wrong.
            if message != "standard_name":
                yield f"{file}: ACDD-1.3: {finding}: {message}"


def findings(result, priorities):
    for priority in priorities:
        for check in result[priority]:
            for message in check["msgs"]:
                yield check["name"], message


def main(paths):
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        flat = []
        for number, path in enumerate(paths):
            groups = group_names(path)
            for group in groups:
                wrong += [f"{path}: group {group}: {problem}" for problem in problems_of_group(path, group)]
            print(f"{path}: {len(groups)} groups opened with {' and '.join(ENGINES)}")
            inside = Path(folder) / str(number)
            inside.mkdir()
            # A root that only holds groups says nothing by itself; that of a converted cast is all there is.
            judged = groups if groups == ["/"] else [group for group in groups if group not in ("/", "/readings")]
            flat += [flat_copy(path, group, inside) for group in judged]
        beside = Path(sys.executable).with_name("compliance-checker")
        checker = str(beside) if beside.exists() else shutil.which("compliance-checker")
        if checker is None:
            print("compliance-checker is not installed: not run")
        elif flat:
            wrong += problems_by_checker(checker, flat, Path(folder) / "report.json")
            print(f"compliance-checker judged {len(flat)} groups by cf:1.11 and acdd:1.3")
    print("\n".join(wrong) if wrong else "everything is as it should be")
    return 1 if wrong or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
