//! Pressure gauges: the maker's equation, drift and friction.

use super::fitted::{Fitted, fitted};
use super::statistics::{binomial_99, holds, quantile, share, sorted};
use super::{Basis, Row, units};
use hadal_models::quantity::{AbsolutePressure, Temperature};
use hadal_models::sensor::Memory;
use hadal_models::sensor::population::{QuartzKind, QuartzUnit, StrainGaugeUnit};

const WATTS: &str = "Watts and Kontoyiannis 1990 (abstract)";

fn at(celsius: f64) -> Temperature {
    Temperature::from_celsius(celsius)
}

fn mpa(value: f64) -> AbsolutePressure {
    AbsolutePressure::from_mpa(value)
}

pub(super) fn rows() -> Vec<Row> {
    let bourdon = units("bourdon", |stream| QuartzUnit::draw(QuartzKind::Bourdon, stream));
    let bellows = units("bellows", |stream| QuartzUnit::draw(QuartzKind::Bellows, stream));
    let sheets: Vec<Fitted> = bourdon.iter().step_by(5).map(sheet).collect();
    vec![
        frequencies(&bourdon),
        residual(&bourdon, &sheets),
        curvature(&sheets),
        drift("Bourdon tube", &bourdon, [0.0, 0.45]),
        drift("bellows", &bellows, [0.2, 0.85]),
        sea_floor(&bourdon),
        strain_gauge_residual(),
        strain_gauge_friction(),
    ]
}

/// The maker's equation over 0 to 35 °C and all pressures, half way between the branches.
fn sheet(unit: &QuartzUnit) -> Fitted {
    let gauge = &unit.element;
    let middle_us = gauge.thermometer_us(at(17.5));
    let mut points = Vec::new();
    for celsius in [0.0, 7.0, 14.0, 21.0, 28.0, 35.0] {
        for part in 0..=8 {
            let pressure = mpa(0.1 + (gauge.full_scale_mpa_absolute - 0.1) * f64::from(part) / 8.0);
            let inputs =
                vec![gauge.middle_period_us(at(celsius), pressure), gauge.thermometer_us(at(celsius))];
            points.push((inputs, pressure.mpa()));
        }
    }
    let start = [("C1", -40_000.0), ("D1", 0.03), ("T1", unit.element.period_us)];
    let fixed = [("U0", middle_us), ("T5", 0.0), ("T4", 0.0)];
    let start: Vec<(&str, f64)> =
        [start.as_slice(), &[("C2", 0.0), ("C3", 0.0), ("D2", 0.0), ("T2", 0.0), ("T3", 0.0)]].concat();
    fitted("paroscientific/digiquartz-pressure", &fixed, &start, &points)
}

fn frequencies(units: &[QuartzUnit]) -> Row {
    let khz = |part: f64| {
        sorted(units.iter().map(|unit| {
            1e3 / unit.element.middle_period_us(at(10.0), mpa(part * unit.element.full_scale_mpa_absolute))
        }))
    };
    let (vacuum, full) = (khz(0.0), khz(1.0));
    let per_k = sorted(units.iter().map(|unit| {
        let hertz = |celsius: f64| 1.0 / unit.element.thermometer_us(at(celsius));
        (hertz(11.0) / hertz(9.0) - 1.0) / 2.0 * 1e6
    }));
    Row {
        subject: "Digiquartz kind: frequencies".into(),
        published: "32 to 42 kHz over the range; thermometer ±50 ppm/K".into(),
        source: "Paroscientific's T series, in Campbell Scientific's CR10X manual, 7.17",
        drawn: format!(
            "{:.1} kHz in vacuum, {:.1} at full scale (medians); {:.0} to {:.0} ppm/K",
            quantile(&vacuum, 0.5),
            quantile(&full, 0.5),
            per_k[0],
            per_k[per_k.len() - 1]
        ),
        criterion: "every unit inside; 35 to 55 ppm/K".into(),
        basis: Basis::Construction,
        agrees: vacuum[0] >= 32.0
            && full[full.len() - 1] <= 42.0
            && per_k[0] > 35.0
            && per_k[per_k.len() - 1] < 55.0,
    }
}

fn residual(units: &[QuartzUnit], sheets: &[Fitted]) -> Row {
    let worst = sorted(
        units
            .iter()
            .step_by(5)
            .zip(sheets)
            .map(|(unit, sheet)| 1e6 * sheet.worst() / unit.element.full_scale_mpa_absolute),
    );
    Row {
        subject: "Digiquartz kind: maker's equation, 0 to 35 °C".into(),
        published: "0.01 % of full scale (as quoted)".into(),
        source: "maker's specification",
        drawn: format!(
            "largest residual: median {:.1}, 99 % {:.1} ppm (200 units)",
            quantile(&worst, 0.5),
            quantile(&worst, 0.99)
        ),
        criterion: "99 % of units below 100 ppm".into(),
        basis: Basis::Independent,
        agrees: quantile(&worst, 0.99) < 100.0,
    }
}

/// Most of D1 comes out of the loaded beam; the tube's bending was drawn so that the rest does.
fn curvature(sheets: &[Fitted]) -> Row {
    let found = sorted(sheets.iter().map(|sheet| sheet.coefficient("D1")));
    let (low, high) = (quantile(&found, 0.01), quantile(&found, 0.99));
    Row {
        subject: "Digiquartz kind: the coefficient D1 that a fit finds".into(),
        published: "0.0357 and 0.0412".into(),
        source: "sheets in RBR's L3 reference (example 15) and SonTek's note of 2001",
        drawn: format!("1 to 99 %: {low:.4} to {high:.4}, median {:.4}", quantile(&found, 0.5)),
        criterion: "both within the central 98 % of the drawn".into(),
        basis: Basis::Construction,
        agrees: holds(&found, 0.0357) && holds(&found, 0.0412),
    }
}

fn drift(name: &str, units: &[QuartzUnit], published: [f64; 2]) -> Row {
    let drifts = sorted(
        units
            .iter()
            .zip([90.0, 180.0, 270.0, 365.0].into_iter().cycle())
            .map(|(unit, days)| unit.drift_dbar.after_days(days)),
    );
    let (low, high) = (drifts[0], drifts[drifts.len() - 1]);
    let width = published[1] - published[0];
    Row {
        subject: format!("Digiquartz kind, {name}: drift in a first deployment of 3 to 12 months"),
        published: format!("{} to {} dbar", published[0], published[1]),
        source: WATTS,
        drawn: format!("{low:.2} to {high:.2} dbar"),
        criterion: "every unit inside, and four fifths of the range filled".into(),
        basis: Basis::Construction,
        agrees: low > published[0] - 0.005 && high < published[1] + 0.005 && high - low > 0.8 * width,
    }
}

/// Gauges that had been under pressure for 20 days before: the mean over the year that follows.
fn sea_floor(units: &[QuartzUnit]) -> Row {
    let per_day = sorted(units.iter().map(|unit| {
        let year_dbar = unit.drift_dbar.after_days(385.0) - unit.drift_dbar.after_days(20.0);
        // A centimetre of water is 1.0e-2 dbar within 3 %.
        100.0 * year_dbar / 365.0
    }));
    Row {
        subject: "Digiquartz kind: drift on the sea floor, exponential and line, after 20 days under pressure; two units".into(),
        published: "−0.0066 and +0.0236 cm a day".into(),
        source: "J. JSCE 81 (2025) 25-17054 (abstract)",
        drawn: format!(
            "1 to 99 %: {:.4} to {:+.4} cm a day over the next year",
            quantile(&per_day, 0.01),
            quantile(&per_day, 0.99)
        ),
        criterion: "both within the central 98 % of the drawn".into(),
        basis: Basis::Construction,
        agrees: holds(&per_day, -0.0066) && holds(&per_day, 0.0236),
    }
}

fn strain_gauge_residual() -> Row {
    let units = units("strain gauge", StrainGaugeUnit::draw);
    let worst = sorted(units.iter().step_by(5).map(|unit| {
        let gauge = &unit.element;
        let mut points = Vec::new();
        for celsius in [0.0, 8.0, 16.0, 24.0, 32.0] {
            for part in 0..=5 {
                let pressure = mpa(0.1 + 2.0 * f64::from(part));
                // A converter of 20 bits, as a ratio: RBR's form.
                let ratio = gauge.middle_counts(at(celsius), pressure) / 1_048_576.0;
                points.push((vec![ratio, celsius], pressure.mpa()));
            }
        }
        let start = [("c0", 0.0), ("c1", 0.0), ("c2", 0.0), ("c3", 0.0)];
        let free = [("x1", 0.0), ("x2", 0.0), ("x3", 0.0), ("x4", 0.0)];
        let sheet = fitted("rbr/pressure", &[], &[start, free].concat(), &points);
        1e2 * sheet.worst() / gauge.full_scale_mpa_absolute
    }));
    Row {
        subject: "strain gauge: RBR's equation, 0 to 32 °C, half way between the branches".into(),
        published: "0.05 % of full scale (as quoted)".into(),
        source: "maker's specification (RBR)",
        drawn: format!(
            "largest residual: median {:.1e}, 99 % {:.1e} % (200 units)",
            quantile(&worst, 0.5),
            quantile(&worst, 0.99)
        ),
        criterion: "99 % of units below it".into(),
        basis: Basis::Independent,
        agrees: quantile(&worst, 0.99) < 0.05,
    }
}

fn strain_gauge_friction() -> Row {
    let units = units("strain gauge", StrainGaugeUnit::draw);
    let openings = sorted(units.iter().map(|unit| {
        let gauge = &unit.element;
        let half = mpa(0.5 * gauge.full_scale_mpa_absolute);
        let mut memory: Memory = gauge.exercised(mpa(0.1));
        gauge.follow(&mut memory, half);
        let down = gauge.counts(&memory, at(10.0), half);
        gauge.follow(&mut memory, mpa(gauge.full_scale_mpa_absolute));
        gauge.follow(&mut memory, half);
        let counts_per_mpa = gauge.span_counts / gauge.full_scale_mpa_absolute;
        100.0 * (gauge.counts(&memory, at(10.0), half) - down) / counts_per_mpa
    }));
    let beyond = share(&openings, |dbar| dbar > 10.0);
    Row {
        subject: "strain gauge of 1,000 dbar: hysteresis".into(),
        published: "more than 10 dbar in the most remarkable case".into(),
        source: "JAMSTEC Report 1 (2005) 51 (abstract), moorings of TRITON",
        drawn: format!("median {:.1} dbar; {:.1} % more than 10", quantile(&openings, 0.5), 100.0 * beyond),
        criterion:
            "one among some hundred sensors (judgement). Binomial: 1 of 100 passes with any share up to 7 %"
                .into(),
        basis: Basis::Construction,
        agrees: binomial_99(1, 100, beyond) && beyond > 0.0,
    }
}
