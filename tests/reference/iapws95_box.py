"""Water and seawater beyond 100 MPa, with IAPWS-95 as the water part.

    scratch/bin/python tests/reference/iapws95_box.py     (environment: requirements.txt)

The derivatives of the Gibbs energy are those of pure water by IAPWS-95 (iapws95.py) plus those of the salt by TEOS-10,
which is GSW at the salinity minus GSW at zero. The salt part is valid to 100 MPa and is only continued beyond.
"""

import figures
import gsw
import iapws95

DERIVATIVES = {"g": (0, 0), "g_t": (1, 0), "g_p": (0, 1), "g_tt": (2, 0), "g_tp": (1, 1), "g_pp": (0, 2)}
CELSIUS = [-10.0, -5.0, 0.0, 5.0, 10.0, 20.0, 30.0, 40.0]


def salt(sa, t, p):
    return {
        name: float(gsw.gibbs(0, *orders, sa, t, p)) - float(gsw.gibbs(0, *orders, 0.0, t, p))
        for name, orders in DERIVATIVES.items()
    }


def seawater(sa, t, p):
    water, extra = iapws95.gibbs(t, p / 100.0), salt(sa, t, p)
    return {name: water[name] + extra[name] for name in DERIVATIVES}


def row(sa, t, p):
    kelvin = t + 273.15
    here, seam = seawater(sa, t, p), seawater(sa, t, 10000.0)
    enthalpy = [state["g"] - kelvin * state["g_t"] for state in (here, seam)]
    # Differences from 100 MPa do not depend on the two reference states.
    since = [seam["g_t"] - here["g_t"], enthalpy[0] - enthalpy[1]]
    return [sa, t, p, *iapws95.derived(here, kelvin).values(), *since]


if __name__ == "__main__":
    rows = [row(0.0, t, p) for p in [0.0, 2000.0, 4000.0, 6000.0, 8000.0] for t in CELSIUS if t >= 0.0]
    rows += [row(0.0, t, p) for p in [9000.0, 9500.0, 10000.0] for t in CELSIUS]
    for sa in [0.0, 10.0, 35.0, 42.0]:
        rows += [row(sa, t, p) for p in [10300.0, 10600.0, 11000.0, 11500.0, 12000.0, 12700.0] for t in CELSIUS]
    names = ["rho", "sound_speed", "cp", "alpha", "kappa", "kappa_T", "adiabatic_lapse_rate"]
    figures.write(
        "seawater-beyond-100-mpa.csv",
        [
            (
                "Water and seawater above 100 MPa (and water below, where TEOS-10 and IAPWS-95 both hold): pure water"
                " by IAPWS-95 (IAPWS R6-95, 2018; package iapws 1.5.5, GPL, run as a peer), the salt part"
                f" of TEOS-10 added to its derivatives (GSW-Python {gsw.__version__})."
            ),
            "Made by tests/reference/iapws95_box.py.",
            (
                "TEOS-10 and IAPWS-95 differ already at 100 MPa: from -4 to 40 degC by up to 0.09 ppm in density, 0.011"
                " m/s, 2e-8 1/K and 0.17 J/(kg K); at -10 degC by 0.21 ppm, 0.012 m/s, 1.3e-7 1/K and 0.61 J/(kg K)."
                " What the correction leaves up to 127 MPa is in models/seawater/water_beyond_100_mpa.rs."
            ),
            *figures.GSW_COPYRIGHT,
            (
                "Units: g/kg, degC (ITS-90), dbar; kg/m3, m/s, J/(kg K), 1/K, 1/Pa (isentropic), 1/Pa (isothermal),"
                " K/Pa; entropy and enthalpy minus those at 10,000 dbar and the same temperature and salinity, J/(kg K)"
                " and J/kg."
            ),
        ],
        ["SA", "t", "p", *names, "entropy_since_10000_dbar", "enthalpy_since_10000_dbar"],
        rows,
    )
