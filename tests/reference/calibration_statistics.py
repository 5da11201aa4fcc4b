"""Prints the figures of others' code that stand in the tests of models/calibration, so that each can be found again.

    scratch/bin/python tests/reference/calibration_statistics.py     (environment: requirements.txt)

both_variables: orthogonal distance regression by ODRPACK (scipy.odr) of a thermistor and of Pearson's data with York's weights;
outliers: Rosner's statistics by his formulas, externally studentised residuals by statsmodels; diagnostics: Durbin and Watson's
exact probability by Imhof's integral, Anderson and Darling by statsmodels; nested: F of nested polynomials by statsmodels.
"""

import warnings

import numpy as np
import statsmodels.api as sm
from scipy import odr, stats
from scipy.integrate import quad
from statsmodels.stats.diagnostic import normal_ad
from statsmodels.stats.stattools import durbin_watson

warnings.simplefilter("ignore")
# SBE 45 serial 0402, 31 January 2012 (SBE 45 manual, appendix II), each reference moved by some tenths of a millikelvin.
CELSIUS = np.array([1.0000, 4.5000, 15.0000, 18.5000, 24.0000, 29.0001, 32.5001])
CELSIUS = CELSIUS + 1e-3 * np.array([0.4, -0.3, 0.5, -0.6, 0.2, 0.3, -0.2])
COUNTS = np.array([744013.0, 634618.6, 401693.2, 347069.1, 277505.6, 227834.0, 199120.0])
LONGLEY = sm.datasets.longley.load_pandas()
ROSNER = [
    -0.25, 0.68, 0.94, 1.15, 1.20, 1.26, 1.26, 1.34, 1.38, 1.43, 1.49, 1.49, 1.55, 1.56, 1.58, 1.65, 1.69, 1.70, 1.76, 1.77,
    1.81, 1.91, 1.94, 1.96, 1.99, 2.06, 2.09, 2.10, 2.14, 2.15, 2.23, 2.24, 2.26, 2.35, 2.37, 2.40, 2.47, 2.54, 2.62, 2.64,
    2.90, 2.92, 2.92, 2.93, 3.21, 3.26, 3.30, 3.59, 3.68, 4.30, 4.64, 5.34, 5.42, 6.01,
]


def thermistor():
    print("thermistor by ODRPACK, 3e-5 of the counts and 0.5 mK: counts, °C, standard uncertainty of the curve; sum of squares")

    def celsius(b, n):
        u = np.log(n) - 12.7
        return 1 / (b[0] + u * (b[1] + u * (b[2] + u * b[3]))) - 273.15

    def by_coefficient(b, n):
        u = np.log(n) - 12.7
        return -np.array([u**k for k in range(4)]) * (celsius(b, n) + 273.15) ** 2

    def by_counts(b, n):
        u = np.log(n) - 12.7
        return -(b[1] + u * (2 * b[2] + 3 * u * b[3])) / n * (celsius(b, n) + 273.15) ** 2

    u_counts, u_celsius = 3e-5 * COUNTS, 0.5e-3
    data = odr.RealData(COUNTS, CELSIUS, sx=u_counts, sy=u_celsius)
    start = np.polyfit(np.log(COUNTS) - 12.7, 1 / (CELSIUS + 273.15), 3)[::-1]
    model = odr.Model(celsius, fjacb=by_coefficient, fjacd=by_counts)
    found = odr.ODR(data, model, beta0=start, sstol=1e-15, partol=1e-15, maxit=500)
    found.set_job(deriv=2)
    found = found.run()
    for n in (700_000.0, 450_000.0, 300_000.0, 210_000.0):
        slope = by_coefficient(found.beta, n)
        print(f"  {n:.0f} {celsius(found.beta, n):.9f} {np.sqrt(slope @ found.cov_beta @ slope):.6e}")
    print(f"  {found.sum_square:.9f}")


def york():
    x = np.array([0.0, 0.9, 1.8, 2.6, 3.3, 4.4, 5.2, 6.1, 6.5, 7.4])
    y = np.array([5.9, 5.4, 4.4, 4.6, 3.5, 3.7, 2.8, 2.8, 2.4, 1.5])
    wx = np.array([1000.0, 1000, 500, 800, 200, 80, 60, 20, 1.8, 1.0])
    wy = np.array([1, 1.8, 4, 8, 20, 20, 70, 70, 100, 500])
    data = odr.RealData(x, y, sx=wx**-0.5, sy=wy**-0.5)
    model = odr.Model(
        lambda b, x: b[0] + b[1] * x,
        fjacb=lambda b, x: np.array([np.ones_like(x), x]),
        fjacd=lambda b, x: np.full_like(x, b[1]),
    )
    found = odr.ODR(data, model, beta0=[5, -0.5], sstol=1e-15, partol=1e-15, maxit=500)
    found.set_job(deriv=2)
    found = found.run()
    print("Pearson and York by ODRPACK:", found.beta, found.sum_square, np.sqrt(np.diag(found.cov_beta)))


def rosner():
    print("Rosner: i, R, lambda")
    left = np.array(ROSNER)
    n = len(left)
    for i in range(1, 11):
        r = np.abs(left - left.mean()) / left.std(ddof=1)
        t = stats.t.ppf(1 - 0.05 / (2 * (n - i + 1)), n - i - 1)
        print(f"  {i} {r.max():.3f} {(n - i) * t / np.sqrt((n - i - 1 + t * t) * (n - i + 1)):.3f} {left[r.argmax()]}")
        left = np.delete(left, r.argmax())


def imhof(statistic, eigenvalues):
    """P(sum of (eigenvalue - statistic) z^2 < 0), z standard normal (Imhof 1961)."""
    weights = eigenvalues - statistic

    def integrand(u):
        return np.sin(0.5 * np.sum(np.arctan(weights * u))) / (u * np.prod((1 + (weights * u) ** 2) ** 0.25))

    return 0.5 - quad(integrand, 0, np.inf, limit=2000)[0] / np.pi


def longley():
    x, y = sm.add_constant(LONGLEY.exog), LONGLEY.endog
    found = sm.OLS(y, x).fit()
    influence = found.get_influence()
    print("Longley: F, p, d:", found.fvalue, found.f_pvalue, durbin_watson(found.resid))
    order = np.argsort(y.to_numpy(), kind="stable")
    residuals = found.resid.to_numpy()[order]
    design = x.to_numpy()[order]
    n, k = design.shape
    scaled = design / np.linalg.norm(design, axis=0)
    maker = np.eye(n) - scaled @ np.linalg.pinv(scaled)
    difference = np.diff(np.eye(n), axis=0)
    eigenvalues = np.sort(np.linalg.eigvals(maker @ difference.T @ difference).real)[k:]
    d = durbin_watson(residuals)
    print("  in order of employment: d, exact probability of less:", d, imhof(d, eigenvalues))
    print("  externally studentised:", np.array2string(influence.resid_studentized_external, precision=9))
    print("  leverage:", np.array2string(influence.hat_matrix_diag, precision=9))
    a, p = normal_ad(influence.resid_studentized_internal)
    print("  Anderson-Darling of studentised residuals: A2, corrected, p:", a, a * (1 + 0.75 / n + 2.25 / n**2), p)
    small = sm.OLS(y, x[["const", "GNP", "UNEMP", "ARMED", "YEAR"]]).fit()
    print("  without GNPDEFL and POP: F, p, freedom:", found.compare_f_test(small))


thermistor()
york()
rosner()
longley()
