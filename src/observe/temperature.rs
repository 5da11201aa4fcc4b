//! Reference temperature at an item's height, from the platinum resistance thermometers around it.

use super::{Plateau, Point, ReferenceSeries, Run};
use hadal_models::quantity::Temperature;
use hadal_models::standards::its90::SprtCoefficients;
use hadal_models::uncertainty::{Component, Kind, Parameters};
use hadal_rigs::description::Sprt;
use nalgebra::{DMatrix, DVector};

/// The bath, as its thermometers see it.
pub(super) struct Bath {
    pub(super) reference: ReferenceSeries,
    pub(super) thermometer: Vec<Plateau>,
    pub(super) uniformity_k: Vec<f64>,
}

/// One thermometer over all points.
struct Thermometer<'a> {
    sprt: &'a Sprt,
    coefficients: SprtCoefficients,
    /// Corrected temperature, °C, one plateau per point.
    plateaus: Vec<Plateau>,
}

pub(super) fn at_height(run: &Run, height_m: f64) -> Bath {
    let thermometers: Vec<Thermometer<'_>> = run
        .rig
        .reference_thermometer
        .iter()
        .zip(&run.thermometers)
        .map(|(sprt, resistances)| thermometer(sprt, resistances))
        .collect();
    let heights: Vec<f64> = thermometers.iter().map(|t| t.sprt.height_m).collect();
    let weights = weights_at(height_m, &heights);
    let hall: Vec<f64> = run.hall.iter().map(|plateau| plateau.mean).collect();
    let values =
        (0..run.points.len()).map(|point| weighted(&thermometers, &weights, |t| t.plateaus[point].mean));
    let uniformity_k: Vec<f64> =
        (0..run.points.len()).map(|point| top_less_bottom(&thermometers, point)).collect();
    let values: Vec<f64> = values.collect();
    let mut components = certificate_components(&thermometers, &weights, &values, &hall);
    components.extend(stability(&thermometers, &weights));
    components.push(uniformity(run, &uniformity_k));
    let components = run.named(components);
    let thermometer = thermometers.first().map_or_else(Vec::new, |t| t.plateaus.clone());
    Bath { reference: ReferenceSeries { values, components }, thermometer, uniformity_k }
}

/// Resistance to temperature by the certificate, less the nominal self-heating.
fn thermometer<'a>(sprt: &'a Sprt, resistances: &[Plateau]) -> Thermometer<'a> {
    let coefficients = SprtCoefficients { resistance_tpw_ohm: sprt.resistance_tpw_ohm, a: sprt.a, b: sprt.b };
    let to_temperature = |resistance: &Plateau| {
        let temperature = coefficients.temperature(resistance.mean);
        let kelvin_per_ohm = coefficients.kelvin_per_ohm(temperature);
        Plateau {
            mean: temperature.celsius() - sprt.self_heating_nominal_mk * 1e-3,
            deviation: resistance.deviation * kelvin_per_ohm,
            drift: resistance.drift * kelvin_per_ohm,
            count: resistance.count,
        }
    };
    Thermometer { sprt, plateaus: resistances.iter().map(to_temperature).collect(), coefficients }
}

/// Weights of linear interpolation between the thermometers next below and above; the nearest alone beyond them.
fn weights_at(height_m: f64, heights: &[f64]) -> Vec<f64> {
    let mut weights = vec![0.0; heights.len()];
    let below = nearest(heights, |h| h <= height_m, |h| height_m - h);
    let above = nearest(heights, |h| h >= height_m, |h| h - height_m);
    match (below, above) {
        (Some(low), Some(high)) if heights[high] > heights[low] => {
            let share = (height_m - heights[low]) / (heights[high] - heights[low]);
            weights[low] += 1.0 - share;
            weights[high] += share;
        }
        (Some(only), _) | (None, Some(only)) => weights[only] = 1.0,
        (None, None) => {}
    }
    weights
}

fn nearest(heights: &[f64], is: impl Fn(f64) -> bool, distance: impl Fn(f64) -> f64) -> Option<usize> {
    let candidates = (0..heights.len()).filter(|&index| is(heights[index]));
    candidates.min_by(|&a, &b| distance(heights[a]).total_cmp(&distance(heights[b])))
}

fn weighted(thermometers: &[Thermometer<'_>], weights: &[f64], of: impl Fn(&Thermometer<'_>) -> f64) -> f64 {
    thermometers.iter().zip(weights).map(|(thermometer, weight)| weight * of(thermometer)).sum()
}

fn top_less_bottom(thermometers: &[Thermometer<'_>], point: usize) -> f64 {
    let by_height = |a: &&Thermometer<'_>, b: &&Thermometer<'_>| a.sprt.height_m.total_cmp(&b.sprt.height_m);
    let mean = |t: &Thermometer<'_>| t.plateaus[point].mean;
    let (top, bottom) = (thermometers.iter().max_by(by_height), thermometers.iter().min_by(by_height));
    top.map_or(0.0, mean) - bottom.map_or(0.0, mean)
}

/// What the certificates leave open: each thermometer's errors are its own and the same at every point.
fn certificate_components(
    thermometers: &[Thermometer<'_>],
    weights: &[f64],
    values: &[f64],
    hall: &[f64],
) -> Vec<Component> {
    let share = vec![weights.to_vec(); values.len()];
    let stem: Vec<Vec<f64>> = hall
        .iter()
        .zip(values)
        .map(|(hall, value)| weights.iter().map(|weight| weight * (hall - value)).collect())
        .collect();
    vec![
        certificate(thermometers, weights, values),
        own("reference thermometer drift", "rig file, since the certificate", thermometers, &share, |sprt| {
            sprt.drift_standard_uncertainty_mk
        }),
        own("self-heating", "rig file, after the nominal correction", thermometers, &share, |sprt| {
            sprt.self_heating_standard_uncertainty_mk
        }),
        own("stem conduction", "rig file, per kelvin between hall and water", thermometers, &stem, |sprt| {
            sprt.stem_conduction_standard_uncertainty_mk_per_k
        }),
    ]
}

/// The certificates' covariance of (R_tpw, a, b), through ∂t/∂(R_tpw, a, b) at the measured resistance.
fn certificate(thermometers: &[Thermometer<'_>], weights: &[f64], values: &[f64]) -> Component {
    let gradients: Vec<Vec<f64>> = values
        .iter()
        .map(|celsius| {
            let at = Temperature::from_celsius(*celsius);
            let gradient =
                |(t, w): (&Thermometer<'_>, &f64)| t.coefficients.temperature_gradient(at).map(|g| g * w);
            thermometers.iter().zip(weights).flat_map(gradient).collect()
        })
        .collect();
    let mut covariance = DMatrix::zeros(3 * thermometers.len(), 3 * thermometers.len());
    for (index, thermometer) in thermometers.iter().enumerate() {
        let block = DMatrix::from_fn(3, 3, |row, column| thermometer.sprt.covariance[row][column]);
        covariance.view_mut((3 * index, 3 * index), (3, 3)).copy_from(&block);
    }
    let numbers: Vec<&str> = thermometers.iter().map(|t| t.sprt.certificate.as_str()).collect();
    let source = format!("certificate {}", numbers.join(", "));
    let name = |t: &Thermometer<'_>| {
        ["resistance_tpw_ohm", "a", "b"].map(|name| format!("{}: {name}", t.sprt.certificate))
    };
    let names = thermometers.iter().flat_map(name).collect();
    let parameters = Parameters::new(names, &gradients, covariance);
    Component::from_parameters("reference thermometer certificate", &source, Kind::B, parameters)
}

/// An error of each thermometer with its own standard uncertainty.
fn own(
    name: &str,
    source: &str,
    thermometers: &[Thermometer<'_>],
    gradients: &[Vec<f64>],
    standard_uncertainty_mk: impl Fn(&Sprt) -> f64,
) -> Component {
    let variance = |t: &Thermometer<'_>| {
        let kelvin = standard_uncertainty_mk(t.sprt) * 1e-3;
        kelvin * kelvin
    };
    let variances = DVector::from_iterator(thermometers.len(), thermometers.iter().map(variance));
    let name_of = |t: &Thermometer<'_>| format!("{} since {}: {name}", t.sprt.serial, t.sprt.certificate);
    let names = thermometers.iter().map(name_of).collect();
    let parameters = Parameters::new(names, gradients, DMatrix::from_diagonal(&variances));
    Component::from_parameters(name, source, Kind::B, parameters)
}

/// Scatter of each thermometer that the item's height takes part of, and drift of the bath, during the readings.
fn stability(thermometers: &[Thermometer<'_>], weights: &[f64]) -> Vec<Component> {
    let points = thermometers.first().map_or(0, |t| t.plateaus.len());
    let taken = thermometers.iter().zip(weights).filter(|(_, weight)| **weight > 0.0);
    let scatter = taken.map(|(thermometer, weight)| {
        let name = format!("bath stability, thermometer {}", thermometer.sprt.serial);
        let of_mean = thermometer.plateaus.iter().map(|plateau| weight * plateau.deviation_of_mean());
        Component::independent(&name, "scatter of the mean", Kind::A, of_mean.collect())
    });
    // With its sign: an item elsewhere in the bath may have the other one.
    let drift = (0..points)
        .map(|point| weighted(thermometers, weights, |t| t.plateaus[point].drift) / 12.0_f64.sqrt());
    let source = "drift over the readings as a rectangle";
    let drift = Component::independent("bath stability, drift", source, Kind::A, drift.collect());
    scatter.chain([drift]).collect()
}

/// Between two thermometers the profile need not be straight: a rectangle of half their difference.
fn uniformity(run: &Run, difference_k: &[f64]) -> Component {
    let values: Vec<f64> = difference_k.iter().map(|difference| difference.abs() / 12.0_f64.sqrt()).collect();
    let source = "difference of reference thermometers as a rectangle, that of their certificates included";
    Component::grouped("bath uniformity", source, Kind::B, values, half_legs(run))
}

/// One group for each way through a leg: what stratifies the water does so alike while pressure rises, or falls.
fn half_legs(run: &Run) -> Vec<usize> {
    let mut group = 0;
    let mut groups: Vec<usize> = Vec::new();
    let points = &run.points;
    for (index, point) in points.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|i| points.get(i));
        let falls = |p: &Point, q: &Point| q.leg == p.leg && q.pressure_mpa_sea < p.pressure_mpa_sea;
        let earlier = index.checked_sub(2).and_then(|i| points.get(i));
        let turned = before.is_some_and(|b| falls(b, point) && !earlier.is_some_and(|e| falls(e, b)));
        if before.is_some_and(|b| b.leg != point.leg) || turned {
            group += 1;
        }
        groups.push(group);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_interpolate_between_neighbours_and_hold_beyond_them() {
        let near = |found: Vec<f64>, expected: &[f64]| {
            assert!(
                found.iter().zip(expected).all(|(f, e)| (f - e).abs() < 1e-12),
                "{found:?}, not {expected:?}"
            );
        };
        near(weights_at(0.5, &[0.2, 0.8]), &[0.5, 0.5]);
        near(weights_at(0.9, &[0.2, 0.8]), &[0.0, 1.0]);
        near(weights_at(0.1, &[0.2, 0.8]), &[1.0, 0.0]);
        near(weights_at(0.5, &[0.5, 0.8]), &[1.0, 0.0]);
        near(weights_at(0.6, &[0.9, 0.1, 0.5]), &[0.25, 0.0, 0.75]);
    }
}
