//! Thermometers: what pressure, flow and age do to them.

use super::fitted::{Fitted, fitted};
use super::statistics::{binomial_99, holds, is_quantile, mean, quantile, share, sorted};
use super::{Basis, Row, units};
use hadal_models::quantity::{SeaPressure, Temperature};
use hadal_models::sensor::effect::water_film::viscous_heating_k;
use hadal_models::sensor::population::{OscillatorUnit, ReferenceUnit};

/// Temperatures at which the maker calibrates an SBE 3, °C.
const POINTS: [f64; 11] = [-1.5, 1.0, 4.5, 8.0, 11.5, 15.0, 18.5, 22.0, 25.5, 29.0, 32.5];
const UCHIDA: &str = "Uchida et al. 2007, doi 10.1175/jtech2093.1";
const OOI: &str = "1,323 pairs of calibration sheets (OOI `asset-management`)";

fn at(celsius: f64) -> Temperature {
    Temperature::from_celsius(celsius)
}

/// The SBE 3's equation fitted at one atmosphere.
fn sheet(unit: &OscillatorUnit) -> Fitted {
    let point = |celsius: f64| (vec![unit.frequency_hz(at(celsius), SeaPressure::SURFACE), 0.0], celsius);
    fitted("sea-bird/sbe-3-temperature", &[], &[], &POINTS.map(point))
}

pub(super) fn rows() -> Vec<Row> {
    let units = units("oscillator", OscillatorUnit::draw);
    let sheets: Vec<Fitted> = units.iter().map(sheet).collect();
    let mut rows = vec![frequency(&units), residual(&sheets)];
    rows.extend(pressure(&units, &sheets));
    rows.extend([heating(&units), response(&units)]);
    rows.extend(reference());
    rows.push(drift(&units));
    rows
}

fn frequency(units: &[OscillatorUnit]) -> Row {
    let hertz =
        |celsius: f64| sorted(units.iter().map(|unit| unit.frequency_hz(at(celsius), SeaPressure::SURFACE)));
    let (cold, warm) = (hertz(-5.0), hertz(35.0));
    Row {
        subject: "SBE 3 kind: frequency".into(),
        published: "approximately 2 to 6 kHz, −5 to +35 °C".into(),
        source: "maker's data sheet (SBE 3plus)",
        drawn: format!("{:.0} to {:.0} Hz (medians)", quantile(&cold, 0.5), quantile(&warm, 0.5)),
        criterion: "every unit's ends in 2 to 3 and 5.5 to 6.8 kHz".into(),
        basis: Basis::Construction,
        agrees: share(&cold, |hz| (2_000.0..3_000.0).contains(&hz)) >= 1.0
            && share(&warm, |hz| (5_500.0..6_800.0).contains(&hz)) >= 1.0,
    }
}

fn residual(sheets: &[Fitted]) -> Row {
    let worst = sorted(sheets.iter().map(|sheet| 1e3 * sheet.worst()));
    Row {
        subject: "SBE 3 kind: maker's equation, eleven points at one atmosphere".into(),
        published: "fit residuals typically less than 0.1 mK".into(),
        source: "maker's calibration page (SBE 3)",
        drawn: format!(
            "largest residual: median {:.1e}, 99 % {:.1e} mK",
            quantile(&worst, 0.5),
            quantile(&worst, 0.99)
        ),
        criterion: "99 % of units below 0.1 mK".into(),
        basis: Basis::Independent,
        agrees: quantile(&worst, 0.99) < 0.1,
    }
}

/// What a sheet made at one atmosphere reads wrong in deep water, K.
fn shift_k(unit: &OscillatorUnit, sheet: &Fitted, mpa: f64) -> f64 {
    sheet.value(&[unit.frequency_hz(at(2.0), SeaPressure::from_mpa(mpa)), 0.0]) - 2.0
}

fn pressure(units: &[OscillatorUnit], sheets: &[Fitted]) -> [Row; 2] {
    let shifts = sorted(units.iter().zip(sheets).map(|(unit, sheet)| 1e3 * shift_k(unit, sheet, 60.0)));
    let some = share(&shifts, |mk| (1.0..=2.0).contains(&mk.abs()));
    let little = share(&shifts, |mk| mk.abs() < 1.0);
    let per_mpa = sorted(shifts.iter().map(|mk| mk / 60.0 * 1e3));
    [
        Row {
            subject: "SBE 3 kind: pressure, 6,000 dbar".into(),
            published: "8 of 11 units 1 to 2 mK, 3 little".into(),
            source: UCHIDA,
            drawn: format!("{:.0} % 1 to 2 mK, {:.0} % less", 100.0 * some, 100.0 * little),
            criterion: "binomial: 8 of 11 pass with any share from 31 to 96 %, 3 of 11 from 3.4 to 69 %"
                .into(),
            basis: Basis::Construction,
            agrees: binomial_99(8, 11, some) && binomial_99(3, 11, little),
        },
        Row {
            subject: "the same, one unit".into(),
            published: "−77 µK/MPa to 60 MPa".into(),
            source: "Peruzzi et al. 2017, doi 10.1007/s10765-017-2297-4",
            drawn: central_98(&per_mpa),
            criterion: "within the central 98 % of the drawn".into(),
            basis: Basis::Construction,
            agrees: holds(&per_mpa, -77.0),
        },
    ]
}

/// Where the central 98 % of shifts lie.
fn central_98(per_mpa: &[f64]) -> String {
    format!("1 to 99 %: {:.0} to {:+.0} µK/MPa", quantile(per_mpa, 0.01), quantile(per_mpa, 0.99))
}

fn heating(units: &[OscillatorUnit]) -> Row {
    let heated: Vec<f64> =
        units.iter().map(|unit| 1e3 * viscous_heating_k(unit.speed_m_per_s, at(2.0))).collect();
    Row {
        subject: "SBE 3 kind: viscous heating".into(),
        published: "0.5 mK on average".into(),
        source: UCHIDA,
        drawn: format!("mean {:.2} mK at 2 °C", mean(&heated)),
        criterion: "half the last digit".into(),
        basis: Basis::Construction,
        agrees: (mean(&heated) - 0.5).abs() < 0.05,
    }
}

fn response(units: &[OscillatorUnit]) -> Row {
    let times =
        sorted(units.iter().map(|unit| 1e3 * unit.probe.response_time_s(unit.speed_m_per_s, at(15.0))));
    Row {
        subject: "SBE 3 kind: response time".into(),
        published: "65 ± 10 ms".into(),
        source: "maker's data sheet (SBE 3plus)",
        drawn: format!(
            "{:.0} to {:.0} ms, median {:.0}",
            times[0],
            times[times.len() - 1],
            quantile(&times, 0.5)
        ),
        criterion: "every unit, as the maker verifies each".into(),
        basis: Basis::Construction,
        agrees: share(&times, |ms| (ms - 65.0).abs() <= 10.0) >= 1.0,
    }
}

fn reference() -> [Row; 3] {
    let units = units("reference", ReferenceUnit::draw);
    let shift_mk = |unit: &ReferenceUnit, mpa: f64| {
        let counts = |celsius: f64, pressure| unit.element.counts(at(celsius), pressure);
        let point = |celsius: f64| (vec![counts(celsius, SeaPressure::SURFACE), 0.0], celsius);
        let sheet = fitted("sea-bird/sbe-37-temperature", &[], &[], &POINTS.map(point));
        1e3 * (sheet.value(&[counts(2.0, SeaPressure::from_mpa(mpa)), 0.0]) - 2.0)
    };
    let shifts = |mpa: f64| sorted(units.iter().map(|unit| shift_mk(unit, mpa)));
    let (sixty, more) = (shifts(60.0), shifts(65.0));
    let per_mpa = sorted(sixty.iter().map(|mk| mk / 60.0 * 1e3));
    let none = share(&more, |mk| mk.abs() <= 0.7);
    let both = share(&sixty, |mk| (0.15..0.45).contains(&mk.abs()));
    [
        Row {
            subject: "SBE 35 kind: pressure, one unit".into(),
            published: "+41 µK/MPa to 60 MPa".into(),
            source: "Peruzzi et al. 2017",
            drawn: central_98(&per_mpa),
            criterion: "within the central 98 % of the drawn".into(),
            basis: Basis::Construction,
            agrees: holds(&per_mpa, 41.0),
        },
        Row {
            subject: "SBE 35 kind: pressure, two units".into(),
            published: "about 0.3 mK at 60 MPa, not alike".into(),
            source: "Peruzzi et al. 2021, doi 10.3390/jmse9040398",
            drawn: format!("{:.0} % of 0.15 to 0.45 mK", 100.0 * both),
            criterion: "binomial: 2 of 2 pass with any share above 7 %".into(),
            basis: Basis::Construction,
            agrees: binomial_99(2, 2, both),
        },
        Row {
            subject: "SBE 35 kind: pressure, six units".into(),
            published: "none to 65 MPa, U = 0.7 mK".into(),
            source: "Uchida et al. 2015 (abstract)",
            drawn: format!("{:.0} % within 0.7 mK at 65 MPa", 100.0 * none),
            criterion: "binomial: 6 of 6 pass with any share above 41 %".into(),
            basis: Basis::Construction,
            agrees: binomial_99(6, 6, none),
        },
    ]
}

fn drift(units: &[OscillatorUnit]) -> Row {
    let rates = sorted(units.iter().map(|unit| unit.drift_mk_per_year));
    let sizes = sorted(rates.iter().map(|rate| rate.abs()));
    Row {
        subject: "thermometers: drift".into(),
        published: "median size 0.41 mK a year; 5 to 95 %: −1.27 to +1.14".into(),
        source: OOI,
        drawn: format!(
            "{:.2}; {:.2} to {:+.2}",
            quantile(&sizes, 0.5),
            quantile(&rates, 0.05),
            quantile(&rates, 0.95)
        ),
        criterion: "as many units below each as a binomial of 1,000 allows (99 %)".into(),
        basis: Basis::Construction,
        agrees: is_quantile(&sizes, 0.41, 0.5)
            && is_quantile(&rates, -1.27, 0.05)
            && is_quantile(&rates, 1.14, 0.95),
    }
}
