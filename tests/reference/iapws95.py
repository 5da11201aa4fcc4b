"""Pure water by IAPWS-95, as derivatives of its Gibbs energy at given temperature and pressure.

IAPWS R6-95 (2018), checked against its own tables 6 and 7 each time this module is loaded. The Helmholtz function
itself is that of the package `iapws` (a peer: imported, never copied), whose public interface refuses the metastable
liquid below the melting curve; the density is therefore solved for here, by Newton's rule from the liquid side.

Runs in a scratch environment with the packages of requirements.txt.
"""

import numpy as np
from iapws import IAPWS95

_WATER = IAPWS95()
# J/(kg K), kg/m3, K: IAPWS R6-95, equations 1 to 3.
GAS_CONSTANT = 461.51805
CRITICAL_DENSITY = 322.0
CRITICAL_TEMPERATURE = 647.096
ATMOSPHERE_PA = 101325.0


def _reduced(kelvin, density):
    """Derivatives of the reduced Helmholtz energy, ideal part and residual part together, and delta, tau."""
    delta, tau = density / CRITICAL_DENSITY, CRITICAL_TEMPERATURE / kelvin
    ideal, residual = _WATER._phi0(tau, delta), _WATER._phir(tau, delta)
    total = {
        "": ideal["fio"] + residual["fir"],
        "t": ideal["fiot"] + residual["firt"],
        "tt": ideal["fiott"] + residual["firtt"],
        "d": ideal["fiod"] + residual["fird"],
        "dd": ideal["fiodd"] + residual["firdd"],
        "dt": ideal["fiodt"] + residual["firdt"],
    }
    return {name: float(value) for name, value in total.items()}, delta, tau


def pressure(kelvin, density):
    """Absolute pressure, Pa."""
    phi, delta, _ = _reduced(kelvin, density)
    return density * GAS_CONSTANT * kelvin * delta * phi["d"]


def density(kelvin, pascal, start=1050.0):
    """Density of the liquid (stable or not), kg/m3, at absolute pressure."""
    rho = start
    for _ in range(50):
        phi, delta, _ = _reduced(kelvin, rho)
        unit = GAS_CONSTANT * kelvin
        excess = rho * unit * delta * phi["d"] - pascal
        slope = unit * (2.0 * delta * phi["d"] + delta * delta * phi["dd"])
        step = excess / slope
        rho -= step
        if abs(step) < 1e-13 * rho:
            return rho
    raise ArithmeticError(f"no density at {kelvin} K, {pascal} Pa")


def gibbs(celsius, sea_mpa):
    """g, g_t, g_p, g_tt, g_tp, g_pp in SI units at temperature (ITS-90) and sea pressure.

    g and g_t are in the reference state of IAPWS-95 (internal energy and entropy of the liquid vanish at the triple
    point), not that of TEOS-10.
    """
    kelvin, pascal = celsius + 273.15, sea_mpa * 1e6 + ATMOSPHERE_PA
    rho = density(kelvin, pascal)
    phi, delta, tau = _reduced(kelvin, rho)
    unit = GAS_CONSTANT * kelvin
    # Derivatives of the pressure and of the Helmholtz energy f(T, rho) = R T phi.
    p_rho = unit * (2.0 * delta * phi["d"] + delta * delta * phi["dd"])
    p_t = rho * GAS_CONSTANT * delta * (phi["d"] - tau * phi["dt"])
    f_tt = GAS_CONSTANT * tau * tau * phi["tt"] / kelvin
    g_pp = -1.0 / (rho * rho * p_rho)
    g_tp = p_t / (rho * rho * p_rho)
    return {
        "g": unit * (phi[""] + delta * phi["d"]),
        "g_t": -GAS_CONSTANT * (tau * phi["t"] - phi[""]),
        "g_p": 1.0 / rho,
        "g_tt": f_tt - p_t * g_tp,
        "g_tp": g_tp,
        "g_pp": g_pp,
    }


def _check():
    """The release's own check values, nine digits: table 6 at 500 K and table 7 at 300 K and 500 K."""
    sums, delta, tau = _reduced(500.0, 838.025)
    printed = {
        "": 2.04797733 - 3.42693206,
        "t": 9.04611106 - 5.81403435,
        "tt": -1.93249185 - 2.23440737,
        "d": 0.384236747 - 0.364366650,
        "dd": -0.147637878 + 0.856063701,
        "dt": -1.12176915,
    }
    for name, value in printed.items():
        assert abs(sums[name] - value) <= 1.5e-8, (name, sums[name], value)
    for kelvin, rho, mpa, sound_speed, entropy in [
        (300.0, 996.5560, 0.0992418352, 1501.51914, 393.062643),
        (300.0, 1005.308, 20.0022515, 1534.92501, 387.405401),
        (300.0, 1188.202, 700.004704, 2443.57992, 132.609616),
        (500.0, 838.0250, 10.0003858, 1271.28441, 2566.90919),
        (500.0, 1084.564, 700.000405, 2412.00877, 2032.37509),
    ]:
        # The first density is printed to seven digits and so gives the pressure to fewer than nine.
        ours = pressure(kelvin, rho)
        assert abs(ours - mpa * 1e6) <= 1e-8 * mpa * 1e6 + 1e-3, (kelvin, rho, ours)
        found = density(kelvin, ours)
        assert abs(found - rho) <= 1e-10 * rho, (kelvin, rho, found)
        state = gibbs(kelvin - 273.15, (ours - ATMOSPHERE_PA) / 1e6)
        assert abs(-state["g_t"] - entropy) <= 1e-8 * entropy, (kelvin, rho, state)
        speed = derived(state, kelvin)["sound_speed"]
        assert abs(speed - sound_speed) <= 1e-8 * sound_speed, (kelvin, rho, speed)


def derived(g, kelvin):
    """Density, sound speed, heat capacity, expansion, compressibilities and lapse rate from the derivatives of g."""
    kappa = (g["g_tp"] ** 2 - g["g_tt"] * g["g_pp"]) / (g["g_p"] * g["g_tt"])
    return {
        "rho": 1.0 / g["g_p"],
        "sound_speed": float(np.sqrt(g["g_p"] / kappa)),
        "cp": -kelvin * g["g_tt"],
        "alpha": g["g_tp"] / g["g_p"],
        "kappa": kappa,
        "kappa_T": -g["g_pp"] / g["g_p"],
        "adiabatic_lapse_rate": -g["g_tp"] / g["g_tt"],
    }


_check()
