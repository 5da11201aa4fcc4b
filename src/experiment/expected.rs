//! The run that a procedure would give if everything went as its files say: references at their certificates, bottles
//! that agree as well as the salinometer repeats, water as calm as the criterion of stability demands.
//!
//! No noise is in the numbers; it is in their deviations. What comes out is what the calibration itself makes of it.

use super::floor::source_name;
use super::nominal_item::{NominalItem, means};
use super::ocean::Place;
use crate::calibrations::{CalibrateError, evidence};
use crate::observe::{Bottle, Plateau, Point, Run, water_at};
use hadal_models::calibration::ctd::{
    CalibrationError, Contribution, CtdCalibration, FORMULATION, RawReading, Weights, calibrate,
    calibrate_as, ladders,
};
use hadal_models::constants::STANDARD_ATMOSPHERE_MPA;
use hadal_models::quantity::{AbsolutePressure, PracticalSalinity, SeaPressure, Temperature};
use hadal_models::standards::its90::SprtCoefficients;
use hadal_record::event::Drawn;
use hadal_rigs::chamber::NominalChamber;
use hadal_rigs::description::{Item, Leg, Procedure, Rig, Sprt};

/// Noise of the reference transducer, as a share of its full scale: a millionth is its resolution.
const TRANSDUCER_NOISE: f64 = 1e-6;

/// A quantity that an uncertainty can be asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantity {
    /// Temperature, K.
    Temperature,
    /// Conductivity, S/m.
    Conductivity,
    /// Pressure, MPa.
    Pressure,
    /// Practical salinity.
    Salinity,
}

impl Quantity {
    /// All, in the order of a reading's covariance.
    pub const ALL: [Self; 4] = [Self::Temperature, Self::Conductivity, Self::Pressure, Self::Salinity];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Temperature => "temperature",
            Self::Conductivity => "conductivity",
            Self::Pressure => "pressure",
            Self::Salinity => "salinity",
        }
    }

    /// Unit of its uncertainty (UDUNITS).
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Temperature => "K",
            Self::Conductivity => "S m-1",
            Self::Pressure => "MPa",
            Self::Salinity => "1",
        }
    }
}

/// An item calibrated by a run that has not taken place, or not as a whole.
pub struct Expected {
    calibration: CtdCalibration,
    /// What sends the scans; where nothing is here, it is the item as it has been calibrated.
    nominal: Option<NominalItem>,
}

/// Water: °C, MPa absolute, practical salinity.
type Water = [f64; 3];

impl Expected {
    /// Of an item by a procedure on a rig, in the fullest form that the calibration knows: that form's covariance is what
    /// a certificate states, whichever of its terms the points will turn out to support.
    ///
    /// # Errors
    /// [`CalibrateError`] where the points do not give a calibration.
    pub fn of(rig: &Rig, procedure: &Procedure, item: &Item) -> Result<Self, CalibrateError> {
        let nominal = NominalItem::of(item).map_err(|unknown| failed(item, unknown.into()))?;
        let run = calm_run(rig, procedure, item, |[t, p, s]| nominal.reading(t, p, s))?;
        Ok(Self { calibration: in_the_fullest_form(&run)?, nominal: Some(nominal) })
    }

    /// What a run has measured of its first item, as a certificate states it: the terms are those that the points support.
    ///
    /// # Errors
    /// [`CalibrateError`] where the points do not give a calibration.
    pub fn measured(run: &Run) -> Result<Self, CalibrateError> {
        let (item, _) = run.item(0)?;
        let calibration = calibrate(&evidence(run, 0)?).map_err(|problem| failed(item, problem))?;
        Ok(Self { calibration, nominal: None })
    }

    /// What a run that has measured so much of its first item will know of it once it has visited more: of each leg of its
    /// procedure, in their order, the pressures given here. The item answers as it has been calibrated until now.
    ///
    /// # Errors
    /// [`CalibrateError`] where the points do not give a calibration.
    pub fn after(&self, run: &Run, pressures_mpa_sea: &[Vec<f64>]) -> Result<Self, CalibrateError> {
        let (item, _) = run.item(0)?;
        let legs = run.procedure.leg.iter().zip(pressures_mpa_sea);
        let legs = legs.map(|(leg, visited)| Leg { pressures_mpa_sea: visited.clone(), ..leg.clone() });
        let procedure = Procedure { leg: legs.collect(), ..run.procedure.clone() };
        let more = calm_run(&run.rig, &procedure, item, |water| known_reading(&self.calibration, water))?;
        Ok(Self { calibration: in_the_fullest_form(&run.clone().and(more))?, nominal: None })
    }

    fn scan_at(&self, place: &Place) -> RawReading {
        let mpa = SeaPressure::from_mpa(place.pressure_mpa_sea).absolute().mpa();
        match &self.nominal {
            Some(nominal) => nominal.at(place),
            None => {
                known_reading(&self.calibration, [place.temperature_celsius, mpa, place.salinity_practical])
            }
        }
    }

    /// Whether the points tell every coefficient of the form.
    pub fn is_told_as_a_whole(&self) -> bool {
        self.calibration.sensors().iter().all(|sensor| sensor.held_for_lack_of_points().is_empty())
    }

    /// Standard uncertainties of the calibrated item at a place, in the order of [`Quantity::ALL`].
    pub fn standard_uncertainties(&self, place: &Place) -> [f64; 4] {
        self.calibration.reading(&self.scan_at(place)).standard_uncertainties()
    }

    /// What makes up the standard uncertainty of a quantity at a place, the largest first.
    pub fn contributions(&self, quantity: Quantity, place: &Place) -> Vec<Contribution> {
        let raw = self.scan_at(place);
        let reading = self.calibration.reading(&raw);
        let dbar = AbsolutePressure::from_mpa(reading.pressure_mpa_absolute).sea().dbar();
        let calibration = &self.calibration;
        let mut found = match quantity {
            Quantity::Temperature => calibration.temperature.contributions(&[raw.temperature_counts, dbar]),
            Quantity::Conductivity => calibration.conductivity.contributions(&[
                raw.conductivity_hz,
                reading.temperature_celsius,
                dbar,
            ]),
            Quantity::Pressure => {
                calibration.pressure.contributions(&[raw.pressure_counts, raw.pressure_temperature_counts])
            }
            Quantity::Salinity => calibration.salinity_contributions(&raw),
        };
        found.sort_by(|one, other| other.standard_uncertainty.total_cmp(&one.standard_uncertainty));
        found
    }

    /// Names of the components whose errors no number of points averages away: those of references, shared by all. What
    /// PSS-78 is wrong by is not among them: points nearer to a place lower it.
    pub fn shared_components(&self) -> Vec<String> {
        let sensors = self.calibration.sensors();
        let components = sensors.iter().flat_map(|sensor| &sensor.budget.components);
        let shared = components.filter(|component| !component.scatters());
        let names = shared.map(|component| source_name(&component.name).to_owned());
        names.filter(|name| name != FORMULATION).collect()
    }
}

fn failed(item: &Item, problem: CalibrationError) -> CalibrateError {
    CalibrateError::Fit { item: item.name.clone(), problem }
}

fn in_the_fullest_form(run: &Run) -> Result<CtdCalibration, CalibrateError> {
    let terms: Vec<&str> = ladders().into_iter().flatten().flatten().copied().collect();
    let (item, _) = run.item(0)?;
    calibrate_as(&evidence(run, 0)?, &terms, Weights::Scatter).map_err(|problem| failed(item, problem))
}

fn known_reading(calibration: &CtdCalibration, [celsius, mpa, salinity]: Water) -> RawReading {
    let pressure = AbsolutePressure::from_mpa(mpa).sea();
    calibration.expected_reading(
        PracticalSalinity::new(salinity),
        Temperature::from_celsius(celsius),
        pressure,
    )
}

/// A run in calm water, of an item that sends `scan` of its water.
fn calm_run(
    rig: &Rig,
    procedure: &Procedure,
    item: &Item,
    scan: impl Fn(Water) -> RawReading,
) -> Result<Run, CalibrateError> {
    let mut run = set_points(rig, procedure, item, &scan);
    // The references say what the water is at the item's height; there it answers.
    let water = water_at(&run, item.height_m)?;
    let temperatures = water.temperature_celsius.values.iter();
    let waters = temperatures.zip(&water.pressure_mpa_absolute.values).zip(&water.salinity_practical.values);
    let scans: Vec<RawReading> = waters.map(|((t, p), s)| scan([*t, *p, *s])).collect();
    run.raw = vec![means(&scans, procedure.readings.count)];
    Ok(run)
}

/// The same with the item's readings at the set points.
fn set_points(rig: &Rig, procedure: &Procedure, item: &Item, scan: impl Fn(Water) -> RawReading) -> Run {
    let points = points(rig, procedure);
    let chamber = NominalChamber::new(&rig.chamber);
    let calm = Calm::of(rig, procedure, item);
    let half_difference_k = 0.5 * usual_difference_k(&rig.reference_thermometer);
    let thermometer = |index: usize, sprt: &Sprt| {
        let side = if index.is_multiple_of(2) { -half_difference_k } else { half_difference_k };
        points.iter().map(|point| calm.resistance(sprt, point.temperature_celsius + side)).collect()
    };
    let thermometers = rig.reference_thermometer.iter().enumerate();
    Run {
        id: None,
        thermometers: thermometers.map(|(index, sprt)| thermometer(index, sprt)).collect(),
        transducer: points.iter().map(|point| calm.indication(rig, point.pressure_mpa_sea)).collect(),
        hall: points.iter().map(|_| calm.still(rig.chamber.ambient_celsius)).collect(),
        bottles: procedure
            .leg
            .iter()
            .enumerate()
            .filter(|(_, leg)| !leg.pressures_mpa_sea.is_empty())
            .flat_map(|(at, leg)| bottles(rig, procedure, &chamber, at, leg))
            .collect(),
        raw: vec![means(
            &points.iter().map(|point| scan(set_point(point))).collect::<Vec<_>>(),
            procedure.readings.count,
        )],
        rig: rig.clone(),
        procedure: procedure.clone(),
        items: vec![item.clone()],
        points,
    }
}

fn set_point(point: &Point) -> Water {
    [point.temperature_celsius, point.pressure_mpa_sea + STANDARD_ATMOSPHERE_MPA, point.salinity_practical]
}

/// Every point of every leg, with the water that the pump has added until then.
fn points(rig: &Rig, procedure: &Procedure) -> Vec<Point> {
    let chamber = NominalChamber::new(&rig.chamber);
    let mut points = Vec::new();
    for (number, leg) in procedure.leg.iter().enumerate() {
        let mut highest = 0.0_f64;
        for pressure in &leg.pressures_mpa_sea {
            highest = highest.max(*pressure);
            points.push(Point {
                index: u32::try_from(points.len()).unwrap_or(u32::MAX),
                leg: number,
                temperature_celsius: leg.temperature_celsius,
                salinity_practical: leg.salinity_practical,
                pressure_mpa_sea: *pressure,
                pumped_ml: pumped_ml(&chamber, leg, highest),
            });
        }
    }
    points
}

fn pumped_ml(chamber: &NominalChamber, leg: &Leg, highest_mpa_sea: f64) -> f64 {
    let ambient = AbsolutePressure::from_mpa(STANDARD_ATMOSPHERE_MPA);
    let reached = AbsolutePressure::from_mpa(STANDARD_ATMOSPHERE_MPA + highest_mpa_sea);
    let (salinity, temperature) =
        (PracticalSalinity::new(leg.salinity_practical), Temperature::from_celsius(leg.temperature_celsius));
    1000.0 * chamber.pump_volume_l(ambient, reached, salinity, temperature)
}

/// Bottles before and after a leg differ as repeatability lets them, and the chamber from the pump's water as a dose within
/// its tolerance leaves it (a rectangle): root mean squares both.
fn bottles(
    rig: &Rig,
    procedure: &Procedure,
    chamber: &NominalChamber,
    number: usize,
    leg: &Leg,
) -> [Bottle; 3] {
    let repeatability = rig.salinometer.repeatability_standard_uncertainty_practical;
    let half_difference = 0.5 * std::f64::consts::SQRT_2 * repeatability;
    let highest = leg.pressures_mpa_sea.iter().copied().fold(0.0, f64::max);
    let pumped_ml = pumped_ml(chamber, leg, highest);
    let excess = procedure.approach.salinity_tolerance_practical / 3.0_f64.sqrt();
    let bottle =
        |drawn, pumped_ml, salinity_practical| Bottle { leg: number, drawn, pumped_ml, salinity_practical };
    let salinity = leg.salinity_practical;
    let fraction = chamber.pumped_mass_fraction(
        AbsolutePressure::from_mpa(STANDARD_ATMOSPHERE_MPA + highest),
        PracticalSalinity::new(salinity),
        Temperature::from_celsius(leg.temperature_celsius),
    );
    let diluted = salinity + fraction * excess;
    [
        bottle(Drawn::PumpReservoir, 0.0, salinity + excess),
        bottle(Drawn::BeforeLeg, 0.0, salinity + half_difference),
        bottle(Drawn::AfterLeg, pumped_ml, diluted - half_difference),
    ]
}

/// What the certificates let two thermometers differ by in the same water, root mean square, K.
fn usual_difference_k(thermometers: &[Sprt]) -> f64 {
    let variance = |sprt: &Sprt| {
        let gradient = coefficients(sprt).temperature_gradient(Temperature::from_celsius(0.0));
        let rows = sprt.covariance.iter().zip(gradient);
        let certified: f64 = rows
            .map(|(row, by_row)| {
                row.iter().zip(gradient).map(|(c, by_column)| by_row * c * by_column).sum::<f64>()
            })
            .sum();
        let own = [sprt.drift_standard_uncertainty_mk, sprt.self_heating_standard_uncertainty_mk];
        certified + own.iter().map(|mk| mk * mk * 1e-6).sum::<f64>()
    };
    let pair: f64 = thermometers.iter().take(2).map(variance).sum();
    if thermometers.len() > 1 { pair.sqrt() } else { 0.0 }
}

fn coefficients(sprt: &Sprt) -> SprtCoefficients {
    SprtCoefficients { resistance_tpw_ohm: sprt.resistance_tpw_ohm, a: sprt.a, b: sprt.b }
}

/// Readings in water that is as calm as the procedure demands, and no calmer.
struct Calm {
    count: usize,
    temperature_drift_k: f64,
    temperature_deviation_k: f64,
    pressure_drift_mpa: f64,
}

impl Calm {
    fn of(rig: &Rig, procedure: &Procedure, item: &Item) -> Self {
        let stability = &procedure.stability;
        let reading_s = f64::from(procedure.readings.count) * item.sample_period_s;
        let share = (reading_s / stability.window_s).min(1.0);
        let slowest_s = rig.instrument.iter().map(|i| i.poll_period_s).fold(0.1, f64::max);
        Self {
            count: whole(reading_s / slowest_s),
            temperature_drift_k: 1e-3 * share * stability.temperature_drift_mk,
            temperature_deviation_k: 1e-3 * stability.temperature_deviation_mk,
            pressure_drift_mpa: 1e-3 * share * stability.pressure_drift_kpa,
        }
    }

    fn resistance(&self, sprt: &Sprt, celsius: f64) -> Plateau {
        let temperature = Temperature::from_celsius(celsius + 1e-3 * sprt.self_heating_nominal_mk);
        let ohm_per_kelvin = 1.0 / coefficients(sprt).kelvin_per_ohm(temperature);
        Plateau {
            mean: coefficients(sprt).resistance_ohm(temperature),
            deviation: self.temperature_deviation_k * ohm_per_kelvin,
            drift: self.temperature_drift_k * ohm_per_kelvin,
            count: self.count,
        }
    }

    fn indication(&self, rig: &Rig, mpa_sea: f64) -> Plateau {
        let reference = &rig.reference_pressure;
        let absolute = mpa_sea + STANDARD_ATMOSPHERE_MPA;
        Plateau {
            mean: absolute / (1.0 + reference.span) - reference.offset_mpa,
            deviation: TRANSDUCER_NOISE * reference.full_scale_mpa_absolute,
            drift: self.pressure_drift_mpa,
            count: self.count,
        }
    }

    const fn still(&self, mean: f64) -> Plateau {
        Plateau { mean, deviation: 0.0, drift: 0.0, count: self.count }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of readings, 2 or more"
)]
fn whole(value: f64) -> usize {
    value.clamp(2.0, 1e9) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::ocean;
    use hadal_rigs::description::parse;

    fn expected(procedure: &str) -> Expected {
        let rig: Rig = parse("rig", include_str!("../../rigs/catalog/full-ocean-depth-71l.toml")).unwrap();
        let item: Item = parse("item", include_str!("../../rigs/catalog/items/deep-ctd.toml")).unwrap();
        let procedure: Procedure = parse("procedure", procedure).unwrap();
        Expected::of(&rig, &procedure, &item).unwrap()
    }

    #[test]
    fn the_full_procedure_tells_every_coefficient_and_the_short_one_does_not() {
        let full = expected(include_str!("../../rigs/catalog/procedures/ctd-full-depth.toml"));
        assert!(full.is_told_as_a_whole());
        let short = expected(include_str!("../../rigs/catalog/procedures/ctd-short.toml"));
        assert!(!short.is_told_as_a_whole());
    }

    #[test]
    fn what_is_expected_agrees_with_what_runs_state() {
        // The same procedure, measured in worlds drawn by seeds. What a run states hangs on luck as well: on how far its two
        // thermometers happen to differ, and on legs whose bottles disagree and so weigh less. These bottles repeat to 0.0006
        // instead of the certificate's 0.0005. So conductivity and salinity may be stated up to twice as large as planned, but
        // not smaller; temperature and pressure hang on no bottle.
        const WITHIN: [std::ops::Range<f64>; 4] = [0.85..1.15, 0.5..1.1, 0.95..1.05, 0.5..1.1];
        const WORLDS: u64 = 6;
        let expected = expected(include_str!("../../rigs/catalog/procedures/ctd-full-depth.toml"));
        let places = ocean::places(118.0);
        let mut squares = vec![[0.0; 4]; places.len()];
        for seed in 0..WORLDS {
            let record = crate::fixture::World::measured(seed).record(|_| true);
            let run = crate::observe::Run::of(&record).unwrap();
            let measured = Expected { calibration: in_the_fullest_form(&run).unwrap(), nominal: None };
            for (place, squares) in places.iter().zip(&mut squares) {
                let stated = measured.standard_uncertainties(place);
                squares.iter_mut().zip(stated).for_each(|(sum, u)| *sum += u * u / WORLDS as f64);
            }
        }
        for (place, squares) in places.iter().zip(squares) {
            let planned = expected.standard_uncertainties(place);
            for ((planned, square), within) in planned.iter().zip(squares).zip(WITHIN) {
                let ratio = planned / square.sqrt();
                assert!(within.contains(&ratio), "{place}: {planned} {}", square.sqrt());
            }
        }
    }

    #[test]
    fn the_component_that_is_no_references_is_in_the_budget() {
        let full = expected(include_str!("../../rigs/catalog/procedures/ctd-full-depth.toml"));
        let place = ocean::places(118.0)[0];
        assert!(full.contributions(Quantity::Salinity, &place).iter().any(|one| one.name == FORMULATION));
        let shared = full.shared_components();
        assert!(shared.iter().any(|name| name == "salinometer standardisation"));
        assert!(!shared.iter().any(|name| name == "bottle salinity" || name == FORMULATION));
    }
}
