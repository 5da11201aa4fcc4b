//! One world out of a scenario: the seed decides what every sensor and the chamber truly are.

use super::{Departure, Design, Scenario, SeawaterBatch, SprtSpread, TransducerSpread};
use crate::instrument::Opening;
use crate::item::ItemTruth;
use crate::sensor::{Barometer, CheckStandards};
use hadal_models::quantity::{AbsolutePressure, Temperature};
use hadal_models::randomness::{Stream, standard_normal, stream};
use hadal_models::sensor::{PressureTransducer, Sprt, TrueWater};
use hadal_models::standards::its90::FixedPoint;
use hadal_rigs::chamber::plant::Parameters;
use hadal_rigs::description::{self, Item, PressureReference, Rig};
use nalgebra::{SMatrix, SVector};
use serde::{Deserialize, Serialize};

/// Opens the streams of one world.
pub(crate) struct Worlds<'a> {
    pub(crate) scenario: &'a Scenario,
    pub(crate) seed: u64,
    /// How errors of references and bottles are distributed.
    pub(crate) tails: Tails,
}

/// The distribution that errors of references and bottles are drawn from, each about zero with its own scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tails {
    /// Normal, as certificates take them to be; the scale is the standard deviation.
    #[default]
    Normal,
    /// Student's with three degrees of freedom: the variance is three times the square of the scale.
    Student3,
}

impl Tails {
    /// One draw of scale one.
    pub(crate) fn draw(self, random: &mut Stream) -> f64 {
        match self {
            Self::Normal => standard_normal(random),
            Self::Student3 => {
                let normal = standard_normal(random);
                let squares = [(); 3].map(|()| standard_normal(random)).map(|z| z * z);
                normal / (squares.iter().sum::<f64>() / 3.0).sqrt()
            }
        }
    }
}

/// A reference thermometer as it truly is, and its bridge's noise.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ThermometerTruth {
    pub(crate) sprt: Sprt,
    pub(crate) noise_ohm: f64,
}

/// The reference transducer as it truly is, and its noise.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct TransducerTruth {
    pub(crate) transducer: PressureTransducer,
    pub(crate) noise_mpa: f64,
    pub(crate) crystal_above_hall_k: f64,
}

/// Errors of the plant's own sensors.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PlcTruth {
    pub(crate) pressure_offset_mpa: f64,
    pub(crate) pressure_span: f64,
    pub(crate) pressure_noise_mpa: f64,
    pub(crate) jacket_offset_k: f64,
    pub(crate) pump_water_offset_k: f64,
    pub(crate) hall_offset_k: f64,
    pub(crate) temperature_noise_k: f64,
}

/// Errors of a pressure controller's own sensor.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ControllerTruth {
    pub(crate) offset_mpa: f64,
    pub(crate) span: f64,
    pub(crate) noise_mpa: f64,
}

/// Errors of the salinometer and of the operator's hand.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SalinometerTruth {
    pub(crate) standardisation_practical: f64,
    pub(crate) repeatability_practical: f64,
    pub(crate) mixing_practical: f64,
    /// How bottles err.
    pub(crate) tails: Tails,
}

impl Worlds<'_> {
    /// The stream for one purpose of this world.
    pub(crate) fn stream(&self, purpose: &str) -> Stream {
        stream(self.seed, 0, purpose)
    }

    /// The world's water.
    pub(crate) fn water(&self) -> TrueWater {
        match self.scenario.world.water {
            Departure::Drawn => TrueWater::draw(&mut self.stream("water")),
            Departure::None => TrueWater::standard(),
        }
    }

    /// The world's chamber.
    pub(crate) fn chamber(&self, rig: &Rig) -> Parameters {
        let Design { chamber, limits } = self.scenario.design.clone().unwrap_or_else(|| Design::of(rig));
        match self.scenario.world.chamber {
            Departure::Drawn => Parameters::draw(&chamber, &limits, &mut self.stream("chamber")),
            Departure::None => Parameters::nominal(&chamber, &limits),
        }
    }

    /// A reference thermometer: its certificate, plus an error drawn from the scenario's spread.
    pub(crate) fn thermometer(
        &self,
        index: usize,
        certificate: &description::Sprt,
        spread: &SprtSpread,
    ) -> ThermometerTruth {
        let mut random = self.stream(&format!("reference-thermometer-{index}"));
        let error = correlated(&spread.covariance, || self.tails.draw(&mut random));
        let mut kelvin =
            |standard_deviation_mk: f64| standard_deviation_mk * 1.0e-3 * self.tails.draw(&mut random);
        let sprt = Sprt {
            resistance_tpw_ohm: certificate.resistance_tpw_ohm + error[0],
            a: certificate.a + error[1],
            b: certificate.b + error[2],
            drift_k: kelvin(spread.drift_mk),
            self_heating_k: certificate.self_heating_nominal_mk * 1.0e-3 + kelvin(spread.self_heating_mk),
            stem_conduction_k_per_k: kelvin(spread.stem_conduction_mk_per_k),
        };
        ThermometerTruth { sprt, noise_ohm: spread.noise_uohm * 1.0e-6 }
    }

    /// The reference transducer: its certificate, plus an error drawn from the scenario's spread, plus drift.
    pub(crate) fn transducer(
        &self,
        certificate: &PressureReference,
        spread: &TransducerSpread,
    ) -> TransducerTruth {
        let mut random = self.stream("reference-pressure");
        let error = correlated(&spread.covariance, || self.tails.draw(&mut random));
        let transducer = PressureTransducer {
            offset_mpa: certificate.offset_mpa + error[0] + spread.drift_mpa * self.tails.draw(&mut random),
            span: certificate.span + error[1] + spread.span_drift * self.tails.draw(&mut random),
        };
        TransducerTruth {
            transducer,
            noise_mpa: spread.noise_mpa,
            crystal_above_hall_k: spread.crystal_above_hall_k,
        }
    }

    /// Errors of the plant's own sensors.
    pub(crate) fn plc(&self) -> PlcTruth {
        let (mut random, spread) = (self.stream("plc"), &self.scenario.plc);
        PlcTruth {
            pressure_offset_mpa: spread.pressure_offset_mpa * standard_normal(&mut random),
            pressure_span: spread.pressure_span * standard_normal(&mut random),
            pressure_noise_mpa: spread.pressure_noise_mpa,
            jacket_offset_k: spread.temperature_offset_k * standard_normal(&mut random),
            pump_water_offset_k: spread.temperature_offset_k * standard_normal(&mut random),
            hall_offset_k: spread.temperature_offset_k * standard_normal(&mut random),
            temperature_noise_k: spread.temperature_noise_k,
        }
    }

    /// Errors of the pressure controller of this name.
    pub(crate) fn pressure_controller(&self, name: &str) -> ControllerTruth {
        let spread = self.scenario.pressure_controller.unwrap_or_default();
        let mut random = self.stream(&format!("pressure-controller-{name}"));
        ControllerTruth {
            offset_mpa: spread.offset_mpa * standard_normal(&mut random),
            span: spread.span * standard_normal(&mut random),
            noise_mpa: spread.noise_mpa,
        }
    }

    /// Errors of the salinometer.
    pub(crate) fn salinometer(&self) -> SalinometerTruth {
        let spread = &self.scenario.salinometer;
        SalinometerTruth {
            standardisation_practical: spread.standardisation_practical
                * self.tails.draw(&mut self.stream("salinometer")),
            repeatability_practical: spread.repeatability_practical,
            mixing_practical: spread.mixing_practical,
            tails: self.tails,
        }
    }

    /// What references are checked against: as the rig's files have it, plus errors drawn from the scenario's spread.
    pub(crate) fn check_standards(&self, rig: &Rig) -> CheckStandards {
        let spread = &self.scenario.check_standards;
        let error = |name: &str, deviation: f64| deviation * standard_normal(&mut self.stream(name));
        let cell_k = 1.0e-3 * error("triple-point-cell", spread.triple_point_mk);
        let triple_point = rig.triple_point_cell.as_ref().map(|cell| {
            let at_element = FixedPoint::Water.at_depth(cell.immersion_depth_m);
            Temperature::from_celsius(at_element.celsius() + cell_k)
        });
        let barometer = rig.barometer.as_ref().map(|barometer| Barometer {
            error_hpa: error("barometer", spread.barometer_hpa),
            surface_height_m: barometer.surface_height_m,
        });
        let salinity = |bottles: &SeawaterBatch| {
            let purpose = format!("standard-seawater-{}", bottles.batch);
            bottles.salinity_practical + error(&purpose, bottles.spread_practical)
        };
        let bottles = spread.standard_seawater.iter();
        let seawater = bottles.map(|bottles| (bottles.batch.clone(), salinity(bottles))).collect();
        CheckStandards { triple_point, barometer, seawater, opening: Opening::Closed }
    }

    /// Item number `index`.
    pub(crate) fn item(&self, index: usize, item: &Item, pressure: AbsolutePressure) -> ItemTruth {
        let mut random = self.stream(&format!("item-{index}"));
        ItemTruth::draw(self.scenario, item, pressure, &mut random)
    }
}

/// A draw about zero with this covariance (of a normal distribution, where `draw` is standard normal), by the lower root
/// of its correlation matrix (which exists for singular ones too; the scenario's check has refused indefinite ones).
fn correlated<const N: usize>(covariance: &[[f64; N]; N], mut draw: impl FnMut() -> f64) -> SVector<f64, N> {
    let matrix = SMatrix::<f64, N, N>::from_fn(|row, column| covariance[row][column]);
    let scale = SVector::<f64, N>::from_fn(|row, _| matrix[(row, row)].max(0.0).sqrt());
    let standardised = SMatrix::<f64, N, N>::from_fn(|row, column| {
        let product = scale[row] * scale[column];
        if product > 0.0 { matrix[(row, column)] / product } else { 0.0 }
    });
    let independent = SVector::<f64, N>::from_fn(|_, _| draw());
    (lower_root(&standardised) * independent).component_mul(&scale)
}

/// The lower triangular root of a positive semidefinite matrix (Cholesky; a vanishing pivot leaves a zero column).
fn lower_root<const N: usize>(matrix: &SMatrix<f64, N, N>) -> SMatrix<f64, N, N> {
    let mut root = SMatrix::<f64, N, N>::zeros();
    for column in 0..N {
        for row in column..N {
            let known: f64 = (0..column).map(|k| root[(row, k)] * root[(column, k)]).sum();
            let rest = matrix[(row, column)] - known;
            root[(row, column)] = match row == column {
                true => rest.max(0.0).sqrt(),
                false if root[(column, column)] > 1.0e-9 => rest / root[(column, column)],
                false => 0.0,
            };
        }
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_the_stated_covariance() {
        let stated = [[4.0e-10, -3.0e-13], [-3.0e-13, 9.0e-16]];
        let mut random = stream(5, 0, "covariance");
        let count = 20_000;
        let mut sum = [[0.0; 2]; 2];
        for _ in 0..count {
            let draw = correlated(&stated, || standard_normal(&mut random));
            for (row, line) in sum.iter_mut().enumerate() {
                for (column, cell) in line.iter_mut().enumerate() {
                    *cell += draw[row] * draw[column] / f64::from(count);
                }
            }
        }
        for row in 0..2 {
            for column in 0..2 {
                let scale = f64::sqrt(stated[row][row] * stated[column][column]);
                let error = (sum[row][column] - stated[row][column]) / scale;
                assert!(error.abs() < 5.0 * (2.0 / f64::from(count)).sqrt(), "{row}{column}: {error}");
            }
        }
    }

    /// Half of Student's distribution with three degrees of freedom lies within 0.764 892 of zero (any table); the share
    /// that a sample of n has there has a standard error of 0.5/√n.
    #[test]
    fn heavy_tails_have_the_quartiles_of_student() {
        let mut random = stream(5, 0, "tails");
        let count = 20_000;
        let within = (0..count).filter(|_| Tails::Student3.draw(&mut random).abs() < 0.764_892).count();
        let share = f64::from(u32::try_from(within).unwrap()) / f64::from(count);
        assert!((share - 0.5).abs() < 4.0 * 0.5 / f64::from(count).sqrt(), "{share}");
    }

    #[test]
    fn singular_covariances_can_be_drawn_from() {
        let stated = [[1.0e-8, 0.0, 0.0], [0.0, 1.0e-12, 0.0], [0.0, 0.0, 0.0]];
        let mut random = stream(5, 0, "singular");
        let draw = correlated(&stated, || standard_normal(&mut random));
        assert!(draw[0].abs() > 0.0 && draw[1].abs() > 0.0);
        assert!(draw[2].abs() < f64::MIN_POSITIVE, "what has no variance stays zero");
    }
}
