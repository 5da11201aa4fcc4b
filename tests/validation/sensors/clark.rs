//! Clark electrodes: pressure, and what they remember of it.

use super::fitted::{Fitted, fitted};
use super::oxygen::{kg_per_l, water};
use super::statistics::{mean, quantile, share, sorted};
use super::{Basis, Row, units};
use hadal_models::processing::{OxygenHysteresis, correct_hysteresis};
use hadal_models::sensor::population::ClarkUnit;

const NOTE: &str = "Sea-Bird, Application Note 64-3 and SBE 19plus V2 manual";

pub(super) fn rows() -> Vec<Row> {
    let clarks = units("clark", ClarkUnit::draw);
    let sheets: Vec<Fitted> = clarks.iter().map(clark_sheet).collect();
    vec![
        clark_residual(&sheets),
        clark_pressure(&clarks, &sheets),
        packing(&clarks),
        corrected(&clarks, &sheets),
    ]
}

/// Eighteen points, 2 to 30 °C, 1 to 7 ml/l, as the maker calibrates.
fn clark_sheet(unit: &ClarkUnit) -> Fitted {
    let mut points = Vec::new();
    for celsius in [2.0, 6.0, 12.0, 20.0, 26.0, 30.0] {
        for ml_per_l in [1.0, 4.0, 7.0] {
            let water = water(ml_per_l * 44.66 / kg_per_l(0.0, celsius), 0.0, celsius, 0.0);
            let volts = unit.element.volts(&unit.element.at_rest(&water), &water);
            points.push((vec![volts, celsius, 0.0, 0.0, 0.0], ml_per_l));
        }
    }
    fitted("sea-bird/sbe-43-oxygen", &[], &[], &points)
}

fn clark_residual(sheets: &[Fitted]) -> Row {
    // Points run through 1, 4 and 7 ml/l again and again.
    let worst = sorted(sheets.iter().map(|sheet| {
        let relative =
            sheet.residuals.iter().zip([1.0, 4.0, 7.0].into_iter().cycle()).map(|(r, of)| r.abs() / of);
        1e2 * relative.fold(0.0, f64::max)
    }));
    Row {
        subject: "SBE 43 kind: maker's equation, 18 points at one atmosphere".into(),
        published: "accuracy within 2 % of true value".into(),
        source: NOTE,
        drawn: format!(
            "largest residual: median {:.1e}, 99 % {:.1e} %",
            quantile(&worst, 0.5),
            quantile(&worst, 0.99)
        ),
        criterion: "99 % of units below 2 %".into(),
        basis: Basis::Construction,
        agrees: quantile(&worst, 0.99) < 2.0,
    }
}

/// An electrode that has just come down, before anything has packed: E alone.
fn clark_pressure(units: &[ClarkUnit], sheets: &[Fitted]) -> Row {
    let errors = sorted(units.iter().zip(sheets).map(|(unit, sheet)| {
        let deep = water(200.0, 34.7, 2.0, 3_000.0);
        let mut unpacked = unit.element;
        unpacked.dense_sites = 0.0;
        let volts = unpacked.volts(&unpacked.at_rest(&deep), &deep);
        let read = sheet.value(&[volts, 2.0, 34.7, 3_000.0, 0.0]) * 44.66 / kg_per_l(34.7, 2.0);
        1e2 * (read / 200.0 - 1.0)
    }));
    Row {
        subject: "SBE 43 kind: maker's E = 0.036 on a fresh membrane at 3,000 dbar".into(),
        published: "accuracy within 2 % of true value".into(),
        source: NOTE,
        drawn: format!(
            "error 5 to 95 %: {:+.1} to {:+.1} %",
            quantile(&errors, 0.05),
            quantile(&errors, 0.95)
        ),
        criterion: "5 to 95 % within 2 %".into(),
        basis: Basis::Construction,
        agrees: quantile(&errors, 0.05) > -2.0 && quantile(&errors, 0.95) < 2.0,
    }
}

fn packing(units: &[ClarkUnit]) -> Row {
    let lost = sorted(units.iter().map(|unit| 1e2 * unit.element.packing(&water(200.0, 34.7, 2.0, 6_000.0))));
    // H1 (exp(P/H2) − 1), the maker's own, for H1 from −0.02 to −0.05 and H2 = 5000 dbar.
    let [low, middle, high] = [0.02, 0.033, 0.05].map(|h1| 1e2 * h1 * libm::expm1(6_000.0 / 5_000.0));
    Row {
        subject: "SBE 43 kind: signal lost in the end at 6,000 dbar".into(),
        published: format!("{low:.1} to {high:.1} %, by default {middle:.1} % (H1 −0.02 to −0.05, −0.033)"),
        source: NOTE,
        drawn: format!(
            "{:.1} to {:.1} %, median {:.1} %",
            lost[0],
            lost[lost.len() - 1],
            quantile(&lost, 0.5)
        ),
        criterion: "99 % of units inside, median within 5 % of the default".into(),
        basis: Basis::Construction,
        agrees: share(&lost, |loss| (low..=high).contains(&loss)) >= 0.99
            && (quantile(&lost, 0.5) / middle - 1.0).abs() < 0.05,
    }
}

/// A cast to 6,000 dbar and back at 1 dbar/s: how far down and up are apart at 3,000 dbar, before and after the maker's
/// correction with its default coefficients.
fn corrected(units: &[ClarkUnit], sheets: &[Fitted]) -> Row {
    const STEP_S: f64 = 4.0;
    let cast: Vec<f64> = (0..=3_000_i32).map(|k| 6_000.0 - f64::from((k - 1_500).abs()) * STEP_S).collect();
    let (down_scan, up_scan) = (750, 2_250);
    let mut before = Vec::new();
    let mut after = Vec::new();
    for (unit, sheet) in units.iter().zip(sheets).step_by(20) {
        let at = |dbar: f64| water(200.0, 34.7, 2.0, dbar);
        let mut state = unit.element.at_rest(&at(0.0));
        let volts: Vec<f64> = cast
            .iter()
            .map(|dbar| {
                unit.element.follow(&mut state, &at(*dbar), STEP_S);
                unit.element.volts(&state, &at(*dbar))
            })
            .collect();
        let offset = sheet.coefficient("Voffset");
        let sensor = OxygenHysteresis::new(-0.033, 5_000.0, 1_450.0, offset, STEP_S).unwrap();
        let better = correct_hysteresis(&volts, &cast, sensor).unwrap();
        let apart = |volts: &[f64]| 1e2 * ((volts[down_scan] + offset) / (volts[up_scan] + offset) - 1.0);
        before.push(apart(&volts));
        after.push(apart(&better));
    }
    let (before, after) = (sorted(before), sorted(after));
    Row {
        subject: "SBE 43 kind: down less up at 3,000 dbar in a cast to 6,000, before and after the maker's correction".into(),
        published: "default parameters give within 2 % of true value".into(),
        source: NOTE,
        drawn: format!(
            "before {:+.1} to {:+.1} %, after {:+.1} to {:+.1} % (50 units)",
            before[0],
            before[before.len() - 1],
            after[0],
            after[after.len() - 1]
        ),
        criterion: "after: every unit within 2 %, and on average a third of before".into(),
        basis: Basis::Independent,
        agrees: after[0] > -2.0
            && after[after.len() - 1] < 2.0
            && mean(&after).abs() < mean(&before).abs() / 3.0,
    }
}
