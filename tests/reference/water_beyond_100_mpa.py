"""Fits what carries the pure-water part of TEOS-10 (IAPWS SR7-09, to 100 MPa) on to IAPWS-95 (to 1000 MPa).

    dg(t, p) = u^4 * sum of c_jk y^j u^k    (J/kg),  y = t/40 degC,  u = max(p/100 MPa - 1, 0), p the sea pressure

so that dg and its first three derivatives vanish at 100 MPa. Weighted linear least squares on specific volume, its
derivatives by temperature and pressure, and the change of g_tt from 100 MPa on. Weights: 0.03 ppm in volume, 0.02 m/s
in sound speed, 5e-9/K in expansion, 0.05 J/(kg K) in heat capacity, each with the difference that the two formulations
already have at 100 MPa and that temperature (which dg cannot remove) added in quadrature; below -4 degC fading, since
there IAPWS-95 itself is an extrapolation.

    python3 -m venv scratch && scratch/bin/pip install -r tests/reference/requirements.txt
    scratch/bin/python tests/reference/water_beyond_100_mpa.py            the fit, residuals, what each term buys
    scratch/bin/python tests/reference/water_beyond_100_mpa.py --metastable   IAPWS-95 against IAPWS G12-15 below 0 degC

The coefficients printed are those of models/seawater/water_beyond_100_mpa.rs. GSW (BSD-3-Clause) gives SR7-09, the
package iapws gives IAPWS-95.
"""

import sys

import gsw
import iapws95
import numpy as np

# (power of y, power of u beyond the fourth), chosen by stepwise trial among powers of y to 6 and of u to 4 + 3. With
# fewer, twice the difference in expansion is left, and 0.3 m/s in the cold (printed below); seven to nine buy nothing,
# all fourteen of powers 0 to 6 by 0 to 1 halve what is left in sound speed and cancel each other in the hundreds.
TERMS = [(0, 2), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0)]
DECIMALS = 3
TEMPERATURE_UNIT = 40.0
PRESSURE_UNIT = 1e8
# Order of the derivative by temperature and by pressure.
DERIVATIVES = {"g": (0, 0), "g_t": (1, 0), "g_p": (0, 1), "g_tt": (2, 0), "g_tp": (1, 1), "g_pp": (0, 2)}
FITTED = ["g_p", "g_pp", "g_tp", "g_tt"]
CELSIUS = np.arange(-18.0, 40.1, 1.0)
MPA = np.arange(101.0, 130.1, 1.0)


def sr7_09(celsius, mpa):
    """The water part of TEOS-10 by GSW, unmodified; the toolbox takes dbar."""
    return {name: float(gsw.gibbs(0, *orders, 0.0, celsius, 100.0 * mpa)) for name, orders in DERIVATIVES.items()}


def term(j, k, celsius, mpa, by_t, by_p):
    """Derivative of y^j u^(4 + k), in SI units."""

    def power(x, exponent, order):
        factor = 1.0
        for step in range(order):
            factor *= exponent - step
        return 0.0 if exponent < order else factor * x ** (exponent - order)

    y, u = celsius / TEMPERATURE_UNIT, max(mpa / 100.0 - 1.0, 0.0)
    value = power(y, j, by_t) * power(u, 4 + k, by_p)
    return value / (TEMPERATURE_UNIT**by_t * PRESSURE_UNIT**by_p)


def correction(coefficients, celsius, mpa):
    """dg and its derivatives."""
    return {
        name: sum(c * term(j, k, celsius, mpa, *orders) for (j, k), c in coefficients.items())
        for name, orders in DERIVATIVES.items()
    }


def corrected(coefficients, celsius, mpa):
    plain, extra = sr7_09(celsius, mpa), correction(coefficients, celsius, mpa)
    return {name: plain[name] + extra[name] for name in DERIVATIVES}


def fit(terms):
    """Least squares; the coefficients rounded as they are to be printed."""
    matrix, wanted = [], []
    for celsius in CELSIUS:
        seam_theirs, seam_ours = iapws95.gibbs(celsius, 100.0), sr7_09(celsius, 100.0)
        fading = 1.0 / (1.0 + (max(0.0, -celsius - 4.0) / 6.0) ** 2)
        for mpa in MPA:
            theirs, ours = iapws95.gibbs(celsius, mpa), sr7_09(celsius, mpa)
            scale = {
                "g_p": 0.03e-6 * ours["g_p"],
                # 0.02 m/s in 1650 m/s; the compressibility goes with the square.
                "g_pp": 2.0 * (0.02 / 1650.0) * abs(ours["g_pp"]) / 2.0,
                "g_tp": 5e-9 * ours["g_p"],
                "g_tt": 0.05 / (celsius + 273.15),
            }
            for name in FITTED:
                seam = seam_theirs[name] - seam_ours[name]
                difference = theirs[name] - ours[name] - (seam if name == "g_tt" else 0.0)
                weight = fading / np.hypot(scale[name], seam)
                matrix.append([weight * term(j, k, celsius, mpa, *DERIVATIVES[name]) for j, k in terms])
                wanted.append(weight * difference)
    matrix, wanted = np.array(matrix), np.array(wanted)
    solution = np.linalg.lstsq(matrix, wanted, rcond=None)[0]
    residual = wanted - matrix @ solution
    return dict(zip(terms, np.round(solution, DECIMALS).tolist())), float(np.sqrt(np.mean(residual**2)))


def deviations(coefficients, celsius, mpa):
    """From IAPWS-95: density in ppm, sound speed in m/s, expansion in 1e-9/K, heat capacity in J/(kg K)."""
    kelvin = celsius + 273.15
    theirs = iapws95.derived(iapws95.gibbs(celsius, mpa), kelvin)
    ours = iapws95.derived(corrected(coefficients, celsius, mpa), kelvin)
    return (
        1e6 * (ours["rho"] / theirs["rho"] - 1.0),
        ours["sound_speed"] - theirs["sound_speed"],
        1e9 * (ours["alpha"] - theirs["alpha"]),
        ours["cp"] - theirs["cp"],
    )


QUANTITIES = ["density, ppm", "sound speed, m/s", "expansion, 1e-9/K", "heat capacity, J/(kg K)"]


def report(coefficients):
    shown = [-18, -14, -10, -6, -2, 0, 4, 10, 20, 30, 40]
    for index, quantity in enumerate(QUANTITIES):
        print(f"\n{quantity}: minus IAPWS-95, without / with the correction")
        print("   MPa" + "".join(f"{celsius:>14d} C" for celsius in shown))
        for mpa in [100, 103, 106, 109, 112, 115, 118, 121, 124, 127, 130]:
            cells = []
            for celsius in shown:
                before = deviations({}, celsius, mpa)[index]
                after = deviations(coefficients, celsius, mpa)[index]
                cells.append(f"{before:8.3f}/{after:7.3f}")
            print(f"{mpa:6d}" + "".join(cells))


def worst(coefficients):
    """Largest deviation per band of temperature from 100 to 127 MPa."""
    for low, high in [(-18, -11), (-10, -5), (-4, 40)]:
        table = [
            deviations(coefficients, celsius, mpa)
            for celsius in CELSIUS[(CELSIUS >= low) & (CELSIUS <= high)]
            for mpa in np.arange(100.0, 127.1, 1.0)
        ]
        print(f"  {low:4d} to {high:3d} C:", *(f"{value:9.3f}" for value in np.abs(table).max(axis=0)))


def metastable():
    """IAPWS-95 below 0 degC against IAPWS G12-15, which was made for supercooled water."""
    from iapws._iapws import _Supercooled

    print("G12-15 minus IAPWS-95: density ppm, sound speed m/s, expansion 1e-6/K, heat capacity J/(kg K)")
    for mpa in [0.0, 100.0, 115.0, 127.0]:
        for celsius in [-18.0, -14.0, -10.0, -5.0, 0.0, 10.0, 20.0]:
            kelvin = celsius + 273.15
            theirs = _Supercooled(kelvin, mpa + 0.101325)
            water = iapws95.derived(iapws95.gibbs(celsius, mpa), kelvin)
            print(
                f"{mpa:6.0f} MPa {celsius:5.0f} C {1e6 * (theirs['rho'] / water['rho'] - 1):9.2f}"
                f" {theirs['w'] - water['sound_speed']:9.3f} {1e6 * (theirs['alfap'] - water['alpha']):9.3f}"
                f" {1e3 * theirs['cp'] - water['cp']:9.3f}"
            )


if __name__ == "__main__":
    if "--metastable" in sys.argv:
        metastable()
        sys.exit()
    coefficients, residual = fit(TERMS)
    print(f"weighted residual {residual:.3f}; coefficients c_jk in J/kg:")
    for (j, k), value in coefficients.items():
        print(f"  y^{j} u^{4 + k}: {value:.{DECIMALS}f}")
    print("\nworst deviations from IAPWS-95, 100 to 127 MPa:", ", ".join(QUANTITIES))
    print(" without the correction")
    worst({})
    print(" with it")
    worst(coefficients)
    for left_out in TERMS:
        fewer, residual = fit([name for name in TERMS if name != left_out])
        print(f" without the term y^{left_out[0]} u^{4 + left_out[1]}: weighted residual {residual:.3f}")
        worst(fewer)
    report(coefficients)
