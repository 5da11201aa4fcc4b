//! A laboratory salinometer that reads twice the ratio of conductivities, standardised with one batch.
//!
//! An Autosal reads 2 R_t: twice the conductivity of what is in its cell relative to water of practical
//! salinity 35 at the temperature of its bath. What it reads of a batch, against what the batch is, gives the
//! adjustment for every sample.

use super::Batch;
use crate::quantity::{PracticalSalinity, Temperature};
use crate::seawater::salinity_of_surface_ratio;
use crate::standards::calendar::CalendarDate;
use crate::uncertainty::{Budget, Component, Kind};

/// Half the distance for the central difference by bath temperature, K: the scale is smooth over far more.
const STEP_KELVIN: f64 = 0.05;

/// What standardisation changes of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adjustment {
    /// All readings by the same number.
    Offset,
    /// All readings in the same proportion.
    Scale,
}

/// A salinometer and its standardisation.
#[derive(Clone, Debug, PartialEq)]
pub struct Salinometer {
    /// The batch it was standardised with.
    pub batch: Batch,
    /// When.
    pub standardised: CalendarDate,
    /// Temperature of its bath.
    pub bath: Temperature,
    /// What it reads of the batch, 2 R_t.
    pub batch_reading: f64,
    /// How the difference is spread over other readings.
    pub adjustment: Adjustment,
}

/// Standard uncertainties of one session at a salinometer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReadingUncertainty {
    /// A reading of a sample, 2 R_t.
    pub sample: f64,
    /// The reading of the batch, 2 R_t.
    pub batch: f64,
    /// Temperature of the bath, K.
    pub bath_kelvin: f64,
}

impl Salinometer {
    /// Practical salinity of a sample from its reading, 2 R_t.
    ///
    /// Range that of PSS-78, 2 to 42, with Hill's extension below; beyond it is extrapolated. A negative
    /// ratio gives NaN.
    pub fn practical_salinity(&self, reading: f64) -> PracticalSalinity {
        let (salinity, _) = salinity_of_surface_ratio(self.ratio(reading, self.bath), self.bath);
        PracticalSalinity::new(salinity.value() + self.batch.offset)
    }

    /// The budget of the practical salinities of several samples, from their readings.
    pub fn budget(&self, readings: &[f64], known: &ReadingUncertainty) -> Budget {
        let over =
            |of: &dyn Fn(f64) -> f64| -> Vec<f64> { readings.iter().map(|reading| of(*reading)).collect() };
        let by_batch = |uncertainty: f64| over(&|reading| self.per_batch_salinity(reading) * uncertainty);
        let by_reading = |uncertainty: f64, per: &dyn Fn(f64) -> f64| {
            over(&|reading| self.per_ratio(reading) * per(reading) * uncertainty)
        };
        let age = self.batch.age_standard_uncertainty(self.standardised);
        let session = "statistics of the session";
        Budget::new(vec![
            Component::common(
                "batch K15",
                "Bacon et al. 2007: 1e-5 at k = 2",
                Kind::B,
                by_batch(self.batch.label_standard_uncertainty()),
            ),
            Component::common(
                "batch age",
                "Culkin and Ridout 1998: below 0.001 in 158 weeks",
                Kind::B,
                by_batch(age),
            ),
            Component::common(
                "standardisation",
                session,
                Kind::A,
                by_reading(known.batch, &|reading| self.ratio_per_batch_reading(reading)),
            ),
            Component::independent(
                "sample reading",
                session,
                Kind::A,
                by_reading(known.sample, &|_| self.ratio_per_reading()),
            ),
            Component::common(
                "bath temperature",
                "the bath's thermometer",
                Kind::B,
                over(&|reading| self.per_kelvin(reading) * known.bath_kelvin),
            ),
        ])
    }

    /// R_t of what gave this reading.
    fn ratio(&self, reading: f64, bath: Temperature) -> f64 {
        let expected = self.batch.ratio(bath);
        match self.adjustment {
            Adjustment::Offset => reading / 2.0 + expected - self.batch_reading / 2.0,
            Adjustment::Scale => reading * expected / self.batch_reading,
        }
    }

    /// dR_t/d(reading of the sample).
    fn ratio_per_reading(&self) -> f64 {
        match self.adjustment {
            Adjustment::Offset => 0.5,
            Adjustment::Scale => self.batch.ratio(self.bath) / self.batch_reading,
        }
    }

    /// dR_t/d(reading of the batch).
    fn ratio_per_batch_reading(&self, reading: f64) -> f64 {
        match self.adjustment {
            Adjustment::Offset => -0.5,
            Adjustment::Scale => -self.ratio(reading, self.bath) / self.batch_reading,
        }
    }

    /// dSP/dR_t of a sample.
    fn per_ratio(&self, reading: f64) -> f64 {
        salinity_of_surface_ratio(self.ratio(reading, self.bath), self.bath).1
    }

    /// dSP of a sample by the practical salinity of the batch.
    fn per_batch_salinity(&self, reading: f64) -> f64 {
        let expected = self.batch.ratio(self.bath);
        let by_expected = match self.adjustment {
            Adjustment::Offset => 1.0,
            Adjustment::Scale => reading / self.batch_reading,
        };
        self.per_ratio(reading) * by_expected / salinity_of_surface_ratio(expected, self.bath).1
    }

    /// dSP of a sample by the temperature of the bath, which sample and batch share: mostly it cancels.
    fn per_kelvin(&self, reading: f64) -> f64 {
        let at = |kelvin: f64| {
            let bath = Temperature::from_celsius(self.bath.celsius() + kelvin);
            salinity_of_surface_ratio(self.ratio(reading, bath), bath).0.value()
        };
        (at(STEP_KELVIN) - at(-STEP_KELVIN)) / (2.0 * STEP_KELVIN)
    }
}
