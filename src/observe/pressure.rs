//! Reference pressure at an item's height: certificate and hydrostatic head.

use super::{Plateau, ReferenceSeries, Run};
use hadal_models::constants::STANDARD_GRAVITY;
use hadal_models::quantity::{AbsolutePressure, PracticalSalinity, Temperature};
use hadal_models::seawater;
use hadal_models::uncertainty::{Component, Kind, Parameters};
use hadal_rigs::description::PressureReference;
use nalgebra::DMatrix;

pub(super) fn at_height(
    run: &Run,
    height_m: f64,
    temperature_celsius: &[f64],
    salinity_practical: &[f64],
) -> ReferenceSeries {
    let reference = &run.rig.reference_pressure;
    let plateaus = &run.transducer;
    let corrected: Vec<f64> = plateaus
        .iter()
        .map(|plateau| (plateau.mean + reference.offset_mpa) * (1.0 + reference.span))
        .collect();
    let water = temperature_celsius.iter().zip(salinity_practical);
    let weight: Vec<f64> = corrected.iter().zip(water).map(|(p, (t, s))| mpa_per_m(*p, *t, *s)).collect();
    let rise_m = reference.height_m - height_m;
    let values: Vec<f64> = corrected.iter().zip(&weight).map(|(p, w)| p + w * rise_m).collect();
    let height_uncertainty_m = run.rig.chamber.height_standard_uncertainty_m;
    let head: Vec<f64> = weight.iter().map(|w| w * height_uncertainty_m).collect();
    let own = Component::common("hydrostatic head, item's height", "rig file", Kind::B, head.clone());
    let mut components = run.named(components(reference, plateaus, &corrected, head));
    // The height of one item says nothing of another's, and so needs no name.
    components.push(own);
    ReferenceSeries { values, components }
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
    let ones = vec![1.0; corrected.len()];
    let stability = plateaus.iter().map(Plateau::stability).collect();
    vec![
        certificate(reference, plateaus),
        drift(reference, "zero drift", ones, reference.drift_standard_uncertainty_mpa),
        drift(reference, "span drift", corrected.to_vec(), reference.span_drift_standard_uncertainty),
        Component::common("hydrostatic head, reference's height", "rig file", Kind::B, head),
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
    let names = ["offset_mpa", "span"].map(|name| format!("{}: {name}", reference.certificate));
    let parameters = Parameters::new(names.to_vec(), &gradients, covariance);
    Component::from_parameters("reference pressure certificate", &source, Kind::B, parameters)
}

/// One error of the transducer since its certificate.
fn drift(
    reference: &PressureReference,
    what: &str,
    gradient: Vec<f64>,
    standard_uncertainty: f64,
) -> Component {
    let name = format!("{} since {}: {what}", reference.serial, reference.certificate);
    let gradients: Vec<Vec<f64>> = gradient.into_iter().map(|gradient| vec![gradient]).collect();
    let variance = DMatrix::from_element(1, 1, standard_uncertainty * standard_uncertainty);
    let parameters = Parameters::new(vec![name], &gradients, variance);
    let source = "rig file, since the certificate";
    Component::from_parameters(&format!("reference pressure {what}"), source, Kind::B, parameters)
}
