//! Reference pressure at an item's height: certificate and hydrostatic head.

use super::{ObserveError, Plateau, ReferenceSeries, Run};
use hadal_models::constants::STANDARD_GRAVITY;
use hadal_models::quantity::{AbsolutePressure, PracticalSalinity, Temperature};
use hadal_models::seawater;
use hadal_models::uncertainty::{Component, Kind};
use hadal_rigs::description::PressureReference;
use nalgebra::DMatrix;

pub(super) fn at_height(
    run: &Run<'_>,
    height_m: f64,
    temperature_celsius: &[f64],
    salinity_practical: &[f64],
) -> Result<ReferenceSeries, ObserveError> {
    let reference = &run.rig.reference_pressure;
    let plateaus = run.plateaus("reference_pressure.indicated")?;
    let corrected: Vec<f64> = plateaus
        .iter()
        .map(|plateau| (plateau.mean + reference.offset_mpa) * (1.0 + reference.span))
        .collect();
    let water = temperature_celsius.iter().zip(salinity_practical);
    let weight: Vec<f64> = corrected.iter().zip(water).map(|(p, (t, s))| mpa_per_m(*p, *t, *s)).collect();
    let rise_m = reference.height_m - height_m;
    let values: Vec<f64> = corrected.iter().zip(&weight).map(|(p, w)| p + w * rise_m).collect();
    // Two heights: the reference's and the item's.
    let rise_uncertainty_m = 2.0_f64.sqrt() * run.rig.chamber.height_standard_uncertainty_m;
    let head = weight.iter().map(|w| w * rise_uncertainty_m).collect();
    let components = components(reference, &plateaus, &corrected, head);
    Ok(ReferenceSeries { values, components })
}

/// Weight of a metre of water, MPa/m.
fn mpa_per_m(pressure_mpa: f64, celsius: f64, salinity: f64) -> f64 {
    let salinity = PracticalSalinity::new(salinity).reference();
    let pressure = AbsolutePressure::from_mpa(pressure_mpa).sea();
    seawater::density(salinity, Temperature::from_celsius(celsius), pressure) * STANDARD_GRAVITY * 1e-6
}

fn components(
    reference: &PressureReference,
    plateaus: &[Plateau],
    corrected: &[f64],
    head: Vec<f64>,
) -> Vec<Component> {
    let span_drift = corrected.iter().map(|p| p * reference.span_drift_standard_uncertainty).collect();
    let zero_drift = vec![reference.drift_standard_uncertainty_mpa; corrected.len()];
    let stability = plateaus.iter().map(Plateau::stability).collect();
    vec![
        certificate(reference, plateaus),
        Component::common(
            "reference pressure zero drift",
            "rig file, since the certificate",
            Kind::B,
            zero_drift,
        ),
        Component::common(
            "reference pressure span drift",
            "rig file, since the certificate",
            Kind::B,
            span_drift,
        ),
        Component::common("hydrostatic head", "rig file, two heights", Kind::B, head),
        Component::independent(
            "pressure stability",
            "scatter of the mean, and drift over the readings as a rectangle",
            Kind::A,
            stability,
        ),
    ]
}

/// p = (reading + offset)(1 + span): ∂p/∂offset = 1 + span, ∂p/∂span = reading + offset.
fn certificate(reference: &PressureReference, plateaus: &[Plateau]) -> Component {
    let gradient = |plateau: &Plateau| vec![1.0 + reference.span, plateau.mean + reference.offset_mpa];
    let gradients: Vec<Vec<f64>> = plateaus.iter().map(gradient).collect();
    let covariance = DMatrix::from_fn(2, 2, |row, column| reference.covariance[row][column]);
    let source = format!("certificate {}", reference.certificate);
    Component::from_parameters("reference pressure certificate", &source, Kind::B, &gradients, &covariance)
}
