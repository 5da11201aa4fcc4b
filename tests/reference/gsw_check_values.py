"""Check values of the Gibbs SeaWater Oceanographic Toolbox, with the toolbox's own tolerance for each function.

    scratch/bin/python tests/reference/gsw_check_values.py     (environment: requirements.txt)

Takes gsw_cv_v3_0.npz as GSW-Python ships it. A function is left out if GSW-Python itself misses its check values by
more than the tolerance anywhere (some were computed by other versions); what is left out is printed and written into
the header.
"""

import pathlib

import figures
import gsw
import gsw_properties as put_together
import numpy as np

values = np.load(pathlib.Path(gsw.__file__).parent / "tests" / "gsw_cv_v3_0.npz")
levels = values["SP_chck_cast"].shape[0]
LONGITUDE, LATITUDE = (np.broadcast_to(values[name], (levels, 3)) for name in ["long_chck_cast", "lat_chck_cast"])
SP, SA, T, P, CT = (values[f"{name}_chck_cast"] for name in ["SP", "SA", "t", "p", "CT"])
C, PT0, Z, SR = (values[name] for name in ["C_from_SP", "pt0_from_t", "z_from_p", "SR_from_SP"])

IN_SITU = {"SA": SA, "t": T, "p": P}
CONSERVATIVE = {"SA": SA, "CT": CT, "p": P}
# Check value: (function, arguments). The names of the arguments go into the header.
CHECKS = {
    "rho_t_exact": (gsw.rho_t_exact, IN_SITU),
    "specvol_t_exact": (gsw.specvol_t_exact, IN_SITU),
    "sound_speed_t_exact": (gsw.sound_speed_t_exact, IN_SITU),
    "cp_t_exact": (gsw.cp_t_exact, IN_SITU),
    "alpha_wrt_t_exact": (gsw.alpha_wrt_t_exact, IN_SITU),
    "beta_const_t_exact": (gsw.beta_const_t_exact, IN_SITU),
    "kappa_t_exact": (gsw.kappa_t_exact, IN_SITU),
    "kappa_const_t_exact": (put_together.kappa_const_t_exact, IN_SITU),
    "entropy_from_t": (gsw.entropy_from_t, IN_SITU),
    "enthalpy_t_exact": (gsw.enthalpy_t_exact, IN_SITU),
    "internal_energy_t_exact": (put_together.internal_energy_t_exact, IN_SITU),
    "Gibbs_energy_t_exact": (put_together.gibbs_energy_t_exact, IN_SITU),
    "adiabatic_lapse_rate_from_t": (put_together.adiabatic_lapse_rate_from_t, IN_SITU),
    "chem_potential_water_t_exact": (gsw.chem_potential_water_t_exact, IN_SITU),
    "chem_potential_salt_t_exact": (put_together.chem_potential_salt_t_exact, IN_SITU),
    "chem_potential_relative_t_exact": (put_together.chem_potential_relative_t_exact, IN_SITU),
    "t_deriv_chem_potential_water_t_exact": (gsw.t_deriv_chem_potential_water_t_exact, IN_SITU),
    "CT_from_t": (gsw.CT_from_t, IN_SITU),
    "pt0_from_t": (gsw.pt0_from_t, IN_SITU),
    "t_from_CT": (gsw.t_from_CT, CONSERVATIVE),
    "pt_from_CT": (gsw.pt_from_CT, {"SA": SA, "CT": CT}),
    "sigma0_pt0_exact": (put_together.sigma0_pt0_exact, {"SA": SA, "pt0_from_t": PT0}),
    "t_freezing": (gsw.t_freezing, {"SA": SA, "p": P, "half saturated with air": 0.5}),
    "CT_freezing": (gsw.CT_freezing, {"SA": SA, "p": P, "half saturated with air": 0.5}),
    "C_from_SP": (gsw.C_from_SP, {"SP": SP, "t": T, "p": P}),
    "SP_from_C": (gsw.SP_from_C, {"C_from_SP": C, "t": T, "p": P}),
    "SA_from_SP": (gsw.SA_from_SP, {"SP": SP, "p": P, "lon": LONGITUDE, "lat": LATITUDE}),
    "SP_from_SA": (gsw.SP_from_SA, {"SA": SA, "p": P, "lon": LONGITUDE, "lat": LATITUDE}),
    "SR_from_SP": (gsw.SR_from_SP, {"SP": SP}),
    "SP_from_SR": (gsw.SP_from_SR, {"SR_from_SP": SR}),
    "rho": (gsw.rho, CONSERVATIVE),
    "alpha": (gsw.alpha, CONSERVATIVE),
    "beta": (gsw.beta, CONSERVATIVE),
    "sound_speed": (gsw.sound_speed, CONSERVATIVE),
    "sigma0": (gsw.sigma0, {"SA": SA, "CT": CT}),
    "z_from_p": (gsw.z_from_p, {"p": P, "lat": LATITUDE}),
    "p_from_z": (gsw.p_from_z, {"z_from_p": Z, "lat": LATITUDE}),
    "grav": (gsw.grav, {"lat": LATITUDE, "p": P}),
    "O2sol": (gsw.O2sol, CONSERVATIVE | {"lon": LONGITUDE, "lat": LATITUDE}),
    "O2sol_SP_pt": (gsw.O2sol_SP_pt, {"SP": SP, "pt0_from_t": PT0}),
}


def misses(name, function, arguments):
    """Where GSW-Python disagrees with the check value by more than the tolerance: how many, and by how much."""
    theirs, tolerance = values[name], float(np.ravel(values[name + "_ca"])[0])
    ours = function(*arguments.values())
    present = np.isfinite(theirs)
    deviation = np.abs(np.where(present, ours - theirs, 0.0))
    wrong = present & ~(deviation <= tolerance)
    return int(wrong.sum()), float(np.nanmax(deviation)), tolerance


def keep(checks):
    kept, left_out = {}, []
    for name, (function, arguments) in checks.items():
        count, worst, tolerance = misses(name, function, arguments)
        print(f"{name:38s} tolerance {tolerance:.3e}, worst {worst:.3e}, {count} outside")
        if count:
            left_out.append(f"{name} ({count} of its values off by up to {worst:.2g}, tolerance {tolerance:.2g})")
        else:
            kept[name] = tolerance
    return kept, left_out


def casts():
    kept, left_out = keep(CHECKS)
    inputs = {"lon": LONGITUDE, "lat": LATITUDE, "SP": SP, "SA": SA, "t": T, "p": P, "CT": CT}
    rows = [["tolerance"] + [0] * len(inputs) + list(kept.values())]
    for cast in range(3):
        present = np.flatnonzero(np.isfinite(SP[:, cast] + SA[:, cast] + T[:, cast]))
        for level in present:
            columns = list(inputs.values()) + [values[name] for name in kept]
            rows.append([f"{cast + 1}.{level}"] + [column[level, cast] for column in columns])
    takes = "; ".join(f"{name}({', '.join(CHECKS[name][1])})" for name in kept)
    left_out = "; ".join(left_out) or "none"
    figures.write(
        "gsw-check-values.csv",
        [
            (
                "Check values of the Gibbs SeaWater Oceanographic Toolbox (gsw_cv_v3_0, as shipped with GSW-Python"
                f" {gsw.__version__}):"
            ),
            (
                'every depth of its three casts; in the row "tolerance" the toolbox\'s own'
                " computation"
            ),
            "accuracy for each column.",
            *figures.GSW_COPYRIGHT,
            (
                "Made by tests/reference/gsw_check_values.py. First column: cast and level. Inputs in g/kg, degC"
                " (ITS-90), dbar."
            ),
            "Outputs: kg/m3, m3/kg, m/s, J/(kg K), 1/K, kg/g, 1/Pa, J/kg, K/Pa, J/g, J/(g K), mS/cm, m, m/s2, umol/kg.",
            f"What is computed from what: {takes}.",
            f"Left out, because GSW-Python itself does not reproduce it within the tolerance: {left_out}.",
        ],
        ["row", *inputs, *kept],
        rows,
    )


def freezing_pressure():
    """Has inputs of its own, from under Arctic ice."""
    sa, ct, theirs = values["SA_Arctic"], values["CT_Arctic"] - 1.0, values["pressure_freezing_CT"]
    check = {"pressure_freezing_CT": (gsw.pressure_freezing_CT, {"SA": sa, "CT": ct, "half saturated with air": 0.5})}
    kept, left_out = keep(check)
    assert kept, left_out
    rows = [["tolerance", 0, 0, kept["pressure_freezing_CT"]]]
    for cast in range(sa.shape[1]):
        for level in range(0, sa.shape[0], 4):
            if np.isfinite(theirs[level, cast]):
                rows.append([f"{cast + 1}.{level}", sa[level, cast], ct[level, cast], theirs[level, cast]])
    figures.write(
        "gsw-check-values-freezing-pressure.csv",
        [
            (
                "Check values of the Gibbs SeaWater Oceanographic Toolbox (gsw_cv_v3_0, as shipped with GSW-Python"
                f" {gsw.__version__}):"
            ),
            "pressure at which water half saturated with air freezes, every fourth level.",
            *figures.GSW_COPYRIGHT,
            "Made by tests/reference/gsw_check_values.py. SA in g/kg, CT in degC, sea pressure in dbar.",
        ],
        ["row", "SA", "CT", "pressure_freezing_CT"],
        rows,
    )


if __name__ == "__main__":
    casts()
    freezing_pressure()
