//! Inductive conductivity cells: the maker's line, and what pressure does.

use super::fitted::{Fitted, fitted};
use super::statistics::{quantile, sorted};
use super::{Basis, Row, units};
use hadal_models::quantity::{Conductivity, PracticalSalinity, SeaPressure, Temperature};
use hadal_models::seawater;
use hadal_models::sensor::population::InductiveUnit;

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

/// x2, x3 and x4 in the maker's repository: for units without their own, of unit 060669, and of unit 060671 twice.
const RBR: [[f64; 3]; 4] = [
    [1.8732e-6, -7.7689e-10, 1.4890e-13],
    [1.5e-6, -5.28e-10, 7.76e-14],
    [1.57e-6, -4.42e-10, 5.37e-14],
    [1.41e-6, -5.25e-10, 7.90e-14],
];

pub(super) fn rows() -> Vec<Row> {
    let units = units("inductive", InductiveUnit::draw);
    let ratio =
        |unit: &InductiveUnit, p: f64| unit.element.voltage_ratio(deep_water(dbar(p)), at(2.0), dbar(p));
    let sheets: Vec<Fitted> = units
        .iter()
        .map(|unit| {
            let point = |celsius: f64, salinity: f64| {
                let water = seawater::conductivity(
                    PracticalSalinity::new(salinity),
                    at(celsius),
                    SeaPressure::SURFACE,
                );
                let out = unit.element.voltage_ratio(water, at(celsius), SeaPressure::SURFACE);
                (vec![out, celsius, 10.1325], water.siemens_per_m())
            };
            let points = [5.0, 15.0, 25.0, 35.0].map(|t| [point(t, 35.0), point(t, 5.0)]).concat();
            fitted("rbr/conductivity", &[], &[("x0", 0.0), ("x1", 0.0)], &points)
        })
        .collect();
    let rise = |p: f64| {
        sorted(units.iter().zip(&sheets).map(|(unit, sheet)| {
            sheet.value(&[ratio(unit, p), 2.0, 10.1325]) / deep_water(dbar(p)).siemens_per_m() - 1.0
        }))
    };
    let worst = sorted(sheets.iter().map(|sheet| 10.0 * sheet.worst()));
    let mut rows = vec![Row {
        subject: "inductive cell: maker's equation, eight points at one atmosphere".into(),
        published: "accuracy ±0.003 mS/cm (as quoted)".into(),
        source: "maker's specification (RBR)",
        drawn: format!(
            "largest residual: median {:.1e}, 99 % {:.1e} mS/cm",
            quantile(&worst, 0.5),
            quantile(&worst, 0.99)
        ),
        criterion: "99 % of units below a third of it".into(),
        basis: Basis::Independent,
        agrees: quantile(&worst, 0.99) < 1e-3,
    }];
    rows.extend([500.0, 1_000.0, 2_000.0].map(|p: f64| {
        let published = sorted(RBR.map(|[x2, x3, x4]| 1e3 * p * (x2 + p * (x3 + p * x4))));
        let drawn = rise(p);
        let (low, high) = (1e3 * quantile(&drawn, 0.05), 1e3 * quantile(&drawn, 0.95));
        Row {
            subject: format!("inductive cell: reading raised by pressure, {p} dbar"),
            published: format!("{:.2}e-3 to {:.2}e-3 (four cubics)", published[0], published[3]),
            source: "RBR, repository `compressibility_RBRargo3`",
            drawn: format!("5 to 95 %: {low:.2}e-3 to {high:.2}e-3"),
            criterion: "within the published, widened by a tenth of its middle".into(),
            basis: Basis::Construction,
            agrees: low > published[0] - 0.05 * (published[0] + published[3])
                && high < published[3] + 0.05 * (published[0] + published[3]),
        }
    }));
    rows
}
