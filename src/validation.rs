//! The fitted sensor against the truth that only the twin knows, on a grid between the points.
//!
//! The sensor is used as its owner will use it: its raw outputs, the coefficients of the certificate, and its own
//! fitted temperature and pressure inside the conductivity equation. Truth is read from the twin's file, never fitted.

mod compare;

pub use compare::{ValidationError, validate, validate_tables};

use serde::{Deserialize, Serialize};

/// Version of this layout.
pub const SCHEMA: &str = "hadal-validation/1";

/// Error, stated uncertainty and whether it covers, for every item and quantity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Validation {
    /// Always `hadal-validation/1`.
    pub schema: String,
    /// Always true: only a twin knows the truth.
    pub simulated: bool,
    /// What the reader must know first.
    pub notice: String,
    /// The run whose certificate is judged.
    pub run_id: String,
    /// Coverage factor of the stated uncertainty.
    pub coverage_factor: f64,
    /// One entry per item.
    pub items: Vec<ItemValidation>,
}

/// One item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ItemValidation {
    /// The item's name.
    pub name: String,
    /// Temperature, conductivity, pressure, practical salinity.
    pub quantities: Vec<QuantityValidation>,
}

/// One quantity on the grid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuantityValidation {
    /// `temperature`, `conductivity`, `pressure` or `practical salinity`.
    pub quantity: String,
    /// Unit of values, errors and uncertainties.
    pub unit: String,
    /// Over the whole grid, then region by region.
    pub summary: Vec<Summary>,
    /// Every place of the grid that lies between the points.
    pub grid: Vec<GridPoint>,
}

/// What a region of the grid says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Its name.
    pub region: String,
    /// Number of grid points.
    pub points: usize,
    /// Number whose error is within the expanded uncertainty.
    pub covered: usize,
    /// `covered` over `points`.
    pub fraction_covered: f64,
    /// Root of the mean squared error.
    pub root_mean_square_error: f64,
    /// Largest magnitude of the error.
    pub largest_error: f64,
    /// Median expanded uncertainty.
    pub median_expanded_uncertainty: f64,
    /// Largest ratio of error to expanded uncertainty.
    pub largest_ratio: f64,
}

/// One place of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GridPoint {
    /// True temperature.
    pub temperature_celsius: f64,
    /// True practical salinity.
    pub salinity_practical: f64,
    /// True pressure above one atmosphere.
    pub pressure_mpa_sea: f64,
    /// True value of the quantity.
    pub truth: f64,
    /// Fitted sensor less truth.
    pub error: f64,
    /// Stated expanded uncertainty, k = 2.
    pub expanded_uncertainty: f64,
    /// Whether the error is within it.
    pub covered: bool,
}

impl Validation {
    /// Whether every quantity was compared somewhere.
    pub fn has_places(&self) -> bool {
        self.items.iter().flat_map(|item| &item.quantities).all(|quantity| !quantity.grid.is_empty())
    }

    /// The canonical bytes of `validation.json`.
    ///
    /// # Errors
    /// None in practice; the serialiser's error is passed on.
    pub fn to_json_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

impl Summary {
    /// Counts a region of the grid; none where it is empty.
    pub fn of<'a>(region: &str, grid: impl Iterator<Item = &'a GridPoint>) -> Option<Self> {
        let grid: Vec<&GridPoint> = grid.collect();
        let covered = grid.iter().filter(|point| point.covered).count();
        let squares: f64 = grid.iter().map(|point| point.error * point.error).sum();
        let mut stated: Vec<f64> = grid.iter().map(|point| point.expanded_uncertainty).collect();
        stated.sort_by(f64::total_cmp);
        Some(Self {
            region: region.to_owned(),
            points: grid.len(),
            covered,
            fraction_covered: ratio(covered, grid.len()),
            root_mean_square_error: (squares * ratio(1, grid.len())).sqrt(),
            largest_error: grid.iter().map(|point| point.error.abs()).fold(0.0, f64::max),
            median_expanded_uncertainty: *stated.get(stated.len() / 2)?,
            largest_ratio: grid.iter().map(|p| p.error.abs() / p.expanded_uncertainty).fold(0.0, f64::max),
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of grid points")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(error: f64, expanded_uncertainty: f64) -> GridPoint {
        GridPoint {
            temperature_celsius: 2.0,
            salinity_practical: 35.0,
            pressure_mpa_sea: 100.0,
            truth: 2.0,
            error,
            expanded_uncertainty,
            covered: error.abs() <= expanded_uncertainty,
        }
    }

    #[test]
    fn a_summary_counts_what_is_covered() {
        let grid = [point(0.5, 1.0), point(-2.0, 1.0), point(0.0, 3.0)];
        let summary = Summary::of("all", grid.iter()).unwrap();
        assert_eq!((summary.points, summary.covered), (3, 2));
        assert!((summary.root_mean_square_error - (4.25_f64 / 3.0).sqrt()).abs() < 1e-15);
        assert!((summary.largest_ratio - 2.0).abs() < 1e-15);
        assert!((summary.median_expanded_uncertainty - 1.0).abs() < 1e-15);
    }

    #[test]
    fn an_empty_region_has_no_summary() {
        assert!(Summary::of("none", std::iter::empty()).is_none());
    }
}
