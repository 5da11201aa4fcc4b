//! The report's plots, from the certificate's own numbers.

use super::axis::Axis;
use super::plot::{ALARM, PALETTE, Panel, Series, Style, Value, draw};
use super::{ReportError, Trace, scale};
use crate::certificate::{Certificate, Conditions, Direction, QuantityResult};
use crate::validation::{GridPoint, QuantityValidation};
use std::collections::BTreeMap;

/// Half the page.
const HALF: (u32, u32) = (470, 270);
/// The whole page, flat.
const FLAT: (u32, u32) = (960, 154);

/// What stands on a plot's axis across.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Across {
    /// Pressure above one atmosphere.
    Pressure,
    /// Temperature.
    Temperature,
    /// The quantity itself, by the references.
    Reference,
}

/// Residuals with error bars of k = 2.
pub(super) fn residuals(
    certificate: &Certificate,
    result: &QuantityResult,
    across: Across,
) -> Result<String, ReportError> {
    let scale = scale::of(&result.unit);
    let at: BTreeMap<u32, &Conditions> = certificate.conditions.iter().map(|c| (c.point, c)).collect();
    let mut grouped: BTreeMap<(bool, u32, Direction), Series> = BTreeMap::new();
    let legs = pressure_legs(certificate);
    let names: BTreeMap<u32, &str> = legs.iter().map(|(name, leg)| (*leg, name.as_str())).collect();
    for point in &result.points {
        let Some(conditions) = at.get(&point.point) else { continue };
        let leg = legs.get(&conditions.leg).copied();
        let key =
            leg.map_or((false, 0, Direction::Ambient), |leg| (true, leg, half_of_leg(conditions.direction)));
        let x = match across {
            Across::Reference => point.reference,
            Across::Temperature => conditions.temperature_celsius,
            Across::Pressure => sea(conditions),
        };
        let bar = point.expanded_uncertainty * scale.factor;
        grouped.entry(key).or_insert_with(|| series_of(key, &names)).values.push(Value {
            x,
            y: point.residual * scale.factor,
            bar,
        });
    }
    let label = format!("residual / {}", scale.unit);
    panel(HALF, across_label(across, result), label, apart(grouped.into_values().collect()))
}

/// Fitted sensor less truth, with error bars of the stated uncertainty; a bar that misses zero does not cover.
pub(super) fn errors(quantity: &QuantityValidation, across: Across) -> Result<String, ReportError> {
    let scale = scale::of(&quantity.unit);
    let value = |point: &GridPoint| Value {
        x: match across {
            Across::Pressure => point.pressure_mpa_sea,
            Across::Temperature => point.temperature_celsius,
            Across::Reference => point.truth,
        },
        y: point.error * scale.factor,
        bar: point.expanded_uncertainty * scale.factor,
    };
    let of =
        |covered: bool| quantity.grid.iter().filter(|p| p.covered == covered).map(value).collect::<Vec<_>>();
    let mut series =
        vec![Series { name: "covered".into(), color: PALETTE[1], style: Style::Filled, values: of(true) }];
    let missed = of(false);
    if !missed.is_empty() {
        series.push(Series {
            name: "not covered".into(),
            color: ALARM,
            style: Style::Filled,
            values: missed,
        });
    }
    let across_text = match across {
        Across::Pressure => "pressure above one atmosphere / MPa".to_owned(),
        Across::Temperature => "temperature / °C".to_owned(),
        Across::Reference => format!("true {} / {}", quantity.quantity, scale::symbol(&quantity.unit)),
    };
    panel(HALF, across_text, format!("error / {}", scale.unit), series)
}

/// Pressure and temperature over the run, points marked.
pub(super) fn trace(certificate: &Certificate, trace: &Trace) -> Result<Vec<String>, ReportError> {
    let pressure = |c: &Conditions| c.pressure_mpa_absolute;
    let temperature = |c: &Conditions| c.temperature_celsius;
    let salinity = |c: &Conditions| c.salinity_practical;
    Ok(vec![
        trace_panel(certificate, &trace.pressure, ("reference pressure / MPa absolute", ""), pressure)?,
        trace_panel(certificate, &trace.temperature, ("reference temperature / °C", ""), temperature)?,
        trace_panel(certificate, &[], ("practical salinity", "time since start / h"), salinity)?,
    ])
}

fn trace_panel(
    certificate: &Certificate,
    line: &[(f64, f64)],
    (y_label, x_label): (&str, &str),
    mark: impl Fn(&Conditions) -> f64,
) -> Result<String, ReportError> {
    let value = |(x, y): (f64, f64)| Value { x, y, bar: 0.0 };
    let line: Vec<Value> = line.iter().copied().map(value).collect();
    let marks: Vec<Value> = certificate.conditions.iter().map(|c| value((c.elapsed_h, mark(c)))).collect();
    let all = || line.iter().chain(&marks);
    let mut series = Vec::new();
    let end = trace_end(certificate);
    let (x, y) = (Axis::around([0.0, end].into_iter(), 13), Axis::around(all().map(|v| v.y), 5));
    if !line.is_empty() {
        series.push(Series { name: "reference".into(), color: PALETTE[1], style: Style::Line, values: line });
    }
    series.push(Series { name: "points".into(), color: PALETTE[2], style: Style::Open, values: marks });
    let size = if x_label.is_empty() { FLAT } else { (FLAT.0, FLAT.1 + 16) };
    draw(&Panel { size, x_label: x_label.into(), y_label: y_label.into(), x, y, series })
        .map_err(ReportError::Plot)
}

/// Hours to the last point: all panels of the run share their axis across.
fn trace_end(certificate: &Certificate) -> f64 {
    certificate.conditions.iter().map(|c| c.elapsed_h).fold(0.0, f64::max)
}

fn panel(
    size: (u32, u32),
    x_label: String,
    y_label: String,
    series: Vec<Series>,
) -> Result<String, ReportError> {
    let values = || series.iter().flat_map(|series| &series.values);
    let x = Axis::around(values().map(|value| value.x), 6);
    let y = Axis::symmetric(values().flat_map(|v| [v.y - v.bar, v.y + v.bar]).map(|end| 1.03 * end), 7);
    draw(&Panel { size, x_label, y_label, x, y, series }).map_err(ReportError::Plot)
}

/// Moves series a little across, so that bars at the same place do not hide one another.
#[expect(clippy::cast_precision_loss, reason = "a handful of series")]
fn apart(mut series: Vec<Series>) -> Vec<Series> {
    let across = || series.iter().flat_map(|s| &s.values).map(|value| value.x);
    let span = across().fold(f64::NEG_INFINITY, f64::max) - across().fold(f64::INFINITY, f64::min);
    let middle = 0.5 * (series.len() as f64 - 1.0);
    for (index, one) in series.iter_mut().enumerate() {
        let shift = 0.011 * span * (index as f64 - middle);
        one.values.iter_mut().for_each(|value| value.x += shift);
    }
    series
}

/// The series of a leg's half, by the leg's name in the procedure; all ambient legs are one.
fn series_of(
    (under_pressure, leg, direction): (bool, u32, Direction),
    names: &BTreeMap<u32, &str>,
) -> Series {
    let index = if under_pressure { 1 + usize::try_from(leg).unwrap_or(0) % (PALETTE.len() - 1) } else { 0 };
    let style = if direction == Direction::Falling { Style::Open } else { Style::Filled };
    let leg_name = names.get(&leg).copied().unwrap_or("under pressure");
    let name = match (under_pressure, direction) {
        (false, _) => "ambient legs".to_owned(),
        (true, Direction::Falling) => format!("{leg_name} \u{2193}"),
        (true, _) => format!("{leg_name} \u{2191}"),
    };
    Series { name, color: PALETTE[index], style, values: Vec::new() }
}

/// A leg's ambient points stand with its rising half.
fn half_of_leg(direction: Direction) -> Direction {
    if direction == Direction::Falling { Direction::Falling } else { Direction::Rising }
}

/// Legs that go under pressure, numbered from 0 in order.
fn pressure_legs(certificate: &Certificate) -> BTreeMap<String, u32> {
    let mut legs: BTreeMap<String, u32> = BTreeMap::new();
    for conditions in certificate.conditions.iter().filter(|c| c.direction != Direction::Ambient) {
        let next = u32::try_from(legs.len()).unwrap_or(u32::MAX);
        legs.entry(conditions.leg.clone()).or_insert(next);
    }
    legs
}

fn sea(conditions: &Conditions) -> f64 {
    conditions.pressure_mpa_absolute - hadal_models::constants::STANDARD_ATMOSPHERE_MPA
}

fn across_label(across: Across, result: &QuantityResult) -> String {
    match across {
        Across::Pressure => "pressure above one atmosphere / MPa".to_owned(),
        Across::Temperature => "temperature / °C".to_owned(),
        Across::Reference => format!("reference {} / {}", result.quantity, scale::symbol(&result.unit)),
    }
}
