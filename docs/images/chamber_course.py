"""Draws what the twin's chamber did in a whole run: pressure, water, steel and jacket, and one leg of it from near.

Needs xarray, h5netcdf and matplotlib; reads the truth that a simulated run leaves beside its record:

    hadal calibrate rigs/catalog/procedures/ctd-full-depth.toml --rig rigs/catalog/full-ocean-depth-71l.toml
    python docs/images/chamber_course.py runs/ctd-full-depth-seed-1/truth.h5 docs/images/chamber-course.png
"""

import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import xarray

INK, STEEL, JACKET = "#3a3f47", "#5b6b7d", "#009e73"
WATER = {"temperature_lid": "#d55e00", "temperature_middle": "#b88a00", "temperature_floor": "#0072b2"}


def hours_of(trace):
    return (trace["time"].values - trace["time"].values[0]).astype("timedelta64[s]").astype(float) / 3600.0


def last_leg(hours, pressure):
    """The last stretch under pressure, with what comes before and after."""
    under = [hour for hour, mpa in zip(hours, pressure) if mpa > 1.0]
    begin = under[-1]
    for hour in reversed(under):
        if begin - hour > 1.0:
            break
        begin = hour
    return begin - 1.0, under[-1] + 1.5


def draw(axes, trace, hours, names):
    for name in names:
        axes.plot(hours, trace[name], color=WATER[name], lw=0.9, label=name.replace("temperature_", "water, "))
    axes.plot(hours, trace["wall_temperature"], color=STEEL, lw=0.9, label="steel, mean")
    axes.plot(hours, trace["jacket_temperature"], color=JACKET, lw=0.7, label="jacket")
    axes.set_ylabel("temperature / °C")
    axes.legend(fontsize=7, ncol=5, loc="upper right", frameon=False)


def main(source, target):
    trace = xarray.open_dataset(source, group="trace", engine="h5netcdf").load()
    hours, pressure = hours_of(trace), trace["pressure"].values
    plt.rcParams.update({"font.size": 8, "text.color": INK, "axes.edgecolor": INK, "axes.labelcolor": INK})
    figure, (whole_p, whole_t, near_p, near_t) = plt.subplots(
        4, 1, figsize=(9.5, 10.5), height_ratios=[1, 1.4, 1, 1.6], layout="constrained"
    )
    whole_p.plot(hours, pressure, color=INK, lw=0.9)
    whole_p.set_ylabel("pressure / MPa")
    whole_p.set_title("The whole run", loc="left", fontsize=9)
    draw(whole_t, trace, hours, ["temperature_middle"])
    begin, end = last_leg(hours, pressure)
    near = (hours >= begin) & (hours <= end)
    close = trace.isel(time=near)
    near_p.plot(hours[near], pressure[near], color=INK, lw=0.9)
    near_p.set_ylabel("pressure / MPa")
    near_p.set_title("Its last leg under pressure", loc="left", fontsize=9)
    draw(near_t, close, hours[near], list(WATER))
    low, high = close["temperature_middle"].min(), close["temperature_middle"].max()
    near_t.set_ylim(float(low) - 0.6, float(high) + 0.6)
    near_t.set_xlabel("hours since the run began")
    for axes in (whole_p, whole_t, near_p, near_t):
        axes.grid(color="#e4e6ea", lw=0.6)
        axes.set_xlim(*((hours[0], hours[-1]) if axes in (whole_p, whole_t) else (begin, end)))
    figure.savefig(target, dpi=110)


if __name__ == "__main__":
    main(*sys.argv[1:])
