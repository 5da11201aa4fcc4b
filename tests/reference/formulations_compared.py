"""How far independent formulations of water and seawater are apart: the evidence behind
models/seawater/uncertainty and docs/physics/seawater.md.

Prints tables; every figure is a root mean square and, in brackets, the largest difference.
EOS-80, Chen and Millero come from seawater 3.3.5, IAPWS-95, G12-15 and R14-08 from iapws 1.5.5:

    scratch/bin/python tests/reference/formulations_compared.py     (environment: requirements.txt)
"""

import warnings
from types import SimpleNamespace

import gsw
import iapws95
import numpy as np
import seafreeze.seafreeze as seafreeze
import seawater as eos80
from iapws import IAPWS95
from iapws._iapws import _Melting_Pressure, _Supercooled
from scipy.optimize import brentq

warnings.filterwarnings("ignore")
PRESSURES_DBAR = (0, 2000, 5000, 8000, 10000, 11000, 12000, 12700)
RATIO = 35.16504 / 35
ATMOSPHERE_MPA = 0.101325
random = np.random.default_rng(1)


def spread(values):
    return f"{np.sqrt(np.mean(values**2)):9.3g} ({np.max(np.abs(values)):.3g})"


def row(name, cells):
    print(f"{name:28}" + "".join(f"{cell:>20}" for cell in cells))


def header(title):
    print(f"\n{title}")
    row("dbar", [str(p) for p in PRESSURES_DBAR])


def water():
    temperatures = (0.01, 5, 10, 20, 26)
    header("IAPWS-95 less G12-15, fresh water: each temperature, then all")
    for name, difference in (
        ("density, ppm", lambda a, b: (a.rho / b["rho"] - 1) * 1e6),
        ("sound speed, m/s", lambda a, b: a.w - b["w"]),
        ("heat capacity, J/(kg K)", lambda a, b: (a.cp - b["cp"]) * 1e3),
        ("expansion, 1e-6/K", lambda a, b: (a.alfav - b["alfap"]) * 1e6),
    ):
        table = np.array([
            [
                difference(IAPWS95(T=t + 273.15, P=p / 100 + ATMOSPHERE_MPA),
                           _Supercooled(t + 273.15, p / 100 + ATMOSPHERE_MPA))
                for p in PRESSURES_DBAR
            ]
            for t in temperatures
        ])
        for t, values in zip(temperatures, table):
            row(f"{name} {t:g} °C", [f"{v:.3g}" for v in values])
        row(name, [spread(column) for column in table.T])
        # The peer's IAPWS-95 refuses to go below the triple point.
        for t in (-8, -6, -4, -2):
            cells = []
            for p in PRESSURES_DBAR:
                water = iapws95.derived(iapws95.gibbs(t, p / 100), t + 273.15)
                ours = SimpleNamespace(
                    rho=water["rho"], w=water["sound_speed"], cp=water["cp"] / 1e3, alfav=water["alpha"]
                )
                stable = t >= gsw.t_freezing(0, p, 0)
                value = difference(ours, _Supercooled(t + 273.15, p / 100 + ATMOSPHERE_MPA))
                cells.append(f"{value:.3g}" if stable else "-")
            row(f"{name} {t:g} °C", cells)


def seawater():
    for low, high, label in ((30, 38, "ocean"), (5, 25, "brackish"), (0, 0.5, "nearly fresh")):
        header(f"EOS-80 and Chen and Millero less TEOS-10, S {low}-{high} ({label}), 0-30 °C")
        columns = {}
        for p in PRESSURES_DBAR:
            s, t = random.uniform(low, high, 4000), random.uniform(0, 30, 4000)
            a = s * RATIO
            below = np.maximum(s - 0.01, 0)
            alpha = -(np.log(eos80.dens(s, t + 0.01, p)) - np.log(eos80.dens(s, t - 0.01, p))) / 0.02
            beta = (np.log(eos80.dens(s + 0.01, t, p)) - np.log(eos80.dens(below, t, p))) / (
                (s + 0.01 - below) * RATIO
            )
            heat = eos80.cp(s, t, p) - gsw.cp_t_exact(a, t, p)
            for name, values in (
                ("density, ppm", (eos80.dens(s, t, p) / gsw.rho_t_exact(a, t, p) - 1) * 1e6),
                ("expansion, 1e-6/K", (alpha - gsw.alpha_wrt_t_exact(a, t, p)) * 1e6),
                ("contraction, relative", beta / gsw.beta_const_t_exact(a, t, p) - 1),
                ("heat capacity, J/(kg K)", heat),
                ("heat capacity below 5 °C", heat[t < 5]),
                ("sound (C-M), m/s", eos80.svel(s, t, p) - gsw.sound_speed_t_exact(a, t, p)),
            ):
                columns.setdefault(name, []).append(spread(values))
        for name, cells in columns.items():
            row(name, cells)
    header("Share of salt in density, EOS-80 less TEOS-10, SP 10-40, 0-30 °C")
    cells = []
    for p in PRESSURES_DBAR:
        s, t = random.uniform(10, 40, 4000), random.uniform(0, 30, 4000)
        one = eos80.dens(s, t, p) - eos80.dens(0 * s, t, p)
        other = gsw.rho_t_exact(s * RATIO, t, p) - gsw.rho_t_exact(0 * s, t, p)
        cells.append(spread((one - other) / gsw.rho_t_exact(s * RATIO, t, p) * 1e6))
    row("ppm", cells)


def del_grosso(s, t, dbar):
    """Del Grosso 1974 on the ITS-90 (Wong and Zhu 1995)."""
    p = dbar / 9.80665
    return (
        1402.392 + 5.012285 * t - 0.0551184 * t**2 + 0.221649e-3 * t**3
        + 1.329530 * s + 0.1288598e-3 * s**2
        + 0.1560592 * p + 0.2449993e-4 * p**2 - 0.8833959e-8 * p**3
        + 0.6353509e-2 * t * p - 0.4383615e-6 * t**3 * p - 0.1593895e-5 * t * p**2
        + 0.2656174e-7 * t**2 * p**2 + 0.5222483e-9 * t * p**3
        - 0.1275936e-1 * s * t + 0.9688441e-4 * s * t**2
        - 0.3406824e-3 * s * t * p + 0.4857614e-5 * s**2 * t * p - 0.1616745e-8 * s**2 * p**2
    )


def sound():
    edges = (0, 2000, 4000, 6000, 9806, 11000, 12700)
    print("\nDel Grosso less TEOS-10, then Chen and Millero less TEOS-10, S 30-40, m/s; then what two of three formulations of")
    print("equal standing cannot be better than: the root mean square of both over the square root of two")
    row("dbar", [f"{low}-{high}" for low, high in zip(edges, edges[1:])])
    for low, high in ((0, 5), (5, 10), (10, 15), (15, 20), (20, 25), (25, 30)):
        rows = ([], [], [])
        for least, most in zip(edges, edges[1:]):
            s, t = random.uniform(30, 40, 20000), random.uniform(low, high, 20000)
            p = random.uniform(least, most, 20000)
            exact = gsw.sound_speed_t_exact(s * RATIO, t, p)
            one, other = del_grosso(s, t, p) - exact, eos80.svel(s, t, p) - exact
            rows[0].append(spread(one))
            rows[1].append(spread(other))
            rows[2].append(f"{np.sqrt(np.mean(one**2 + other**2) / 4):.2f}")
        for name, cells in zip(("Del Grosso", "Chen-Millero", "over root 2"), rows):
            row(f"{name} {low}-{high} °C", cells)
    for name, formula in (("Del Grosso", del_grosso), ("Chen-Millero", eos80.svel)):
        header(f"{name} less TEOS-10 at single states, m/s (- where it is ice)")
        p = np.array(PRESSURES_DBAR, float)
        for s in (0, 10, 20, 25, 30, 34.7, 38, 40, 42):
            for t in (-10, -4, 0, 5, 10, 20, 30, 40):
                a, celsius = s * RATIO + 0 * p, t + 0 * p
                values = formula(a / RATIO, celsius, p) - gsw.sound_speed_t_exact(a, celsius, p)
                liquid = celsius >= gsw.t_freezing(a, p, 0) - 1e-3
                row(f"S {s}, {t} °C", [f"{v:.2f}" if ok else "-" for v, ok in zip(values, liquid)])


def polynomial():
    n = 300_000
    a, t, p = random.uniform(0, 42, n) * RATIO, random.uniform(-12, 40, n), random.uniform(0, 12700, n)
    liquid = t > gsw.t_freezing(a, p, 0)
    a, t, p = a[liquid], t[liquid], p[liquid]
    ct = gsw.CT_from_t(a, t, p)
    funnel = gsw.infunnel(a, ct, p) == 1

    def exact(salinity, conservative):
        return gsw.rho_t_exact(salinity, gsw.t_from_CT(salinity, conservative, p), p)

    fresher = np.maximum(a - 0.02, 0)
    alpha = -(np.log(exact(a, ct + 0.02)) - np.log(exact(a, ct - 0.02))) / 0.04
    beta = (np.log(exact(a + 0.02, ct)) - np.log(exact(fresher, ct))) / (a + 0.02 - fresher)
    print("\n75-term polynomial less the Gibbs function: in the funnel, then outside by pressure")
    for name, values in (
        ("density, ppm", (gsw.rho(a, ct, p) / gsw.rho_t_exact(a, t, p) - 1) * 1e6),
        ("sound speed, m/s", gsw.sound_speed(a, ct, p) - gsw.sound_speed_t_exact(a, t, p)),
        ("expansion, 1e-6/K", (gsw.alpha(a, ct, p) - alpha) * 1e6),
        ("contraction, kg/g", gsw.beta(a, ct, p) - beta),
    ):
        edges = (0, 2000, 5000, 8000, 10000, 11000, 12700)
        outside = [
            spread(values[~funnel & (p >= low) & (p < high)]) for low, high in zip(edges, edges[1:])
        ]
        row(name, [spread(values[funnel]), *outside])
        for warmer in (-12, -4, 0, 10, 20, 30):
            for label, salt in (("S 0-10", a < 10), ("S 30-42", a > 30)):
                band = salt & ~funnel & (t >= warmer) & (t < warmer + 10)
                cells = [values[band & (p >= low) & (p < high)] for low, high in zip(edges, edges[1:])]
                row(f"  {label}, from {warmer} °C", ["", *(spread(v) if v.size else "-" for v in cells)])


def melting():
    header("Melting of ice I in fresh water less TEOS-10's, mK")

    def at(mpa, kelvin):
        point = np.empty(1, object)
        point[0] = (mpa, kelvin)
        return point

    cells, later = [], []
    for p in PRESSURES_DBAR:
        mpa = p / 100 + ATMOSPHERE_MPA
        here = gsw.t_freezing(0, p, 0) + 273.15
        other = brentq(lambda t: _Melting_Pressure(t, "Ih") - mpa, 252, 273.16)
        newer = brentq(
            lambda t: float(seafreeze.seafreeze(at(mpa, t), "water1").G[0])
            - float(seafreeze.seafreeze(at(mpa, t), "Ih").G[0]),
            250, 275,
        )
        cells.append(f"{(other - here) * 1e3:.1f}")
        later.append(f"{(newer - here) * 1e3:.1f}")
    row("IAPWS R14-08", cells)
    row("SeaFreeze water", later)


def height():
    print("\nHeight of a column over that of the standard ocean, m, down to 10, 40, 80 and 110 MPa")
    p = np.arange(0, 12001, 10.0)
    standard = gsw.specvol_t_exact(35.16504, gsw.t_from_CT(35.16504, 0 * p, p), p)
    for surface, s in ((28, 34.7), (15, 35), (2, 34.7)):
        ct = 1.2 + (surface - 1.2) * np.exp(-p / 700)
        a = s * RATIO
        column = np.cumsum(gsw.specvol_t_exact(a, gsw.t_from_CT(a, ct, p), p) - standard) * 1e5 / 9.8
        row(f"{surface} °C at the surface", [f"{column[int(q / 10)]:.2f}" for q in (1000, 4000, 8000, 11000)])


water()
seawater()
sound()
polynomial()
melting()
height()
