//! Glass conductivity cells: what pressure, growth and age do to them.

use super::fitted::{Fitted, fitted};
use super::statistics::{binomial_99, holds, is_quantile, mean, quantile, share, sorted};
use super::{Basis, Row, units};
use hadal_models::quantity::{Conductivity, PracticalSalinity, SeaPressure, Temperature};
use hadal_models::seawater;
use hadal_models::sensor::ConductivityCell;
use hadal_models::sensor::effect::fouling::narrowed_bore;
use hadal_models::sensor::population::{CellKind, ConductivityUnit};

/// Temperatures at which the maker calibrates a cell, °C.
const POINTS: [f64; 7] = [1.0, 4.5, 15.0, 18.5, 24.0, 29.0, 32.5];
const PRINTED: f64 = -9.57e-8;
const KOBAYASHI: &str = "Kobayashi, Sato and King 2021, doi 10.1016/j.pocean.2021.102686";

fn at(celsius: f64) -> Temperature {
    Temperature::from_celsius(celsius)
}

fn dbar(value: f64) -> SeaPressure {
    SeaPressure::from_dbar(value)
}

/// Deep water: salinity 34.7 at 2 °C.
fn deep_water(pressure: SeaPressure) -> Conductivity {
    seawater::conductivity(PracticalSalinity::new(34.7), at(2.0), pressure)
}

/// The maker's equation fitted at one atmosphere, with the coefficient of pressure that makers print.
fn sheet(cell: &ConductivityCell) -> Fitted {
    let point = |celsius: f64, salinity: f64| {
        let water =
            seawater::conductivity(PracticalSalinity::new(salinity), at(celsius), SeaPressure::SURFACE);
        let water = if salinity > 0.0 { water } else { Conductivity::from_siemens_per_m(0.0) };
        (
            vec![cell.frequency_hz(water, at(celsius), SeaPressure::SURFACE), celsius, 0.0],
            water.siemens_per_m(),
        )
    };
    let mut points = vec![point(22.0, 0.0)];
    points.extend(POINTS.map(|celsius| point(celsius, 34.9)));
    let fixed = [("CPCOR", PRINTED), ("CTCOR", 3.25e-6), ("WBOTC", 0.0), ("CPCOR2", 0.0)];
    fitted("sea-bird/sbe-37-conductivity", &fixed, &[], &points)
}

/// What the sheet reads too salty in deep water.
fn salinity_error(cell: &ConductivityCell, sheet: &Fitted, pressure: SeaPressure) -> f64 {
    let hertz = cell.frequency_hz(deep_water(pressure), at(2.0), pressure);
    let read = Conductivity::from_siemens_per_m(sheet.value(&[hertz, 2.0, pressure.dbar()]));
    seawater::practical_salinity(read, at(2.0), pressure).value() - 34.7
}

pub(super) fn rows() -> Vec<Row> {
    let cable = units("cell", |stream| ConductivityUnit::draw(CellKind::Shipboard, stream));
    let sheets: Vec<Fitted> = cable.iter().map(|unit| sheet(&unit.element)).collect();
    let mut rows = vec![residual(&sheets), softness(&cable)];
    rows.extend(printed_errors());
    rows.extend([
        slope(CellKind::DeepFloat, "SBE 61", -0.54e-6),
        slope(CellKind::AdaptedFloat, "SBE 41CP", -1.80e-6),
        false_rise(&cable),
    ]);
    rows.extend([growth(&cable), drift(&cable)]);
    rows
}

fn residual(sheets: &[Fitted]) -> Row {
    let worst = sorted(sheets.iter().map(Fitted::worst));
    Row {
        subject: "glass cell: maker's equation, eight points at one atmosphere".into(),
        published: "static accuracy 0.0003 S/m".into(),
        source: "Wong et al. 2020 (Argo)",
        drawn: format!(
            "largest residual: median {:.1e}, 99 % {:.1e} S/m",
            quantile(&worst, 0.5),
            quantile(&worst, 0.99)
        ),
        criterion: "99 % of units below a tenth of it".into(),
        basis: Basis::Independent,
        agrees: quantile(&worst, 0.99) < 3e-5,
    }
}

fn softness(units: &[ConductivityUnit]) -> Row {
    let per_dbar =
        sorted(units.iter().map(|unit| unit.element.pressure_strain(dbar(4_000.0)) / 4_000.0 * 1e8));
    let (low, high) = (quantile(&per_dbar, 0.05), quantile(&per_dbar, 0.95));
    Row {
        subject: "glass cell on a cable: coefficient of pressure over 4,000 dbar".into(),
        published: "−9.57e-8 (makers) to −13.5e-8 per dbar (Argo's practice)".into(),
        source: "maker's sheets; Argo delayed-mode tools",
        drawn: format!("5 to 95 %: {low:.1}e-8 to {high:.1}e-8"),
        criterion: "both ends within a tenth of the range of these".into(),
        basis: Basis::Construction,
        agrees: (low + 13.5).abs() < 0.39 && (high + 9.57).abs() < 0.39,
    }
}

/// Cells exactly as soft as Argo's coefficients say, in proportion to pressure.
fn printed_errors() -> [Row; 2] {
    let row = |coefficient: f64, name: &str, published: [f64; 3]| {
        let mut cell =
            units("cell", |stream| ConductivityUnit::draw(CellKind::Shipboard, stream))[0].element.clone();
        cell.glass_bulk_modulus_derivative = 0.0;
        cell.jacket_fading_mpa = 1e9;
        cell.jacket_compliance_per_mpa = (PRINTED - coefficient) * 100.0;
        let sheet = sheet(&cell);
        let errors = [4_000.0, 6_000.0, 11_000.0].map(|p| salinity_error(&cell, &sheet, dbar(p)));
        Row {
            subject: format!("glass cell of {name}, read with −9.57e-8"),
            published: format!("{:.4}, {:.4}, {:.4} in salinity", published[0], published[1], published[2]),
            source: "GSW-Python 3.6.23 with Argo's coefficients, SP 34.7, 2 °C, at 4,000, 6,000 and 11,000 dbar",
            drawn: format!("{:.4}, {:.4}, {:.4}", errors[0], errors[1], errors[2]),
            criterion: "0.0001".into(),
            basis: Basis::Independent,
            agrees: errors.iter().zip(published).all(|(e, p)| (e - p).abs() < 1e-4),
        }
    };
    [
        row(-12.5e-8, "−12.5e-8 per dbar", [-0.0046, -0.0069, -0.0127]),
        row(-13.5e-8, "−13.5e-8 per dbar", [-0.0061, -0.0092, -0.0170]),
    ]
}

fn slope(kind: CellKind, name: &str, published: f64) -> Row {
    let units = units(name, |stream| ConductivityUnit::draw(kind, stream));
    let slopes = sorted(
        units
            .iter()
            .map(|unit| salinity_error(&unit.element, &sheet(&unit.element), dbar(4_000.0)) / 4_000.0),
    );
    Row {
        subject: format!("glass cell of a deep float ({name}), salinity per dbar to 4,000 dbar"),
        published: format!("{:.2}e-6 on average", published * 1e6),
        source: KOBAYASHI,
        drawn: format!(
            "mean {:.2}e-6; 5 to 95 %: {:.2}e-6 to {:.2}e-6",
            mean(&slopes) * 1e6,
            quantile(&slopes, 0.05) * 1e6,
            quantile(&slopes, 0.95) * 1e6
        ),
        criterion: "mean within 10 % (its own uncertainty is not in the abstract)".into(),
        basis: Basis::Construction,
        agrees: (mean(&slopes) / published - 1.0).abs() < 0.1,
    }
}

/// A coefficient that is right at 6,000 dbar makes salinity rise beyond.
fn false_rise(units: &[ConductivityUnit]) -> Row {
    let rises = sorted(units.iter().map(|unit| {
        let cell = &unit.element;
        let linear = sheet(cell).with("CPCOR", cell.pressure_strain(dbar(6_000.0)) / 6_000.0);
        let error = |p: f64| salinity_error(cell, &linear, dbar(p));
        // One dbar is 0.98 m there.
        (error(10_500.0) - error(7_200.0)) / 3_300.0 / 0.98 * 1e6
    }));
    // "About 1e-6": from half of it to twice.
    let about = share(&rises, |rise| (0.5..2.0).contains(&rise));
    Row {
        subject: "glass cell on a cable: false rise of salinity beyond 7,000 m under a linear correction"
            .into(),
        published: "about 1e-6 a metre in two systems, 14 years apart".into(),
        source: "van Haren, Uchida and Yanagimoto, arXiv 2101.12633 (abstract)",
        drawn: format!(
            "median {:.2}e-6; 1 to 99 %: {:.2}e-6 to {:.2}e-6; {:.0} % from 0.5e-6 to 2e-6",
            quantile(&rises, 0.5),
            quantile(&rises, 0.01),
            quantile(&rises, 0.99),
            100.0 * about
        ),
        criterion:
            "1e-6 within the central 98 % of the drawn; binomial: 2 of 2 pass with any such share above 7 %"
                .into(),
        basis: Basis::Construction,
        agrees: holds(&rises, 1.0) && binomial_99(2, 2, about),
    }
}

fn growth(units: &[ConductivityUnit]) -> Row {
    let reading = |unit: &ConductivityUnit, days: f64| {
        narrowed_bore(unit.film.thickness_m(days), unit.wall.bore_radius_m, unit.film_conductivity_ratio)
    };
    let fresher =
        share(&units.iter().map(|unit| reading(unit, 365.0)).collect::<Vec<_>>(), |reading| reading < 1.0);
    let bent: Vec<f64> = units
        .iter()
        .map(|unit| {
            let half = 0.5 * (365.0 - unit.film.free_days) + unit.film.free_days;
            (1.0 - reading(unit, half)) / (1.0 - reading(unit, 365.0)) - 0.5
        })
        .collect();
    let straight = share(&bent, |bend| bend.abs() < 0.05);
    Row {
        subject: "glass cell: growth in the bore over a year".into(),
        published: "salinity is underestimated; in most cases the drift remains linear".into(),
        source: "GOSUD, adjustment on water samples",
        drawn: format!(
            "{:.0} % read fresher, {:.0} % in a straight line within 10 %",
            100.0 * fresher,
            100.0 * straight
        ),
        criterion: "all, and more than half".into(),
        basis: Basis::Construction,
        agrees: fresher >= 1.0 && straight > 0.5,
    }
}

fn drift(units: &[ConductivityUnit]) -> Row {
    let rates = sorted(units.iter().map(|unit| unit.drift_ppm_per_year));
    let sizes = sorted(rates.iter().map(|rate| rate.abs()));
    Row {
        subject: "glass cells: drift, cleaning and replatinising included".into(),
        published: "median size 58 ppm a year; 5 to 95 %: −401 to +348".into(),
        source: "1,323 pairs of calibration sheets (OOI `asset-management`)",
        drawn: format!(
            "{:.0}; {:.0} to {:+.0}",
            quantile(&sizes, 0.5),
            quantile(&rates, 0.05),
            quantile(&rates, 0.95)
        ),
        criterion: "as many units below each as a binomial of 1,000 allows (99 %)".into(),
        basis: Basis::Construction,
        agrees: is_quantile(&sizes, 58.0, 0.5)
            && is_quantile(&rates, -401.0, 0.05)
            && is_quantile(&rates, 348.0, 0.95),
    }
}
