"""Properties that GSW-Python leaves out although GSW in Matlab has them, put together from its own Gibbs function.

Definitions of the TEOS-10 manual (IOC et al. 2010, section 2); names and units of GSW: Absolute Salinity in g/kg,
temperature in degC, sea pressure in dbar; chemical potentials in J/g.
"""

import gsw

KELVIN = 273.15


def internal_energy_t_exact(sa, t, p):
    pascal = 1e4 * p + 101325.0
    return gsw.enthalpy_t_exact(sa, t, p) - pascal * gsw.specvol_t_exact(sa, t, p)


def kappa_const_t_exact(sa, t, p):
    return -gsw.gibbs(0, 0, 2, sa, t, p) / gsw.gibbs(0, 0, 1, sa, t, p)


def adiabatic_lapse_rate_from_t(sa, t, p):
    return -gsw.gibbs(0, 1, 1, sa, t, p) / gsw.gibbs(0, 2, 0, sa, t, p)


def chem_potential_relative_t_exact(sa, t, p):
    return gsw.gibbs(1, 0, 0, sa, t, p)


def chem_potential_salt_t_exact(sa, t, p):
    return chem_potential_relative_t_exact(sa, t, p) + gsw.chem_potential_water_t_exact(sa, t, p)


def sigma0_pt0_exact(sa, pt0):
    return gsw.rho_t_exact(sa, pt0, 0.0) - 1000.0


def gibbs_energy_t_exact(sa, t, p):
    return gsw.gibbs(0, 0, 0, sa, t, p)
