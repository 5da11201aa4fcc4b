//! What a temperature is worth: the uncertainty of the fixed points, carried to any W.
//!
//! The deviation is the polynomial through (1, 0) and (Wᵢ, Wᵢ − W_rᵢ), so an error of one fixed point travels
//! with that point's Lagrange function fᵢ(W), which is 1 there and 0 at the others. With Δ the deviation,
//!
//! dW_r = (1 − Δ′(W)) dW − Σ fᵢ(W) (1 − Δ′(Wᵢ)) dWᵢ,
//!
//! without approximation, because moving a node along the polynomial changes nothing (D. R. White et al.,
//! CCT/08-19, Uncertainties in the realisation of the SPRT subranges of the ITS-90, section 9.1). W and every
//! Wᵢ are ratios to a resistance in water: its error ρ (relative) enters them as −W ρ. Not included: that
//! thermometers which agree at the fixed points may differ between them (some tenths of a millikelvin), and
//! drift of the thermometer between calibration and use.

use super::{Deviation, FixedPoint, reference_ratio_slope};
use crate::quantity::Temperature;
use crate::uncertainty::{Budget, Component, Kind};

/// Standard uncertainties at one fixed point.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FixedPointUncertainty {
    /// Temperature of the thermometer's element in the cell, K: purity, depth, gas, plateau.
    pub realisation_kelvin: f64,
    /// The resistance reading there, as a share of the resistance at the triple point of water.
    pub reading: f64,
}

/// Where the resistance in water that W is formed with at use comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TriplePointCells {
    /// From the calibration itself: one error in both.
    AsCalibrated,
    /// Measured again in the cell of the calibration: the cell's error is common, the reading is new.
    SameCell {
        /// Standard uncertainty of the new reading, relative.
        reading: f64,
    },
    /// Measured in another cell: nothing is common.
    OtherCell(FixedPointUncertainty),
}

/// Standard uncertainties when a calibrated thermometer is used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UseUncertainty {
    /// The resistance reading, as a share of the resistance at the triple point of water.
    pub reading: f64,
    /// The resistance in water.
    pub water: TriplePointCells,
}

/// A deviation function with the uncertainties it was found and is used with.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// The deviation function.
    pub deviation: Deviation,
    /// At each of [`Subrange::fixed_points`](super::Subrange::fixed_points), in that order; one that is
    /// missing counts as exact.
    pub fixed_points: Vec<FixedPointUncertainty>,
    /// At the triple point of water, when calibrated.
    pub water: FixedPointUncertainty,
    /// When used.
    pub used: UseUncertainty,
}

/// What errs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorSource {
    /// Temperature of a cell at calibration.
    Cell(FixedPoint),
    /// Resistance reading in a cell at calibration.
    CellReading(FixedPoint),
    /// Temperature of the triple point of water at use.
    WaterAtUse,
    /// Resistance reading in water at use.
    WaterReadingAtUse,
    /// The reading that becomes the temperature: a new error each time.
    Reading,
}

impl ErrorSource {
    /// What it is, in words.
    pub fn name(self) -> String {
        match self {
            Self::Cell(point) => format!("{}: cell", point.name()),
            Self::CellReading(point) => format!("{}: reading", point.name()),
            Self::WaterAtUse => format!("{} at use: cell", FixedPoint::Water.name()),
            Self::WaterReadingAtUse => format!("{} at use: reading", FixedPoint::Water.name()),
            Self::Reading => "resistance reading".to_owned(),
        }
    }
}

/// What one source of error does to a temperature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contribution {
    /// What errs.
    pub source: ErrorSource,
    /// Standard uncertainty of the temperature by it, K; the sign tells which way a positive error acts.
    pub kelvin: f64,
}

impl Calibration {
    /// Combined standard uncertainty of the temperature at the ratio W, K.
    pub fn standard_uncertainty_kelvin(&self, ratio: f64) -> f64 {
        let contributions = self.contributions(ratio);
        contributions.iter().map(|one| one.kelvin * one.kelvin).sum::<f64>().sqrt()
    }

    /// What each source of error does to the temperature at the ratio W; the sources are independent.
    pub fn contributions(&self, ratio: f64) -> Vec<Contribution> {
        let kelvin_per_reference = 1.0 / reference_ratio_slope(self.deviation.temperature(ratio));
        let mut found = Vec::with_capacity(2 * self.fixed_points.len() + 5);
        let mut add = |source: ErrorSource, reference: f64| {
            found.push(Contribution { source, kelvin: reference * kelvin_per_reference });
        };
        // What a relative error of the resistance in water does through the fixed points.
        let mut through_calibration = 0.0;
        for (index, point) in self.deviation.subrange.fixed_points().iter().enumerate() {
            let uncertainty = self.fixed_points.get(index).copied().unwrap_or_default();
            let (share, at_point) = (self.share(index, ratio), self.deviation.fixed_point_ratio(*point));
            let by_ratio = share * (1.0 - self.deviation.slope(at_point));
            through_calibration += by_ratio * at_point;
            let by_kelvin = share * reference_ratio_slope(point.temperature());
            add(ErrorSource::Cell(*point), -by_kelvin * uncertainty.realisation_kelvin);
            add(ErrorSource::CellReading(*point), -by_ratio * uncertainty.reading);
        }
        let through_use = -(1.0 - self.deviation.slope(ratio)) * ratio;
        let both = through_calibration + through_use;
        let (shared_cell, shared_reading) = match self.used.water {
            TriplePointCells::AsCalibrated => (both, both),
            TriplePointCells::SameCell { .. } => (both, through_calibration),
            TriplePointCells::OtherCell(_) => (through_calibration, through_calibration),
        };
        let water = FixedPoint::Water;
        let per_kelvin = self.water_per_kelvin();
        add(ErrorSource::Cell(water), shared_cell * per_kelvin * self.water.realisation_kelvin);
        add(ErrorSource::CellReading(water), shared_reading * self.water.reading);
        let again = match self.used.water {
            TriplePointCells::AsCalibrated => FixedPointUncertainty::default(),
            TriplePointCells::SameCell { reading } => {
                FixedPointUncertainty { realisation_kelvin: 0.0, reading }
            }
            TriplePointCells::OtherCell(uncertainty) => uncertainty,
        };
        add(ErrorSource::WaterAtUse, through_use * per_kelvin * again.realisation_kelvin);
        add(ErrorSource::WaterReadingAtUse, through_use * again.reading);
        add(ErrorSource::Reading, (1.0 - self.deviation.slope(ratio)) * self.used.reading);
        found
    }

    /// The same over several ratios: a budget in kelvin whose covariance tells what temperatures share.
    pub fn budget(&self, ratios: &[f64]) -> Budget {
        let points: Vec<Vec<Contribution>> = ratios.iter().map(|ratio| self.contributions(*ratio)).collect();
        let sources = points.first().map_or(&[][..], Vec::as_slice).iter().enumerate();
        let component = |(index, Contribution { source, .. }): (usize, &Contribution)| {
            let values = points.iter().map(|point| point[index].kelvin).collect();
            let from = "ITS-90 deviation function by Lagrange's functions";
            match source {
                ErrorSource::Reading => Component::independent(&source.name(), from, Kind::B, values),
                _ => Component::common(&source.name(), from, Kind::B, values),
            }
        };
        Budget::new(sources.map(component).collect())
    }

    /// Lagrange's function of a fixed point: how much of its error in W − W_r arrives at the ratio W.
    fn share(&self, index: usize, ratio: f64) -> f64 {
        let points = self.deviation.subrange.fixed_points();
        let node = |index: usize| self.deviation.fixed_point_ratio(points[index]) - 1.0;
        let (x, own) = (ratio - 1.0, node(index));
        let others = (0..points.len()).filter(|other| *other != index).map(node);
        others.fold(x / own, |share, other| share * (x - other) / (own - other))
    }

    /// Relative change of the resistance in water per kelvin, 1/K.
    fn water_per_kelvin(&self) -> f64 {
        let at: Temperature = FixedPoint::Water.temperature();
        reference_ratio_slope(at) / (1.0 - self.deviation.slope(1.0))
    }
}
