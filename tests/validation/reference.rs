//! Reference figures: the tables in `tests/reference`, row by row and by the name of the column.

use hadal_models::quantity::{
    AbsoluteSalinity, Conductivity, ConservativeTemperature, Latitude, Longitude, Place, PracticalSalinity,
    SeaPressure, Temperature,
};
use std::collections::BTreeMap;

/// Check values of GSW; its first row is the tolerance of each column.
pub(crate) const GSW_CHECK_VALUES: &str = include_str!("../reference/gsw-check-values.csv");
/// Check values of GSW's freezing pressure, likewise.
pub(crate) const GSW_FREEZING_PRESSURE: &str =
    include_str!("../reference/gsw-check-values-freezing-pressure.csv");
/// GSW over the whole box.
pub(crate) const GSW_BOX: &str = include_str!("../reference/gsw-box.csv");
/// The Gibbs energy and its derivatives by GSW over the whole box.
pub(crate) const GSW_DERIVATIVES: &str = include_str!("../reference/gsw-box-derivatives.csv");
/// Freezing by GSW over the whole box.
pub(crate) const GSW_FREEZING: &str = include_str!("../reference/gsw-box-freezing.csv");
/// The 75-term polynomial by GSW over the whole box, with the edges of its funnel.
pub(crate) const GSW_POLYNOMIAL: &str = include_str!("../reference/ocean-polynomial-75.csv");
/// Depth and gravity by GSW.
pub(crate) const GSW_DEPTH: &str = include_str!("../reference/ocean-depth.csv");
/// Solubility of oxygen by GSW.
pub(crate) const GSW_OXYGEN: &str = include_str!("../reference/ocean-oxygen.csv");
/// Absolute Salinity by GSW over the globe.
pub(crate) const GSW_ABSOLUTE_SALINITY: &str = include_str!("../reference/ocean-absolute-salinity.csv");
/// Practical Salinity of water with little salt by GSW.
pub(crate) const GSW_THIN_SALINITY: &str = include_str!("../reference/ocean-thin-salinity.csv");
/// Practical Salinity by a salinometer, by GSW.
pub(crate) const GSW_SALINOMETER: &str = include_str!("../reference/ocean-salinometer.csv");
/// Equations from before TEOS-10 by the programs of others.
pub(crate) const BEFORE_TEOS_10: &str = include_str!("../reference/ocean-before-teos-10.csv");
/// Water by IAPWS-95, and seawater with it as the water part.
pub(crate) const IAPWS95: &str = include_str!("../reference/seawater-beyond-100-mpa.csv");
/// Our own polynomials with 50 digits.
pub(crate) const FIFTY_DIGITS: &str = include_str!("../reference/gibbs-50-digits.csv");

/// One row of a table; an empty cell is not in it.
pub(crate) struct Row(BTreeMap<&'static str, f64>);

/// All rows of a table.
pub(crate) fn rows(table: &'static str) -> Vec<Row> {
    let mut lines = table.lines().filter(|line| !line.starts_with('#'));
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let row = |line: &'static str| {
        let cells = line.split(',').map(|cell| cell.parse().ok());
        Row(names.iter().zip(cells).filter_map(|(name, cell)| Some((*name, cell?))).collect())
    };
    lines.map(row).collect()
}

/// All rows of a table for which a condition holds.
pub(crate) fn rows_where(table: &'static str, condition: impl Fn(&Row) -> bool) -> Vec<Row> {
    let mut rows = rows(table);
    rows.retain(condition);
    rows
}

impl Row {
    /// The number in a column that every row has.
    pub(crate) fn number(&self, column: &str) -> f64 {
        self.cell(column).unwrap_or_else(|| panic!("no number in column {column}"))
    }
    /// The number in a column, if the cell is not empty.
    pub(crate) fn cell(&self, column: &str) -> Option<f64> {
        self.0.get(column).copied()
    }
    /// Column `SA`, g/kg.
    pub(crate) fn salinity(&self) -> AbsoluteSalinity {
        AbsoluteSalinity::from_g_per_kg(self.number("SA"))
    }
    /// Column `SP`.
    pub(crate) fn practical(&self) -> PracticalSalinity {
        PracticalSalinity::new(self.number("SP"))
    }
    /// Column `t`, °C.
    pub(crate) fn temperature(&self) -> Temperature {
        Temperature::from_celsius(self.number("t"))
    }
    /// Column `CT`, °C.
    pub(crate) fn conservative(&self) -> ConservativeTemperature {
        ConservativeTemperature::from_celsius(self.number("CT"))
    }
    /// Column `p`, dbar.
    pub(crate) fn pressure(&self) -> SeaPressure {
        SeaPressure::from_dbar(self.number("p"))
    }
    /// Column `lat`, degrees north.
    pub(crate) fn latitude(&self) -> Latitude {
        Latitude::from_degrees_north(self.number("lat"))
    }
    /// Columns `lon` and `lat`, degrees east and north.
    pub(crate) fn place(&self) -> Place {
        let longitude = Longitude::from_degrees_east(self.number("lon"));
        Place { longitude, latitude: self.latitude() }
    }
    /// Column `C_from_SP`, mS/cm.
    pub(crate) fn conductivity(&self) -> Conductivity {
        Conductivity::from_millisiemens_per_cm(self.number("C_from_SP"))
    }
}
