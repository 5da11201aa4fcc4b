//! Equations from before TEOS-10 and beside it, against the programs that others made of them.

use crate::comparison::{Comparison, Section, Terms};
use crate::reference::{BEFORE_TEOS_10, GSW_DEPTH, Row, rows, rows_where};
use hadal_models::quantity::{PracticalSalinity, SeaPressure, Temperature};
use hadal_models::seawater::{
    DissolvedGas, density, depth, eos80, partial_pressure_factor, sound_speed, sound_speed_chen_millero,
    sound_speed_del_grosso,
};

/// Round-off of numbers of their size.
fn csiro_routines() -> [Comparison; 3] {
    let rows = rows(BEFORE_TEOS_10);
    let terms = |unit, tolerance| Terms {
        unit,
        range: "SP 0 to 42, −2 to 40 °C, to 12,700 dbar",
        tolerance,
        reason: "round-off of numbers of their size",
    };
    let modulus =
        |row: &Row| 10.0 * eos80::secant_bulk_modulus_mpa(row.practical(), row.temperature(), row.pressure());
    let density = |row: &Row| eos80::density(row.practical(), row.temperature(), row.pressure());
    let sound = |row: &Row| sound_speed_chen_millero(row.practical(), row.temperature(), row.pressure());
    [
        terms("kg/m³", 1e-11).compare(
            "EOS-80: density (CSIRO routines, seawater 3.3.5)",
            rows.iter().map(|row| [density(row), row.number("rho")]),
        ),
        terms("bar", 1e-10).compare(
            "EOS-80: secant bulk modulus (the same)",
            rows.iter().map(|row| [modulus(row), row.number("bulk_modulus")]),
        ),
        terms("m/s", 1e-11).compare(
            "Chen and Millero: sound speed (the same)",
            rows.iter().map(|row| [sound(row), row.number("chen_millero")]),
        ),
    ]
}

/// At the surface Sea-Bird's code; under pressure the refit of Wong and Zhu (1995), which over Del Grosso's own range
/// agrees with the original to 1 mm/s.
fn del_grosso() -> [Comparison; 2] {
    let ours = |row: &Row, pressure| sound_speed_del_grosso(row.practical(), row.temperature(), pressure);
    let in_range = rows_where(BEFORE_TEOS_10, |row| {
        let [salinity, celsius, dbar] = ["SP", "t", "p"].map(|column| row.number(column));
        salinity >= 30.0 && (0.0..=30.0).contains(&celsius) && (0.0..=9806.65).contains(&dbar)
    });
    let surface = Terms {
        unit: "m/s",
        range: "SP 0 to 42, −2 to 40 °C, surface",
        tolerance: 1e-11,
        reason: "round-off of numbers of their size",
    };
    let deep = Terms {
        range: "SP 30 to 40, 0 to 30 °C, to 9,807 dbar",
        tolerance: 1e-3,
        reason: "stated agreement of the refit",
        ..surface
    };
    [
        surface.compare(
            "Del Grosso: sound speed (seabirdscientific 3.1.1)",
            rows(BEFORE_TEOS_10)
                .iter()
                .map(|row| [ours(row, SeaPressure::SURFACE), row.number("del_grosso_surface")]),
        ),
        deep.compare(
            "Del Grosso: sound speed (Wong and Zhu 1995)",
            in_range.iter().map(|row| [ours(row, row.pressure()), row.number("wong_zhu_del_grosso")]),
        ),
    ]
}

/// At SP 34.7 and dbar, °C: what Chen and Millero, Del Grosso, m/s, and EOS-80, kg/m³, are above TEOS-10, by GSW-Python
/// 3.6.23, seawater 3.3.5 and, for Del Grosso, the refit of Wong and Zhu (`tests/reference/single_figures.py`); small differences of large numbers, printed to two or three decimals.
const DEPARTURES: [[f64; 5]; 3] = [
    [4000.0, 1.5, 0.62, -0.01, -0.005],
    [8000.0, 1.9, 0.73, -0.11, -0.004],
    [10_000.0, 2.3, 1.22, -0.05, -0.007],
];

fn departures() -> [Comparison; 3] {
    let salinity = PracticalSalinity::new(34.7);
    let terms = |unit, tolerance| Terms {
        unit,
        range: "SP 34.7, 1.5 to 2.3 °C, 4,000 to 10,000 dbar",
        tolerance,
        reason: "half the last digit printed",
    };
    let at =
        |[dbar, celsius, ..]: [f64; 5]| (Temperature::from_celsius(celsius), SeaPressure::from_dbar(dbar));
    let chen_millero = DEPARTURES.map(|row| {
        let (t, p) = at(row);
        [sound_speed_chen_millero(salinity, t, p) - sound_speed(salinity.reference(), t, p), row[2]]
    });
    let del_grosso = DEPARTURES.map(|row| {
        let (t, p) = at(row);
        [sound_speed_del_grosso(salinity, t, p) - sound_speed(salinity.reference(), t, p), row[3]]
    });
    let eos_80 = DEPARTURES.map(|row| {
        let (t, p) = at(row);
        [eos80::density(salinity, t, p) - density(salinity.reference(), t, p), row[4]]
    });
    [
        terms("m/s", 5e-3).compare("Chen and Millero less TEOS-10", chen_millero),
        terms("m/s", 5e-3).compare("Del Grosso less TEOS-10", del_grosso),
        terms("kg/m³", 5e-4).compare("EOS-80 less TEOS-10, density", eos_80),
    ]
}

/// The formula of 1976 on the equation of state of 1980: TEOS-10 puts 10,000 dbar a metre deeper.
fn depth_of_1976() -> Comparison {
    let terms = Terms {
        unit: "m",
        range: "any latitude, to 10,000 dbar",
        tolerance: 1.2,
        reason: "TEOS-10 for EOS-80: 1.1 m",
    };
    let rows = rows_where(GSW_DEPTH, |row| row.number("p") <= 10_000.0);
    terms.compare(
        "depth (Saunders and Fofonoff 1976, seawater 3.3.5)",
        rows.iter().map(|row| [depth(row.pressure(), row.latitude()), row.number("saunders_fofonoff")]),
    )
}

/// SCOR working group 142 (Bittig et al. 2015): exp(0.317 p/(8.314 T)), p in dbar. It rounds the gas constant to 8.314,
/// which is 5.6e-5 of the exponent.
fn oxygen_under_pressure() -> Comparison {
    let terms = Terms {
        unit: "1",
        range: "2 to 20 °C, 1,000 to 11,000 dbar",
        tolerance: 5.7e-5,
        reason: "its rounded gas constant",
    };
    let states = [(2.0, 1000.0), (2.0, 6000.0), (2.5, 11_000.0), (20.0, 2000.0)];
    terms.judge(
        "exponent of the partial pressure of oxygen, relative (SCOR working group 142)",
        states.map(|(celsius, dbar)| {
            let (t, p) = (Temperature::from_celsius(celsius), SeaPressure::from_dbar(dbar));
            let exponent = 0.317 * dbar / (8.314 * (celsius + 273.15));
            libm::log(partial_pressure_factor(DissolvedGas::Oxygen, t, p)) / exponent - 1.0
        }),
    )
}

pub(crate) fn section() -> Section {
    let mut comparisons = Vec::from(csiro_routines());
    comparisons.extend(del_grosso());
    comparisons.extend(departures());
    comparisons.push(depth_of_1976());
    comparisons.push(oxygen_under_pressure());
    Section { authority: "Others' programs for the equations before and beside TEOS-10", comparisons }
}

#[test]
fn val_equations_before_teos_10_are_those_of_other_programs() {
    section().assert_passed();
}
