"""Draws what the twin's chamber did in a whole run: pressure, water, steel and jacket, and one leg of it from near. Prints how far
each of that leg's steps moved the water's temperature, beside what the isentrope and the pump's water make of it by GSW-Python.

Needs xarray, h5netcdf, h5py, matplotlib and gsw; reads the truth that a simulated run leaves beside its record:

    hadal calibrate rigs/catalog/procedures/ctd-full-depth.toml --rig rigs/catalog/full-ocean-depth-71l.toml
    python docs/images/chamber_course.py runs/ctd-full-depth-seed-1/truth.h5 docs/images/chamber-course.png
"""

import sys

import gsw
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


def steps(trace, hours, pressure, begin, end):
    """Where pressure has begun and ended to move, in the leg."""
    moving, found, start = False, [], None
    for index in range(1, len(hours)):
        if not begin <= hours[index] <= end:
            continue
        moves = abs(pressure[index] - pressure[index - 1]) > 0.5
        if moves and not moving:
            start = index - 1
        if moving and not moves:
            found.append((start, index))
        moving = moves
    return found


def tell_steps(trace, hours, pressure, begin, end):
    """What each step did: seen, by the isentrope, and by water from the pump, which comes at the hall's temperature."""
    print("step / MPa       seen / K   isentrope / K   pump's water / K")
    for first, last in steps(trace, hours, pressure, begin, end):
        before, after = pressure[first], pressure[last]
        water = trace["temperature_middle"].values[first : last + 8]
        seen = (max(water) if after > before else min(water)) - water[0]
        salinity = 35.16504 / 35.0 * float(trace["salinity_floor"].values[first])
        dbar = [100.0 * (mpa - 0.101325) for mpa in (before, after)]
        isentrope = gsw.t_from_CT(salinity, gsw.CT_from_t(salinity, water[0], dbar[0]), dbar[1]) - water[0]
        # Of a full vessel of Lamé's compliance 1.93e-5 per MPa, so much is new; it comes from the hall.
        masses = [gsw.rho_t_exact(salinity, water[0], at) * (1 + 1.93e-5 * mpa) for at, mpa in zip(dbar, (before, after))]
        new = max(0.0, 1.0 - masses[0] / masses[1])
        hall = float(trace["hall_temperature"].values[first])
        print(f"{before:6.1f} to {after:5.1f}   {seen:+8.3f}   {isentrope:+13.3f}   {new * (hall - water[0]):+16.3f}")


def draw_held(axes, hours, pressure):
    """Pressure less the whole number of megapascals of the set point, in what is left of a step of 23 MPa."""
    sea = pressure - 0.101325
    off_kpa = 1000.0 * (sea - 23.0 * (sea / 23.0).round())
    held = (abs(off_kpa) < 30.0) & (sea > 1.0)
    axes.plot(hours, off_kpa.where(held), color=INK, lw=0.9)
    axes.set_ylabel("off its set point / kPa")
    axes.set_ylim(-30.0, 30.0)


def main(source, target):
    trace = xarray.open_dataset(source, group="trace", engine="h5netcdf").load()
    hours, pressure = hours_of(trace), trace["pressure"].values
    plt.rcParams.update({"font.size": 8, "text.color": INK, "axes.edgecolor": INK, "axes.labelcolor": INK})
    figure, (whole_p, whole_t, near_p, near_t, held) = plt.subplots(
        5, 1, figsize=(9.5, 12.5), height_ratios=[1, 1.4, 1, 1.6, 1], layout="constrained"
    )
    whole_p.plot(hours, pressure, color=INK, lw=0.9)
    whole_p.set_ylabel("pressure / MPa")
    whole_p.set_title("The whole run", loc="left", fontsize=9)
    draw(whole_t, trace, hours, ["temperature_middle"])
    begin, end = last_leg(hours, pressure)
    tell_steps(trace, hours, pressure, begin, end)
    near = (hours >= begin) & (hours <= end)
    close = trace.isel(time=near)
    near_p.plot(hours[near], pressure[near], color=INK, lw=0.9)
    near_p.set_ylabel("pressure / MPa")
    near_p.set_title("Its last leg under pressure", loc="left", fontsize=9)
    draw(near_t, close, hours[near], list(WATER))
    low, high = close["temperature_middle"].min(), close["temperature_middle"].max()
    near_t.set_ylim(float(low) - 0.6, float(high) + 0.6)
    draw_held(held, hours[near], close["pressure"])
    held.set_xlabel("hours since the run began")
    for axes in (whole_p, whole_t, near_p, near_t, held):
        axes.grid(color="#e4e6ea", lw=0.6)
        axes.set_xlim(*((hours[0], hours[-1]) if axes in (whole_p, whole_t) else (begin, end)))
    figure.savefig(target, dpi=110)


if __name__ == "__main__":
    main(*sys.argv[1:])
