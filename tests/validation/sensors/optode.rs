//! Optodes: pressure, lag and drift.

use super::fitted::{Fitted, fitted};
use super::oxygen::{kg_per_l, water};
use super::statistics::{holds, quantile, share, sorted};
use super::{Basis, Row, units};
use hadal_models::quantity::{PracticalSalinity, Temperature};
use hadal_models::seawater;
use hadal_models::sensor::element::OxygenatedWater;
use hadal_models::sensor::population::OptodeUnit;

const BITTIG: &str = "Bittig et al. 2015 (abstract)";
const FLOATS: &str = "Bittig and Körtzinger 2017, doi 10.5194/os-13-1-2017";

pub(super) fn rows() -> Vec<Row> {
    let optodes = units("optode", OptodeUnit::draw);
    let foils: Vec<Fitted> = optodes.iter().map(optode_sheet).collect();
    let mut rows = vec![phases(&optodes), optode_residual(&foils)];
    rows.extend(optode_pressure(&optodes, &foils));
    rows.extend([
        response(&optodes, "pumped (SBE 63)", |unit| unit.pumped_film_m, [25.0, 40.0]),
        response(&optodes, "unpumped (4330)", |unit| unit.unpumped_film_m, [60.0, 95.0]),
        optode_drift(&optodes),
    ]);
    rows
}

fn phase(unit: &OptodeUnit, water: &OxygenatedWater) -> f64 {
    unit.element.phase_degrees(&unit.element.foil.at_rest(water), water.temperature, water.pressure)
}

fn phases(units: &[OptodeUnit]) -> Row {
    let none = sorted(units.iter().map(|unit| phase(unit, &water(0.0, 0.0, 2.0, 0.0))));
    let full = sorted(units.iter().map(|unit| phase(unit, &water(240.0, 0.0, 30.0, 0.0))));
    Row {
        subject: "optode: phase at 5 kHz, without oxygen at 2 °C and air-saturated at 30 °C".into(),
        published: "about 30 to 60°".into(),
        source: "maker's sheets (Aanderaa 4330)",
        drawn: format!("medians {:.1}° and {:.1}°", quantile(&none, 0.5), quantile(&full, 0.5)),
        criterion: "every unit between 28 and 63°".into(),
        basis: Basis::Construction,
        agrees: none[none.len() - 1] < 63.0 && full[0] > 28.0,
    }
}

/// A multipoint calibration in fresh water: 1 to 35 °C, 0 to 120 % saturation.
fn optode_sheet(unit: &OptodeUnit) -> Fitted {
    let mut points = Vec::new();
    for celsius in [1.0, 8.0, 15.0, 22.0, 29.0, 35.0] {
        for percent in [0.0, 10.0, 30.0, 60.0, 90.0, 120.0] {
            let kg =
                seawater::oxygen_solubility(PracticalSalinity::new(0.0), Temperature::from_celsius(celsius))
                    * percent
                    / 100.0;
            let degrees = phase(unit, &water(kg, 0.0, celsius, 0.0));
            points.push((vec![degrees, celsius, 0.0, 0.0], kg * kg_per_l(0.0, celsius)));
        }
    }
    let start = [("c3", 1.0), ("c4", 0.0), ("c5", -0.24), ("c6", 0.02)];
    let quench = [("c0", 0.0028), ("c1", 1.2e-4), ("c2", 2.3e-6)];
    // One of c3 to c6 only scales the others: c3 is held at 1.
    fitted("aanderaa/4330-oxygen", &[("c3", 1.0)], &[&start[1..], &quench].concat(), &points)
}

fn optode_residual(foils: &[Fitted]) -> Row {
    let rms = sorted(foils.iter().map(|sheet| {
        (sheet.residuals.iter().map(|r| r * r).sum::<f64>() / sheet.residuals.len() as f64).sqrt()
    }));
    Row {
        subject: "optode: Uchida's equation, 36 points at one atmosphere".into(),
        published: "root mean square 1.8 ± 0.5 µmol/l (13 optodes of another make)".into(),
        source: "Frontiers in Marine Science 12 (2025) 1589920 (abstract)",
        drawn: format!("median {:.2}, 99 % {:.2} µmol/l", quantile(&rms, 0.5), quantile(&rms, 0.99)),
        criterion: "99 % of units no worse than 2.3".into(),
        basis: Basis::Independent,
        agrees: quantile(&rms, 0.99) < 2.3,
    }
}

fn optode_pressure(units: &[OptodeUnit], foils: &[Fitted]) -> Vec<Row> {
    let read = |unit: &OptodeUnit, sheet: &Fitted, celsius: f64, dbar: f64, shown: f64| {
        let degrees = phase(unit, &water(250.0, 34.7, celsius, dbar));
        sheet.value(&[degrees, celsius, 34.7, shown])
    };
    let lower = |celsius: f64, dbar: f64| {
        sorted(units.iter().zip(foils).map(|(unit, sheet)| {
            let surface = read(unit, sheet, celsius, 0.0, 0.0);
            // As the factor that makes it good, the form in which pressure is corrected.
            1e2 * (surface / read(unit, sheet, celsius, dbar, 0.0) - 1.0) / (dbar / 1_000.0)
        }))
    };
    let (cold, warm, deep) = (lower(2.0, 1_000.0), lower(20.0, 1_000.0), lower(2.0, 6_000.0));
    let left = sorted(units.iter().zip(foils).map(|(unit, sheet)| {
        let surface = read(unit, sheet, 2.0, 0.0, 0.0);
        1e2 * (read(unit, sheet, 2.0, 6_000.0, 6_000.0) / surface - 1.0) / 6.0
    }));
    let ends = |values: &[f64]| (quantile(values, 0.05), quantile(values, 0.95));
    let (low, high) = ends(&cold);
    vec![
        Row {
            subject: "optode: pressure, reading lower per 1,000 dbar, as the factor that makes it good"
                .into(),
            published: "3 to 4 %, closely linear to 6,000 dbar, more when warm".into(),
            source: BITTIG,
            drawn: format!(
                "5 to 95 %: {low:.2} to {high:.2} % at 2 °C; medians {:.2} % at 20 °C, {:.2} % over 6,000 dbar",
                quantile(&warm, 0.5),
                quantile(&deep, 0.5)
            ),
            criterion:
                "5 to 95 % and both medians in 3 to 4 %, more at 20 °C; 6,000 dbar within a tenth of 1,000"
                    .into(),
            basis: Basis::Construction,
            agrees: low > 3.0
                && high < 4.0
                && (3.0..4.0).contains(&quantile(&warm, 0.5))
                && quantile(&warm, 0.5) > quantile(&cold, 0.5)
                && (quantile(&deep, 0.5) / quantile(&cold, 0.5) - 1.0).abs() < 0.1,
        },
        Row {
            subject: "optode: what Argo's pressure correction leaves per 1,000 dbar, to 6,000 dbar".into(),
            published: "uncertainty 0.3 %, mainly between sensors".into(),
            source: BITTIG,
            drawn: format!("5 to 95 %: {:+.2} to {:+.2} %", ends(&left).0, ends(&left).1),
            criterion: "5 to 95 % within 0.3 %, and wider than a tenth of that".into(),
            basis: Basis::Construction,
            agrees: ends(&left).0 > -0.3 && ends(&left).1 < 0.3 && ends(&left).1 - ends(&left).0 > 0.06,
        },
    ]
}

fn response(units: &[OptodeUnit], name: &str, film_m: fn(&OptodeUnit) -> f64, published: [f64; 2]) -> Row {
    let times = sorted(units.iter().step_by(2).map(|unit| {
        let foil = &unit.element.foil;
        let (full, none) = (water(250.0, 34.7, 10.0, 0.0), water(0.0, 34.7, 10.0, 0.0));
        let mut state = foil.at_rest(&full);
        let start = state.activity();
        let steps = (1..1_000).find(|_| {
            foil.follow(&mut state, &none, film_m(unit), 0.25);
            state.activity() < start / std::f64::consts::E
        });
        steps.map_or(f64::INFINITY, |steps| 0.25 * f64::from(steps))
    }));
    let inside = share(&times, |time| (published[0]..=published[1]).contains(&time));
    Row {
        subject: format!("optode on a float, {name}: response time at 10 °C"),
        published: format!("{} to {} s", published[0], published[1]),
        source: FLOATS,
        drawn: format!(
            "5 to 95 %: {:.0} to {:.0} s (500 units)",
            quantile(&times, 0.05),
            quantile(&times, 0.95)
        ),
        criterion: "95 % of units inside".into(),
        basis: Basis::Construction,
        agrees: inside >= 0.95,
    }
}

fn optode_drift(units: &[OptodeUnit]) -> Row {
    let drifts = sorted(units.iter().map(|unit| unit.drift_percent_per_year));
    Row {
        subject: "optode in the sea: drift, two floats".into(),
        published: "−0.40 and −0.27 % a year".into(),
        source: FLOATS,
        drawn: format!("5 to 95 %: {:+.2} to {:+.2}", quantile(&drifts, 0.05), quantile(&drifts, 0.95)),
        criterion: "both within the central 98 % of the drawn".into(),
        basis: Basis::Construction,
        agrees: holds(&drifts, -0.40) && holds(&drifts, -0.27),
    }
}
