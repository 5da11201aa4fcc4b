"""The Gibbs energy of seawater and its derivatives in 50 digits, straight from the formula.

    scratch/bin/python tests/reference/gibbs_50_digits.py     (environment: requirements.txt)

g(S, t, p) is summed power by power (IAPWS SR7-09 eq. 1, IAPWS R13-08 eq. 4, and the correction above 100 MPa), with the
coefficients read from the Rust sources at run time so that no digit is retyped; every derivative is a numerical one.
What this shows is that the code differentiates and sums what it has; that the coefficients are right is shown by the
check values of the IAPWS and of GSW.
"""

import ast
import pathlib
import re

import figures
import mpmath
from mpmath import mp, mpf

mp.dps = 50
SEAWATER = pathlib.Path(__file__).parents[2] / "models" / "seawater"
# IAPWS R13-08, table 1, and IOC et al. (2010), equation 3.3.3.
SALINITY_UNIT = mpf("0.03516504") * 40 / 35
TEMPERATURE_UNIT, PRESSURE_UNIT = mpf(40), mpf(10) ** 8
KELVIN = mpf("273.15")
CP0 = mpf("3991.86795711963")


def table(file, name):
    """A constant of a Rust source as nested lists, from its decimals."""
    text = re.sub(r"//.*", "", (SEAWATER / file).read_text(encoding="utf-8"))
    found = re.search(rf"const {name}: [^=]*= (.*?);\n(?:\n|\Z)", text, re.DOTALL)
    body = re.sub(r"-?[\d._]+(?:e-?\d+)?", lambda number: f"'{number[0].replace('_', '')}'", found[1])

    def numbers(node):
        return [numbers(item) for item in node] if isinstance(node, (list, tuple)) else mpf(node)

    return numbers(ast.literal_eval(body.strip()))


WATER = table("coefficients.rs", "WATER")
SALT = table("coefficients.rs", "SALT")
SALT_LOGARITHM = table("coefficients.rs", "SALT_LOGARITHM")
BEYOND = {
    4: table("water_beyond_100_mpa.rs", "FOURTH_POWER"),
    6: [table("water_beyond_100_mpa.rs", "SIXTH_POWER")],
}


def gibbs(s, celsius, pascal):
    """J/kg at mass fraction of salt, temperature, sea pressure."""
    y, z = celsius / TEMPERATURE_UNIT, pascal / PRESSURE_UNIT
    total = sum(c * y**j * z**k for k, row in enumerate(WATER) for j, c in enumerate(row))
    if z > 1:
        total += sum(c * y**j * (z - 1) ** power for power, row in BEYOND.items() for j, c in enumerate(row))
    if s > 0:
        x = mpmath.sqrt(s / SALINITY_UNIT)
        total += x * x * mpmath.log(x) * sum(c * y**j for j, c in enumerate(SALT_LOGARITHM))
        total += sum(
            c * x ** (2 + i) * y**j * z**k
            for k, rows in enumerate(SALT)
            for i, row in enumerate(rows)
            for j, c in enumerate(row)
        )
    return total


ORDERS = {
    "g": (0, 0, 0),
    "g_t": (0, 1, 0),
    "g_p": (0, 0, 1),
    "g_tt": (0, 2, 0),
    "g_tp": (0, 1, 1),
    "g_pp": (0, 0, 2),
    "g_s": (1, 0, 0),
    "g_ss": (2, 0, 0),
    "g_st": (1, 1, 0),
    "g_sp": (1, 0, 1),
}


def derivative(name, s, celsius, pascal):
    orders = ORDERS[name]
    if not any(orders):
        return gibbs(s, celsius, pascal)
    if orders[0]:
        return None if s == 0 else mpmath.diff(gibbs, (s, celsius, pascal), orders)
    return mpmath.diff(lambda t, p: gibbs(s, t, p), (celsius, pascal), orders[1:])


def potential(s, celsius, pascal):
    """Potential temperature (reference pressure: one atmosphere) and Conservative Temperature."""

    def g_t(t, p):
        return mpmath.diff(lambda at: gibbs(s, at, p), t)

    entropy = g_t(celsius, pascal)
    pt = mpmath.findroot(
        lambda t: g_t(t, mpf(0)) - entropy, (celsius - 1, celsius), solver="secant", tol=mpf(10) ** -60
    )
    enthalpy = gibbs(s, pt, mpf(0)) - (KELVIN + pt) * g_t(pt, mpf(0))
    return pt, enthalpy / CP0


def check():
    """IAPWS SR7-09, table 6, to its nine digits; and the reference state of TEOS-10."""
    water = [("g", "101.342743"), ("g_t", "0.147644587"), ("g_p", "1.00015695e-3"), ("g_pp", "-5.08915308e-13")]
    for name, printed in water:
        ours = derivative(name, mpf(0), mpf(0), mpf(0))
        assert abs(ours - mpf(printed)) <= abs(mpf(printed)) * mpf("5e-9"), (name, ours)
    # Enthalpy and entropy vanish for standard seawater at 0 degC and one atmosphere, to the digits of the coefficients.
    standard = mpf("0.03516504")
    assert abs(derivative("g", standard, mpf(0), mpf(0))) < mpf("2e-6")
    assert abs(derivative("g_t", standard, mpf(0), mpf(0))) < mpf("2e-6")


def states():
    """The whole box, and both sides of 100 MPa (10,000 dbar) close by."""
    seam = ["9999.999", "10000", "10000.001"]
    pressures = ["0", "1500", "4000", "8000", *seam, "10400", "11000", "11700", "12700"]
    cold = {"0": "0.5", "1500": "-0.5", "4000": "-2.5", "8000": "-6.5"}
    for index, salinity in enumerate(["0", "0.5", "10", "35.16504", "42.198048"]):
        for number, dbar in enumerate(pressures):
            warm = ["2.3", "12", "25", "40"][(index + number) % 4]
            yield salinity, warm, dbar
            if index in (0, 3, 4) and number % 2 == index % 2:
                yield salinity, cold.get(dbar, "-9.5"), dbar


if __name__ == "__main__":
    check()
    rows = []
    for salinity, celsius, dbar in states():
        s, t, p = mpf(salinity) / 1000, mpf(celsius), mpf(dbar) * 10000
        values = [derivative(name, s, t, p) for name in ORDERS] + list(potential(s, t, p))
        rows.append([salinity, celsius, dbar, *("" if value is None else mpmath.nstr(value, 20) for value in values)])
    figures.write(
        "gibbs-50-digits.csv",
        [
            (
                "The Gibbs energy of seawater and its derivatives, computed with 50 digits (mpmath"
                f" {mpmath.__version__}) and printed with 20: the plain sum of powers of"
                " models/seawater/coefficients.rs and water_beyond_100_mpa.rs, differentiated numerically; potential"
                " temperature (to one atmosphere) and Conservative Temperature solved from it."
            ),
            "Made by tests/reference/gibbs_50_digits.py.",
            (
                "Units: g/kg, degC, dbar (sea pressure; exact decimals); J/kg, K, Pa, mass fraction of salt (empty for"
                " fresh water); degC."
            ),
        ],
        ["SA", "t", "p", *ORDERS, "pt0", "CT"],
        rows,
    )
