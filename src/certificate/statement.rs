//! The sentences that every certificate carries.

/// What stands before everything else on a product of a twin.
pub(super) const SIMULATED: &str = "SIMULATED. A digital twin answered on every line. This page is evidence about the \
    software and about the plan of a calibration, not about any real instrument.";

/// What the numbers mean.
pub(super) fn statements() -> Vec<String> {
    [
        "Expanded uncertainties are standard uncertainties times k = 2, which covers about 95 % of a normal \
         distribution. They are of the calibrated sensor at use, for a reading without noise: reference standards, \
         bath, salinity, fit, resolution and the equation's inadequacy, evaluated by the GUM (JCGM 100:2008).",
        "Temperatures are on the ITS-90; pressures are absolute unless said otherwise; conductivity is that of PSS-78 \
         for the water's practical salinity, temperature and pressure, whose own uncertainty, larger beyond \
         10 000 dbar where PSS-78 is extrapolated, is in the budget.",
        "Coefficients are correlated: use them together, and the correlation matrix when propagating their \
         uncertainty.",
        "Results hold for the item as it was during the run; drift after it is not included.",
    ]
    .map(str::to_owned)
    .to_vec()
}
