#!/usr/bin/env python3
"""Makes the reference figures of the ocean: the files ocean-*.csv beside this script.

    scratch/bin/python tests/reference/ocean.py     (environment: requirements.txt)

Rows of the kind "check" are the check values of the Gibbs SeaWater Toolbox (gsw_cv_v3_0, every fourth depth of its three
casts); rows of the kind "code" are what the toolbox computes here. Numbers carry 17 digits.
"""

import os
import warnings

import gsw
import numpy as np

warnings.simplefilter("ignore")
import seawater  # noqa: E402  (warns that it is old, which is why it is here)
from seabirdscientific.eos80_conversion import _derive_sound_velocity_d as sea_bird_del_grosso  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
CHECK = np.load(os.path.join(os.path.dirname(gsw.__file__), "tests", "gsw_cv_v3_0.npz"))
TOOLBOX = [
    "Gibbs SeaWater Oceanographic Toolbox, GSW-Python 3.6.23, made by ocean.py. Copyright 2011-2026, SCOR/IAPSO WG127;",
    "BSD-3-Clause licence (LICENSE-THIRD-PARTY); www.TEOS-10.org.",
]
RANDOM = np.random.default_rng(20261122)


def write(name, header, columns):
    """One file: a commented header, the names, one row for each index."""
    with open(os.path.join(HERE, name), "w", encoding="ascii") as out:
        out.writelines(f"# {line}\n" for line in header)
        out.write(",".join(columns) + "\n")
        for row in zip(*columns.values(), strict=True):
            out.write(",".join(cell if isinstance(cell, str) else repr(float(cell)) for cell in row) + "\n")


def check(name):
    """Every fourth depth of the casts of check values, as one column."""
    values = CHECK[name]
    if values.shape == (3,):
        values = np.broadcast_to(values, CHECK["p_chck_cast"].shape)
    values = values[::4].ravel()
    return values[np.isfinite(CHECK["p_chck_cast"][::4].ravel())]


def joined(checked, computed):
    return np.concatenate([checked, computed])


def kinds(checked, computed):
    return ["check"] * len(checked) + ["code"] * len(computed)


def uniform(low, high, count):
    return RANDOM.uniform(low, high, count)


def polynomial_75():
    p = np.concatenate([uniform(0, 8000, 60), uniform(8000, 12700, 20), [0.0, 500.0, 6500.0, 8000.0]])
    sa, ct = uniform(0, 42, len(p)), uniform(-2, 35, len(p))
    sa[:30], ct[:30] = uniform(30, 38, 30), uniform(-1, 10, 30)
    for more_sa, more_ct, more_p in [funnel_edges(), corners()]:
        sa, ct, p = np.append(sa, more_sa), np.append(ct, more_ct), np.append(p, more_p)
    columns = {"kind": kinds(check("p_chck_cast"), p)}
    columns |= {"SA": joined(check("SA_chck_cast"), sa), "CT": joined(check("CT_chck_cast"), ct)}
    columns["p"] = joined(check("p_chck_cast"), p)
    for name in ["rho", "alpha", "beta", "sound_speed"]:
        columns[name] = joined(check(name), getattr(gsw, name)(sa, ct, p))
    columns["infunnel"] = gsw.infunnel(columns["SA"], columns["CT"], columns["p"]).astype(float)
    header = ["The 75-term polynomial and its funnel.", *TOOLBOX]
    write("ocean-polynomial-75.csv", header + ["Units: g/kg, degC, dbar; kg/m3, 1/K, kg/g, m/s, 1."], columns)


def funnel_edges():
    """Pairs of states a hair inside and outside each side of the funnel."""
    hair, states = 1e-6, []
    for p in [0.0, 499.0, 500.0, 501.0, 2000.0, 4500.0, 6499.0, 6500.0, 8000.0]:
        saltiest, freshest = 42.0, 0.0 if p < 500 else min(p * 5e-3 - 2.5, 30.0)
        warmest = 30.0 if p < 500 else max(95 / 3 - p / 300, 10.0)
        for side in [-hair, hair]:
            coldest = gsw.CT_freezing(35.0, min(p, 500.0), 0.0)
            states += [(freshest + side, 5.0, p), (saltiest + side, 5.0, p), (35.0, warmest + side, p)]
            states += [(35.0, coldest + side, p)]
    states += [(35.0, 5.0, 8000.0 + hair), (0.0, 5.0, 0.0)]
    # Salinity below zero is outside the funnel, and zero to us but not to the toolbox.
    return np.array([state for state in states if state[0] >= 0]).T


def corners():
    """The corners of the box SP 0 to 42, freezing (and 0.05 K) to 40 degC, and three pressures between."""
    return np.array([
        (sa, gsw.CT_from_t(sa, t, p), p)
        for sa in [0.0, 42 * 35.16504 / 35]
        for p in [0.0, 4000.0, 8000.0, 10000.0, 12700.0]
        for t in [gsw.t_freezing(sa, p, 0.0) + 0.05, 40.0]
    ]).T


def depth():
    z_casts = check("z_from_p")
    p = np.concatenate([uniform(0, 8000, 30), np.linspace(8000, 12700, 12), [11274.0]])
    lat = uniform(-90, 90, len(p))
    standard = 35.16504
    potential = gsw.enthalpy_CT_exact(standard, 0.0, 0.0)
    columns = {"kind": kinds(z_casts, p), "lat": joined(check("lat_chck_cast"), lat)}
    columns["p"] = joined(check("p_chck_cast"), p)
    columns["depth"] = -joined(z_casts, gsw.z_from_p(p, lat))
    columns["p_from_z"] = joined(check("p_from_z"), gsw.p_from_z(gsw.z_from_p(p, lat), lat))
    columns["gravity"] = joined(check("grav"), gsw.grav(lat, p))
    columns["exact_enthalpy"] = gsw.enthalpy_CT_exact(standard, 0.0, columns["p"]) - potential
    columns["saunders_fofonoff"] = seawater.dpth(columns["p"], columns["lat"])
    header = [
        "Depth, gravity, and what pressure adds to the enthalpy of the standard ocean (35.16504 g/kg, CT 0).", *TOOLBOX,
        "exact_enthalpy: its enthalpy_CT_exact less that at the surface. saunders_fofonoff: the formula of UNESCO 44",
        "(1983) in seawater 3.3.5 (MIT licence). Units: degrees north, dbar; m, dbar, m/s2, J/kg, m.",
    ]
    write("ocean-depth.csv", header, columns)


def oxygen():
    sa, ct, p = check("SA_chck_cast"), check("CT_chck_cast"), check("p_chck_cast")
    sp, pt = uniform(0, 42, 40), uniform(-2, 40, 40)
    columns = {"kind": kinds(p, sp), "SP": joined(check("SP_chck_cast"), sp)}
    columns["pt"] = joined(gsw.pt_from_CT(sa, ct), pt)
    columns["O2sol"] = joined(check("O2sol_SP_pt"), gsw.O2sol_SP_pt(sp, pt))
    header = ["Solubility of oxygen, O2sol_SP_pt.", *TOOLBOX, "Units: 1, degC (ITS-90), umol/kg."]
    write("ocean-oxygen.csv", header, columns)


def absolute_salinity():
    # Shores and the bottom of the atlas come with the whole globe; then Central America, the Baltic, the date line.
    boxes = [(-180, 180, -86, 90, 150), (258, 294, 2, 21, 80), (5, 47, 49, 70, 60), (176, 184, -60, 66, 25)]
    lon, lat, p = np.empty(0), np.empty(0), np.empty(0)
    for west, east, south, north, count in boxes:
        lon, lat = np.append(lon, uniform(west, east, count)), np.append(lat, uniform(south, north, count))
        p = np.append(p, np.where(uniform(0, 1, count) < 0.3, 0.0, uniform(0, 6500, count) ** 2 / 6500))
    edges = [(360.0, 0.0), (0.0, 0.0), (359.9999, 45.0), (-0.0001, 45.0), (180.0, -86.0), (20.0, 90.0), (260.0, 10.0),
             (291.999, 10.0), (292.0, 10.0), (280.0, 9.0), (142.2, 11.35), (-176.5, -30.0)]
    for east, north in edges:
        for dbar in [0.0, 10.0, 6131.0, 11000.0]:
            lon, lat, p = np.append(lon, east), np.append(lat, north), np.append(p, dbar)
    for north in [50.0, 50.001, 55.0, 58.9, 59.0, 59.1, 64.0, 68.9, 69.0]:
        west = np.interp(north, [50.0, 59.0, 69.0], [12.6, 7.0, 26.0])
        for shore in [west, np.interp(north, [50.0, 69.0], [45.0, 26.0])]:
            lon, lat, p = np.append(lon, [shore - 1e-6, shore + 1e-6]), np.append(lat, [north] * 2), np.append(p, [0, 0])
    sp = uniform(2, 42, len(p))
    columns = {"kind": kinds(check("p_chck_cast"), p)}
    columns["lon"] = joined(check("long_chck_cast"), lon)
    columns["lat"] = joined(check("lat_chck_cast"), lat)
    columns["p"] = joined(check("p_chck_cast"), p)
    columns["SP"] = joined(check("SP_chck_cast"), sp)
    columns["SA"] = joined(check("SA_from_SP"), gsw.SA_from_SP(sp, p, lon, lat))
    columns["SAAR"] = gsw.SAAR(columns["p"], columns["lon"], columns["lat"])
    columns["SP_from_SA"] = gsw.SP_from_SA(columns["SA"], columns["p"], columns["lon"], columns["lat"])
    header = ["Absolute Salinity from Practical Salinity and place.", *TOOLBOX,
              "Units: degrees east, degrees north, dbar, 1; g/kg, 1, 1."]
    write("ocean-absolute-salinity.csv", header, columns)


def before_teos_10():
    p = np.concatenate([uniform(0, 9800, 50), uniform(10000, 12700, 10), np.zeros(10)])
    sp, t = uniform(0, 42, len(p)), uniform(-2, 40, len(p))
    # Del Grosso's own range: 30-40, 0-30 degC.
    sp[:40], t[:40] = uniform(30, 40, 40), uniform(0, 30, 40)
    columns = {"SP": sp, "t": t, "p": p, "rho": seawater.dens(sp, t, p), "bulk_modulus": seawater.library.seck(sp, t, p)}
    columns["chen_millero"] = seawater.svel(sp, t, p)
    columns["wong_zhu_del_grosso"] = wong_zhu_del_grosso(sp, t, p)
    surface = sea_bird_del_grosso(sp, 1.00024 * t, 0 * p)
    columns["del_grosso_surface"] = surface
    header = [
        "EOS-80 and two equations of sound speed, made by ocean.py. rho, bulk_modulus, chen_millero: seawater 3.3.5 (MIT",
        "licence; F. Fernandes, after P. Morgan's CSIRO routines of UNESCO 44). del_grosso_surface: Del Grosso 1974 at p = 0",
        "by seabirdscientific 3.1.1 (MIT licence); under pressure its cubic coefficient lacks a digit (0.8339 for 0.8834).",
        "wong_zhu_del_grosso: the refit of Wong and Zhu 1995 to ITS-90, evaluated by ocean.py.",
        "Units: 1, degC (ITS-90), dbar; kg/m3, bar, m/s, m/s, m/s.",
    ]
    write("ocean-before-teos-10.csv", header, columns)


def wong_zhu_del_grosso(s, t, dbar):
    """Wong and Zhu, J. Acoust. Soc. Am. 97 (1995) 1732, as the NPL's technical guide on sound in seawater tabulates it."""
    p = dbar * 0.1019716
    return (
        1402.392 + 5.012285 * t - 5.51184e-2 * t**2 + 2.21649e-4 * t**3 + 1.329530 * s + 1.288598e-4 * s**2
        + 0.1560592 * p + 2.449993e-5 * p**2 - 8.833959e-9 * p**3 - 1.275936e-2 * s * t + 6.353509e-3 * t * p
        + 2.656174e-8 * t**2 * p**2 - 1.593895e-6 * t * p**2 + 5.222483e-10 * t * p**3 - 4.383615e-7 * t**3 * p
        - 1.616745e-9 * s**2 * p**2 + 9.688441e-5 * s * t**2 + 4.857614e-6 * s**2 * t * p - 3.406824e-4 * s * t * p
    )


def thin_salinity():
    states = np.meshgrid([0.05, 0.1, 0.3, 1.0, 2.0, 3.0], [0.0, 5.0, 20.0, 35.0], [0.0, 100.0, 4000.0, 10000.0])
    conductivity, t, p = (axis.ravel() for axis in states)
    columns = {"C": conductivity, "t": t, "p": p, "SP_from_C": gsw.SP_from_C(conductivity, t, p)}
    header = ["Practical Salinity of water with little salt, SP_from_C.", *TOOLBOX, "Units: mS/cm, degC (ITS-90), dbar; 1."]
    write("ocean-thin-salinity.csv", header, columns)


def salinometer():
    ratios = [0.02, 0.045, 0.5, 0.98765, 0.99984, 0.99986, 0.99997, 1.0, 1.15]
    states = np.meshgrid(ratios, [15 / 1.00024, 15.0, 20.0, 21.0, 24.0, 30.0])
    ratio, t = (axis.ravel() for axis in states)
    columns = {"Rt": ratio, "t": t, "SP_salinometer": gsw.SP_salinometer(ratio, t)}
    header = ["Practical Salinity from a salinometer's conductivity ratio, SP_salinometer.", *TOOLBOX]
    write("ocean-salinometer.csv", header + ["Units: 1, degC (ITS-90, of the bath); 1."], columns)


if __name__ == "__main__":
    for make in [polynomial_75, depth, oxygen, absolute_salinity, before_teos_10, thin_salinity, salinometer]:
        make()
