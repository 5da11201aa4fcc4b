//! The Gibbs energy and its derivatives under the names of their columns.

use crate::reference::Row;
use hadal_models::seawater::{gibbs, gibbs_by_salinity};

/// One derivative: its name and column, its unit, and ours from the columns `SA`, `t`, `p`.
pub(crate) struct Derivative {
    /// Name and column.
    pub(crate) column: &'static str,
    /// Unit; salinity as a mass fraction.
    pub(crate) unit: &'static str,
    /// Ours.
    pub(crate) ours: fn(&Row) -> f64,
}

macro_rules! derivative {
    ($function:ident, $column:ident, $unit:literal) => {
        Derivative {
            column: stringify!($column),
            unit: $unit,
            ours: |row| $function(row.salinity(), row.temperature(), row.pressure()).$column,
        }
    };
}

/// By temperature and pressure.
pub(crate) const DERIVATIVES: [Derivative; 6] = [
    derivative!(gibbs, g, "J/kg"),
    derivative!(gibbs, g_t, "J/(kg K)"),
    derivative!(gibbs, g_p, "m³/kg"),
    derivative!(gibbs, g_tt, "J/(kg K²)"),
    derivative!(gibbs, g_tp, "m³/(kg K)"),
    derivative!(gibbs, g_pp, "m³/(kg Pa)"),
];

/// By salinity: of the salt alone.
pub(crate) const BY_SALINITY: [Derivative; 4] = [
    derivative!(gibbs_by_salinity, g_s, "J/kg"),
    derivative!(gibbs_by_salinity, g_ss, "J/kg"),
    derivative!(gibbs_by_salinity, g_st, "J/(kg K)"),
    derivative!(gibbs_by_salinity, g_sp, "m³/kg"),
];

/// What rounding may do to a derivative in double precision.
///
/// A coefficient passes at most 14 roundings on its way through the powers of temperature, 12 through those of salinity,
/// 12 through those of pressure, and 2 into SI units, each by half a unit of the last binary digit; the sum of the terms'
/// magnitudes is taken to be that of the largest value, which it is near the ends of the box.
pub(crate) fn round_off(largest: f64) -> f64 {
    40.0 * 0.5 * f64::EPSILON * largest
}

/// The largest number of a column, whose round-off is the measure of agreement.
pub(crate) fn largest(rows: &[Row], column: &str) -> f64 {
    rows.iter().filter_map(|row| row.cell(column)).fold(0.0, |largest, number| number.abs().max(largest))
}
