//! Whether a procedure can be done on a rig with its items, and the envelope that all of them together allow.

use super::bracket_check::check_standards;
use super::certificate_check::check_certificates;
use super::dosing_check::check_salinity;
use super::freezing::check_freezing;
use super::procedure_check::AMBIENT_WITHIN_MPA;
use super::{DescriptionError, Endpoint, Item, ItemKind, Leg, Loaded, Problem, Procedure, Rig};
use crate::chamber::vessel::Vessel;
use hadal_models::quantity::SeaPressure;
use serde::{Deserialize, Serialize};

/// The tightest limits of vessel, rig and every item in it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    /// Highest pressure, MPa absolute.
    pub pressure_max_mpa_absolute: f64,
    /// Fastest change of pressure, MPa/min, up or down.
    pub pressure_rate_max_mpa_per_min: f64,
    /// Rate of venting, MPa/min.
    pub vent_rate_mpa_per_min: f64,
    /// Coldest water, °C.
    pub temperature_min_celsius: f64,
    /// Warmest water, °C.
    pub temperature_max_celsius: f64,
    /// Largest believable difference between the plant's transducer and the reference, MPa.
    pub pressure_disagreement_mpa: f64,
    /// Largest believable difference between reference thermometers, K.
    pub temperature_disagreement_k: f64,
    /// A safety reading older than this trips, s.
    pub stale_after_s: f64,
}

impl Envelope {
    /// The tightest of a rig and its items.
    pub fn of<'a>(rig: &Rig, items: impl IntoIterator<Item = &'a Item>) -> Self {
        let limits = &rig.limits;
        let mut envelope = Self {
            pressure_max_mpa_absolute: limits.pressure_max_mpa_absolute,
            pressure_rate_max_mpa_per_min: limits.pressure_rate_max_mpa_per_min,
            vent_rate_mpa_per_min: limits.vent_rate_mpa_per_min,
            temperature_min_celsius: limits.temperature_min_celsius,
            temperature_max_celsius: limits.temperature_max_celsius,
            pressure_disagreement_mpa: limits.pressure_disagreement_mpa,
            temperature_disagreement_k: limits.temperature_disagreement_k,
            stale_after_s: limits.stale_after_s,
        };
        for item in items {
            let rating = SeaPressure::from_mpa(item.rating_mpa_sea).absolute().mpa();
            let rate = item.pressure_rate_max_mpa_per_min;
            envelope.pressure_max_mpa_absolute = envelope.pressure_max_mpa_absolute.min(rating);
            envelope.pressure_rate_max_mpa_per_min = envelope.pressure_rate_max_mpa_per_min.min(rate);
            envelope.vent_rate_mpa_per_min = envelope.vent_rate_mpa_per_min.min(rate);
            envelope.temperature_min_celsius =
                envelope.temperature_min_celsius.max(item.temperature_min_celsius);
            envelope.temperature_max_celsius =
                envelope.temperature_max_celsius.min(item.temperature_max_celsius);
        }
        envelope
    }
}

/// Checks a procedure against the rig and the items it names, and returns the envelope of the run.
///
/// # Errors
/// With every reason why the run may not begin.
pub fn plan_check(
    rig: &Loaded<Rig>,
    procedure: &Loaded<Procedure>,
    items: &[Loaded<Item>],
) -> Result<Envelope, DescriptionError> {
    let envelope = Envelope::of(&rig.value, items.iter().map(|item| &item.value));
    let mut problems = Vec::new();
    check_items(rig, procedure, items, &mut problems);
    check_rates(rig, procedure, items, &mut problems);
    if let Ok(epoch) = procedure.value.epoch_utc.parse() {
        check_certificates(rig, procedure, epoch, &mut problems);
    }
    check_window(rig, procedure, &mut problems);
    check_standards(rig, procedure, &mut problems);
    for (index, leg) in procedure.value.leg.iter().enumerate() {
        check_pressures(index, leg, rig, procedure, items, &mut problems);
        check_temperature(index, leg, rig, procedure, items, &mut problems);
        check_salinity(index, leg, rig, procedure, &mut problems);
        check_freezing(index, leg, procedure, &mut problems);
    }
    if problems.is_empty() { Ok(envelope) } else { Err(DescriptionError::Refused(problems)) }
}

/// Refuses an item that the controller has no driver for.
///
/// # Errors
/// Its kind, and what is accepted.
pub fn driven_check(item: &Loaded<Item>) -> Result<(), DescriptionError> {
    undriven(item).map_or(Ok(()), |problem| Err(DescriptionError::Refused(vec![problem])))
}

fn undriven(item: &Loaded<Item>) -> Option<Problem> {
    let kind = item.value.kind;
    let accepted = || {
        format!(
            "\"{}\" for {}: the twin serves the other kinds, but the controller does not drive them yet",
            ItemKind::Sbe37,
            item.value.name
        )
    };
    (!kind.is_driven()).then(|| item.problem("kind", format!("\"{kind}\""), accepted()))
}

/// Items fit into the chamber, have their own names, and are as real as the rig.
fn check_items(
    rig: &Loaded<Rig>,
    procedure: &Loaded<Procedure>,
    items: &[Loaded<Item>],
    problems: &mut Vec<Problem>,
) {
    if items.len() != procedure.value.items.len() {
        let value = format!("{} named, {} loaded", procedure.value.items.len(), items.len());
        problems.push(procedure.problem("items", value, "every named item file"));
    }
    let length = Vessel::nominal(&rig.value.chamber).inner_length_m();
    for (index, item) in items.iter().enumerate() {
        problems.extend(undriven(item));
        let serial = &item.value.serial;
        if items.iter().take(index).any(|other| other.value.serial == *serial) {
            let accepted = "a serial number that no other item has";
            problems.push(item.problem("serial", format!("\"{serial}\""), accepted));
        }
        let (lowest, highest) = thermometer_heights_m(&rig.value);
        if item.value.height_m > length {
            let accepted = format!("0 to {length:.3}, the height of the chamber");
            problems.push(item.problem("height_m", item.value.height_m, accepted));
        } else if !(lowest..=highest).contains(&item.value.height_m) {
            let accepted = format!("{lowest} to {highest}, between the reference thermometers");
            problems.push(item.problem("height_m", item.value.height_m, accepted));
        }
        let twin = matches!(item.value.endpoint, Endpoint::Twin { .. });
        if twin != rig.value.scenario.is_some() {
            let accepted =
                if twin { "serial or tcp on a rig of hardware" } else { "twin on a rig that is a twin" };
            problems.push(item.problem(
                "endpoint.kind",
                if twin { "\"twin\"" } else { "hardware" },
                accepted,
            ));
        }
    }
}

/// Heights of the lowest and the highest reference thermometer.
fn thermometer_heights_m(rig: &Rig) -> (f64, f64) {
    let heights = rig.reference_thermometer.iter().map(|thermometer| thermometer.height_m);
    heights.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)))
}

fn check_rates(
    rig: &Loaded<Rig>,
    procedure: &Loaded<Procedure>,
    items: &[Loaded<Item>],
    problems: &mut Vec<Problem>,
) {
    let rate = procedure.value.approach.pressure_rate_mpa_per_min;
    let rig_limit = rig.value.limits.pressure_rate_max_mpa_per_min;
    let owners =
        items.iter().map(|item| (item.value.name.as_str(), item.value.pressure_rate_max_mpa_per_min));
    for (owner, limit) in std::iter::once((rig.value.name.as_str(), rig_limit)).chain(owners) {
        if rate > limit {
            let accepted = format!("0.01 to {limit}, the limit of {owner}");
            problems.push(procedure.problem("approach.pressure_rate_mpa_per_min", rate, accepted));
        }
    }
}

/// A window of stability must hold enough readings of every bridge to have a slope and a deviation.
fn check_window(rig: &Loaded<Rig>, procedure: &Loaded<Procedure>, problems: &mut Vec<Problem>) {
    const LEAST_READINGS: f64 = 10.0;
    let bridges = rig.value.reference_thermometer.iter().map(|thermometer| thermometer.instrument.as_str());
    let slowest = rig
        .value
        .instrument
        .iter()
        .filter(|instrument| bridges.clone().any(|name| name == instrument.name))
        .map(|instrument| instrument.poll_period_s)
        .fold(0.0, f64::max);
    let window = procedure.value.stability.window_s;
    if window < LEAST_READINGS * slowest {
        let accepted = format!("{} or more: ten readings of the bridge", LEAST_READINGS * slowest);
        problems.push(procedure.problem("stability.window_s", window, accepted));
    }
}

fn check_pressures(
    index: usize,
    leg: &Leg,
    rig: &Loaded<Rig>,
    procedure: &Loaded<Procedure>,
    items: &[Loaded<Item>],
    problems: &mut Vec<Problem>,
) {
    let tolerance = procedure.value.approach.pressure_tolerance_mpa;
    let vessel = rig.value.limits.pressure_max_mpa_absolute;
    let vessel_sea = hadal_models::quantity::AbsolutePressure::from_mpa(vessel).sea().mpa() - tolerance;
    let owners = items.iter().map(|item| (item.value.name.as_str(), item.value.rating_mpa_sea - tolerance));
    let owners: Vec<(&str, f64)> =
        std::iter::once((rig.value.name.as_str(), vessel_sea)).chain(owners).collect();
    for (k, pressure) in leg.pressures_mpa_sea.iter().enumerate() {
        let field = format!("leg[{index}].pressures_mpa_sea[{k}]");
        for (owner, limit) in owners.iter().filter(|(_, limit)| pressure > limit) {
            let accepted = match *limit > 0.0 {
                true => format!("0 to {limit:.3}, the rating of {owner} less the tolerance of approach"),
                false => format!(
                    "none: {owner} takes {:.3} MPa, less than `approach.pressure_tolerance_mpa` = {tolerance}; for an open bath \
                     see ctd-bath.toml of the catalog",
                    limit + tolerance
                ),
            };
            problems.push(procedure.problem(field.clone(), pressure, accepted));
        }
        let gauge_ok = *pressure <= AMBIENT_WITHIN_MPA || *pressure > tolerance;
        if !gauge_ok {
            let accepted = format!("0, or more than `approach.pressure_tolerance_mpa` = {tolerance}");
            problems.push(procedure.problem(field, pressure, accepted));
        }
    }
}

fn check_temperature(
    index: usize,
    leg: &Leg,
    rig: &Loaded<Rig>,
    procedure: &Loaded<Procedure>,
    items: &[Loaded<Item>],
    problems: &mut Vec<Problem>,
) {
    let limits = &rig.value.limits;
    let chamber = &rig.value.chamber;
    let value = leg.temperature_celsius;
    let rig_name = rig.value.name.as_str();
    let owners = items.iter().map(|item| {
        let item = &item.value;
        (item.name.as_str(), item.temperature_min_celsius, item.temperature_max_celsius)
    });
    let machine = [
        (rig_name, limits.temperature_min_celsius, limits.temperature_max_celsius),
        ("the jacket", chamber.jacket_min_celsius, chamber.jacket_max_celsius),
    ];
    for (owner, least, most) in machine.into_iter().chain(owners) {
        if !(least..=most).contains(&value) {
            let accepted = format!("{least} to {most}, the range of {owner}");
            problems.push(procedure.problem(format!("leg[{index}].temperature_celsius"), value, accepted));
        }
    }
}
