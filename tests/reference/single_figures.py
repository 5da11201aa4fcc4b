"""Prints the figures of others' code that stand in the tests themselves, so that each can be found again.

    scratch/bin/python tests/reference/single_figures.py     (environment: requirements.txt)

models/seawater/validation/squeeze.rs: adiabats, work of compression, water of a chamber; src/command/seawater/tests.rs: states
from whatever is given; tests/validation/gsw_ocean.rs: sensitivities in the deep; tests/validation/before_teos_10.rs: departures.
"""

import gsw
import iapws95
import numpy as np
from iapws95_box import seawater as with_iapws95
from ocean import wong_zhu_del_grosso
from scipy.integrate import quad, solve_ivp
from seawater import eos80

STANDARD = 35.16504


def adiabats():
    print("from t, 0 dbar, by gsw.pt_from_t: SA, t, p, warm")
    for sa, t, p in [(STANDARD, 2, 1e4), (STANDARD, 20, 1e4), (0, 2, 1e4), (0, 20, 1e4), (0, 2, 1e3)]:
        print(f"  {sa} {t} {p:.0f} {gsw.pt_from_t(sa, t, 0.0, p):.16f}")
    print("the same to 11,000 dbar, IAPWS-95 with the salt of GSW beyond 10,000 and below: SA, t, warm")
    for sa, t in [(STANDARD, 2.0), (STANDARD, 20.0), (0.0, 2.0), (0.0, 20.0)]:
        def slope(dbar, celsius):
            here = with_iapws95(sa, float(celsius[0]), float(dbar))
            return [-here["g_tp"] / here["g_tt"] * 1e4]

        warm = solve_ivp(slope, (0.0, 11_000.0), [t], rtol=1e-10, atol=1e-11).y[0, -1]
        print(f"  {sa} {t} {warm:.9f}")


def work():
    print("work of compression to 10,000 dbar, J/kg, along the isentrope: t, work")
    for t in (2.0, 20.0):
        def volume(dbar):
            return gsw.specvol_t_exact(STANDARD, gsw.pt_from_t(STANDARD, t, 0.0, dbar), dbar)

        # The integral of -p dv is that of v dp less the gain of p v, p absolute.
        absolute = 1e4 * 10_000.0 + 101_325.0
        gain = absolute * volume(10_000.0) - 101_325.0 * volume(0.0)
        print(f"  {t} {quad(volume, 0.0, 10_000.0, epsabs=1e-12)[0] * 1e4 - gain:.3f}")


def chamber():
    print("water of a chamber: SA, t, p, rho, cp, alpha 1e-6, dT/dp mK/MPa")
    for sa, t, p in [(STANDARD, 2, 0), (STANDARD, 2, 1e4), (STANDARD, 20, 1e4), (0, 2, 0), (0, 2, 1e4)]:
        alpha = gsw.alpha_wrt_t_exact(sa, t, p)
        lapse = -gsw.gibbs(0, 1, 1, sa, t, p) / gsw.gibbs(0, 2, 0, sa, t, p)
        print(f"  {sa} {t} {p:.0f} {gsw.rho_t_exact(sa, t, p):.7g} {gsw.cp_t_exact(sa, t, p):.7g} {1e6 * alpha:.7g} {1e9 * lapse:.7g}")


def command():
    sp = gsw.SP_from_C(34.2, 2.3, 1100.0)
    sr = gsw.SR_from_SP(sp)
    sa = gsw.SA_from_SP(34.68, 4000.0, -160.0, 45.0)
    t = gsw.t_from_CT(35.0, 1.2, 6000.0)
    print("states of the command:", *(f"{float(value):.16g}" for value in (
        sp, sr, gsw.rho_t_exact(sr, 2.3, 1100.0), sa, gsw.rho_t_exact(sa, 1.5, 4000.0), t,
        gsw.sound_speed_t_exact(35.0, t, 6000.0))))


def sensitivities():
    c = gsw.C_from_SP(34.7, 2.5, 11_000.0)
    here = gsw.SP_from_C(c, 2.5, 11_000.0)
    print("salinity at 34.7, 2.5 degC, 11,000 dbar for 0.001 mS/cm, 1 mK, 1 dbar:", *(f"{value - here:.7e}" for value in (
        gsw.SP_from_C(c + 0.001, 2.5, 11_000.0), gsw.SP_from_C(c, 2.501, 11_000.0), gsw.SP_from_C(c, 2.5, 11_001.0))))


def departures():
    print("SP 34.7: p, t, Chen-Millero, Del Grosso (Wong and Zhu), EOS-80 less TEOS-10")
    for p, t in [(4000.0, 1.5), (8000.0, 1.9), (10_000.0, 2.3)]:
        sa = gsw.SR_from_SP(34.7)
        exact, density = gsw.sound_speed_t_exact(sa, t, p), gsw.rho_t_exact(sa, t, p)
        print(f"  {p:.0f} {t} {eos80.svel(34.7, 1.00024 * t, p) - exact:.4f} {eos80.svel(34.7, t, p) - exact:.4f}"
              f" {float(np.squeeze(wong_zhu_del_grosso(34.7, t, p))) - exact:.4f}"
              f" {eos80.dens(34.7, 1.00024 * t, p) - density:.5f} {eos80.dens(34.7, t, p) - density:.5f}")


if __name__ == "__main__":
    assert iapws95 and gsw.__version__
    adiabats()
    work()
    chamber()
    command()
    sensitivities()
    departures()
