"""The Gibbs SeaWater Oceanographic Toolbox over the whole box SP 0 to 42, freezing to 40 degC, 0 to 12,700 dbar.

    scratch/bin/python tests/reference/gsw_grid.py     (environment: requirements.txt)

A peer's computation, not published check values; above 10,000 dbar it is TEOS-10 continued beyond its range, without
the correction of models/seawater/water_beyond_100_mpa.rs.
"""

import figures
import gsw
import gsw_properties as put_together

PRACTICAL_SALINITIES = [0.0, 0.5, 2.0, 10.0, 20.0, 35.0, 42.0]
DBAR = [0.0, 1000.0, 4000.0, 7000.0, 9999.0, 10000.0, 11000.0, 12700.0]
CELSIUS = [4.0, 12.0, 25.0, 40.0]
DERIVATIVES = {
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
SOURCE = f"Computed by GSW-Python {gsw.__version__}; made by tests/reference/gsw_grid.py."
BEYOND = "Above 10,000 dbar this is TEOS-10 continued beyond its range, as the toolbox does it."


def states():
    """SP, SA (Reference Salinity), t and p; the coldest 0.05 K above the freezing of air-free water."""
    for sp in PRACTICAL_SALINITIES:
        sa = float(gsw.SR_from_SP(sp))
        for p in DBAR:
            for t in [float(gsw.t_freezing(sa, p, 0.0)) + 0.05, *CELSIUS]:
                yield sp, sa, t, p


def derivatives():
    rows = []
    for _, sa, t, p in states():
        row = [sa, t, p]
        for name, orders in DERIVATIVES.items():
            # By the mass fraction, where the toolbox counts in g/kg; fresh water has none that is finite.
            by_salinity = None if sa == 0.0 else 1000.0 ** orders[0] * float(gsw.gibbs(*orders, sa, t, p))
            row.append(by_salinity if orders[0] else float(gsw.gibbs(*orders, sa, t, p)))
        rows.append(row)
    figures.write(
        "gsw-box-derivatives.csv",
        [
            (
                "The Gibbs energy of seawater and its derivatives by temperature, pressure and the mass fraction of"
                " salt (empty for fresh water)."
            ),
            SOURCE,
            BEYOND,
            *figures.GSW_COPYRIGHT,
            "Units: g/kg, degC, dbar; J/kg, K, Pa, kg/kg.",
        ],
        ["SA", "t", "p", *DERIVATIVES],
        rows,
    )


def properties():
    functions = {
        "rho_t_exact": gsw.rho_t_exact,
        "sound_speed_t_exact": gsw.sound_speed_t_exact,
        "cp_t_exact": gsw.cp_t_exact,
        "alpha_wrt_t_exact": gsw.alpha_wrt_t_exact,
        "beta_const_t_exact": gsw.beta_const_t_exact,
        "kappa_t_exact": gsw.kappa_t_exact,
        "kappa_const_t_exact": put_together.kappa_const_t_exact,
        "entropy_from_t": gsw.entropy_from_t,
        "enthalpy_t_exact": gsw.enthalpy_t_exact,
        "internal_energy_t_exact": put_together.internal_energy_t_exact,
        "adiabatic_lapse_rate_from_t": put_together.adiabatic_lapse_rate_from_t,
        "chem_potential_water_t_exact": gsw.chem_potential_water_t_exact,
        "chem_potential_relative_t_exact": put_together.chem_potential_relative_t_exact,
        "CT_from_t": gsw.CT_from_t,
        "pt0_from_t": gsw.pt0_from_t,
    }
    needs_salt = {"beta_const_t_exact", "chem_potential_relative_t_exact"}
    rows = []
    for sp, sa, t, p in states():
        row = [sp, sa, t, p]
        for name, function in functions.items():
            row.append(None if sa == 0.0 and name in needs_salt else float(function(sa, t, p)))
        rows.append([*row, float(gsw.C_from_SP(sp, t, p))])
    figures.write(
        "gsw-box.csv",
        [
            (
                "Properties of seawater over the whole box; SA is the Reference Salinity of SP. Empty: no finite value"
                " in fresh water."
            ),
            SOURCE,
            BEYOND
            + " Conductivity: PSS-78 likewise, whose range is SP 2 to 42 (Hill et al. 1986 below 2), -2 to 35 degC; at"
            " SP 0 the toolbox gives the small conductivity at which that extension makes zero.",
            *figures.GSW_COPYRIGHT,
            (
                "Units: g/kg, degC, dbar; kg/m3, m/s, J/(kg K), 1/K, kg/g, 1/Pa (isentropic), 1/Pa (isothermal), J/(kg"
                " K), J/kg, J/kg, K/Pa, J/g, J/g, degC, degC (reference pressure 0 dbar), mS/cm."
            ),
        ],
        ["SP", "SA", "t", "p", *functions, "C_from_SP"],
        rows,
    )


def freezing():
    rows = []
    for sp in PRACTICAL_SALINITIES:
        sa = float(gsw.SR_from_SP(sp))
        for p in DBAR:
            rows.append(
                [sp, sa, p]
                + [float(function(sa, p, air)) for function in [gsw.t_freezing, gsw.CT_freezing] for air in [0.0, 1.0]]
            )
    figures.write(
        "gsw-box-freezing.csv",
        [
            "Freezing of seawater, free of air and saturated with it, in in-situ and Conservative Temperature.",
            SOURCE,
            BEYOND,
            *figures.GSW_COPYRIGHT,
            "Units: g/kg, dbar; degC.",
        ],
        ["SP", "SA", "p", "t_freezing", "t_freezing_air_saturated", "CT_freezing", "CT_freezing_air_saturated"],
        rows,
    )


if __name__ == "__main__":
    derivatives()
    properties()
    freezing()
