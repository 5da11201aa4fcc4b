//! An oracle, who knows each unit's form: which terms it takes to follow the sensor, and not one more.
//!
//! Of all forms it takes the smallest whose misfit is below a tenth of the standard uncertainty at every certified place,
//! found by fitting what the unit gives without noise in water that obeys PSS-78. With that form it calibrates from the
//! same readings and the same budget, and looks for no inadequacy.
//!
//! It does so twice: with the weights of scatter, as everybody's, and with weights by the whole covariance. The latter lean on
//! the shape that a budget assumes for PSS-78's departure and take part of it out of the cell, where practical salinity
//! needs it left in: so they state conductivity narrower than one would sign (decision 0005), and are here to be compared.

use crate::places::Place;
use crate::unit::{QUANTITIES, errors, raw};
use hadal_models::calibration::ctd::{
    CtdCalibration, Evidence, Mean, Observation, SensorCalibration, Weights, calibrate_as, ladders,
};
use hadal_models::quantity::{AbsolutePressure, PracticalSalinity, Temperature};
use hadal_models::seawater;
use hadal_models::sensor::LocalWater;
use hadal_sim::points::PointWorld;

/// Misfit over standard uncertainty that no longer matters: it adds half a percent to the root of the sum of squares.
const NEGLIGIBLE: f64 = 0.1;

/// The weights with which an oracle calibrates.
pub(crate) const WEIGHTS: [Weights; 2] = [Weights::Scatter, Weights::WholeCovariance];

/// Standard uncertainties of the oracle's calibration at each place, with each of the [`WEIGHTS`].
pub(crate) fn uncertainties(
    world: &PointWorld<'_>,
    evidence: &Evidence,
    places: &[Place],
) -> [Vec<[f64; QUANTITIES]>; 2] {
    let form = form(world, evidence, places);
    WEIGHTS.map(|weights| {
        let calibration = calibrate_as(evidence, &form, weights).unwrap();
        let at = |place: &Place| {
            let water = place.in_water(world.water());
            calibration.reading(&raw(&world.truth(0, &water).unwrap())).standard_uncertainties()
        };
        places.iter().map(at).collect()
    })
}

/// The optional terms of the smallest sufficient form, of all three quantities.
fn form(world: &PointWorld<'_>, evidence: &Evidence, places: &[Place]) -> Vec<&'static str> {
    let clean = without_noise(world, evidence);
    let candidates = ladders().map(forms);
    let most = candidates.iter().map(Vec::len).max().unwrap_or(0);
    let mut found: [Option<Vec<&str>>; 3] = [None, None, None];
    for rank in 0..most {
        let tried = [0, 1, 2].map(|quantity| {
            let forms: &Vec<Vec<&'static str>> = &candidates[quantity];
            forms.get(rank).or(forms.last()).cloned().unwrap_or_default()
        });
        let calibration = calibrate_as(&clean, &tried.concat(), Weights::Scatter).unwrap();
        let suffices = sufficient(world, &calibration, places);
        for quantity in 0..3 {
            if found[quantity].is_none() && suffices[quantity] {
                found[quantity] = Some(tried[quantity].clone());
            }
        }
    }
    let fullest = |quantity: usize| candidates[quantity].last().cloned().unwrap_or_default();
    (0..3).flat_map(|quantity| found[quantity].clone().unwrap_or_else(|| fullest(quantity))).collect()
}

/// All forms of one quantity: so many terms of the one ladder, so many of the other; few terms first.
fn forms(ladders: [&'static [&'static str]; 2]) -> Vec<Vec<&'static str>> {
    let [one, other] = ladders;
    let mut forms: Vec<Vec<&str>> = (0..=one.len())
        .flat_map(|a| (0..=other.len()).map(move |b| [&one[..a], &other[..b]].concat()))
        .collect();
    forms.sort_by_key(Vec::len);
    forms
}

/// Whether temperature, conductivity and pressure are followed at every certified place.
fn sufficient(world: &PointWorld<'_>, calibration: &CtdCalibration, places: &[Place]) -> [bool; 3] {
    let mut sufficient = [true; 3];
    for place in places.iter().filter(|place| place.region.is_certified()) {
        let water = place.by_pss_78();
        let reading = calibration.reading(&raw(&world.truth(0, &water).unwrap()));
        let rows = errors(&reading, &water).into_iter().zip(reading.standard_uncertainties());
        for (sufficient, (error, uncertainty)) in sufficient.iter_mut().zip(rows) {
            *sufficient &= error.abs() < NEGLIGIBLE * uncertainty;
        }
    }
    sufficient
}

/// The same evidence, as if references, bottles and the unit had no error, and water obeyed PSS-78.
fn without_noise(world: &PointWorld<'_>, evidence: &Evidence) -> Evidence {
    let clean = |observation: &Observation| {
        let temperature = Temperature::from_celsius(observation.temperature_celsius);
        let pressure = AbsolutePressure::from_mpa(observation.pressure_mpa_absolute);
        let salinity = PracticalSalinity::new(observation.practical_salinity);
        let conductivity = seawater::conductivity(salinity, temperature, pressure.sea());
        let given = world.truth(0, &LocalWater { temperature, pressure, salinity, conductivity }).unwrap();
        let mean = |value: f64, mean: Mean| Mean { value, ..mean };
        Observation {
            temperature_counts: mean(given.temperature_counts, observation.temperature_counts),
            conductivity_hz: mean(given.conductivity_hz, observation.conductivity_hz),
            pressure_counts: mean(given.pressure_counts, observation.pressure_counts),
            pressure_temperature_counts: mean(
                given.pressure_temperature_counts,
                observation.pressure_temperature_counts,
            ),
            ..*observation
        }
    };
    Evidence { observations: evidence.observations.iter().map(clean).collect(), ..evidence.clone() }
}

/// The optional terms that a calibration fitted.
pub(crate) fn optional_terms(sensor: &SensorCalibration) -> Vec<&'static str> {
    let ladders = ladders();
    let optional = ladders.iter().flatten().flat_map(|ladder| ladder.iter().copied());
    let fitted = |name: &&str| {
        sensor.fit.equation.coefficient_index(name).is_some() && !sensor.held.contains_key(*name)
    };
    optional.filter(fitted).collect()
}
