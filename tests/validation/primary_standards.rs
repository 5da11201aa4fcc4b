//! Primary standards: temperature scales, gravity, the pressure balance, Standard Seawater.

use crate::comparison::{Comparison, Section, Terms};
use crate::reference::{GSW_SALINOMETER, Row, rows};
use crate::seawater_check_values::tolerance;
use crate::temperature_scales;
use hadal_models::constants::STANDARD_GRAVITY;
use hadal_models::quantity::{AbsolutePressure, Temperature};
use hadal_models::standards::calendar::CalendarDate;
use hadal_models::standards::gravity::normal_gravity;
use hadal_models::standards::pressure_balance::{Load, PistonCylinder, PressureBalance, Surroundings};
use hadal_models::standards::standard_seawater::{Adjustment, Batch, Salinometer};

/// At 45° the worked example of 40 CFR 1065.630 by the series of the Geodetic Reference System 1980; on the equator and
/// at the pole the values of Moritz. Ten decimals are printed; the series is stated to 1e-9.
const ELLIPSOID: [(f64, f64); 3] =
    [(0.0, 9.780_326_771_5), (45.0, 9.806_199_202_6), (-90.0, 9.832_186_368_5)];

/// The Python package ahrs at 50° and 0, 100 and 1000 m, for the World Geodetic System 1984, whose surface value is
/// 1.4e-6 lower; what height takes off agrees to that part of itself.
const AHRS: [f64; 3] = [9.810_702_135_603_085, 9.810_393_625_316_983, 9.807_617_683_884_756];

fn gravity() -> Vec<Comparison> {
    let terms = |range, tolerance, reason| Terms { unit: "m/s²", range, tolerance, reason };
    let height = [(100.0, AHRS[1]), (1000.0, AHRS[2])].map(|(metres, theirs)| {
        let ours = normal_gravity(50.0, metres) - normal_gravity(50.0, 0.0);
        ours / (theirs - AHRS[0]) - 1.0
    });
    // 9.780 327 (1 + 0.005 302 4 sin²L − 0.000 005 8 sin²2L) − 3.086e-6 H: the last digits are worth 1e-6 m/s², and the
    // height's term leaves out latitude, 1 % of it.
    let npl = |metres: f64| {
        [-60.0_f64, -33.0, 11.3, 35.3, 52.4].map(|latitude| {
            let (sine, double) = (libm::sin(latitude.to_radians()), libm::sin((2.0 * latitude).to_radians()));
            let surface = 9.780_327 * (1.0 + 0.005_302_4 * sine * sine - 0.000_005_8 * double * double);
            [normal_gravity(latitude, metres), surface - 3.086e-6 * metres]
        })
    };
    vec![
        terms("0°, 45° and a pole", 2e-9, "stated accuracy of the series").compare(
            "normal gravity (GRS80: Moritz; 40 CFR 1065.630)",
            ELLIPSOID.map(|(latitude, theirs)| [normal_gravity(latitude, 0.0), theirs]),
        ),
        Terms { unit: "1", ..terms("50°, to 1,000 m", 1e-6, "two ellipsoids") }
            .judge("what height takes off gravity, relative (package ahrs)", height),
        terms("−60° to 52.4°, sea level", 2e-6, "digits of the formula")
            .compare("normal gravity (NPL's formula)", npl(0.0)),
        terms("−60° to 52.4°, 300 m", 2e-6 + 0.01 * 3.086e-6 * 300.0, "the same, and 1 % of the height's")
            .compare("normal gravity (NPL's formula)", npl(300.0)),
    ]
}

/// A balance with nothing but force and area: 10 kg on 98.0665 mm², 1 MPa at standard gravity.
fn balance() -> PressureBalance {
    PressureBalance {
        piston: PistonCylinder {
            effective_area_m2: 98.066_5e-6,
            reference: Temperature::from_celsius(20.0),
            distortion_per_mpa: 0.0,
            expansion_per_kelvin: 0.0,
            surface_tension_n_per_m: 0.0,
        },
        loads: vec![Load { mass_kg: 10.0, density_kg_per_m3: 8_000.0 }],
        gravity_m_per_s2: STANDARD_GRAVITY,
        temperature: Temperature::from_celsius(20.0),
        fluid_density_kg_per_m3: 913.0,
        height_above_device_m: 0.0,
        surroundings: Surroundings { air_density_kg_per_m3: 0.0, pressure: AbsolutePressure::from_mpa(0.0) },
    }
}

/// A gas deadweight tester (Fluke Calibration, section Environmental corrections): what is 250 psi at 980.665 cm/s² is
/// 250.1453 psi at 981.235 cm/s². The fluid of another (Ruska 2465A, appendix A) has 913 kg/m³, which it also calls
/// 0.033 pounds per cubic inch: an inch of it is 0.033 psi at standard gravity.
fn pressure_balance() -> [Comparison; 2] {
    let away = PressureBalance { gravity_m_per_s2: 9.812_35, ..balance() };
    let higher = PressureBalance { height_above_device_m: 0.0254, ..balance() };
    let head = AbsolutePressure::from_mpa(higher.gauge_mpa() - balance().gauge_mpa());
    let terms =
        |range, tolerance| Terms { unit: "psi", range, tolerance, reason: "half the last digit printed" };
    [
        terms("250 psi, 9.81235 m/s²", 5e-5).compare(
            "pressure balance: local gravity (a maker's example, Fluke)",
            [[250.0 * away.gauge_mpa() / balance().gauge_mpa(), 250.1453]],
        ),
        terms("an inch of 913 kg/m³", 5e-4)
            .compare("pressure balance: head (a maker's fluid, Ruska)", [[head.psi(), 0.033]]),
    ]
}

/// The label of batch P165 (cruise report of GO-SHIP P02W 2022): K15 0.99986, good until 2024-04-15.
fn batch(k15: f64) -> Batch {
    let calibrated = CalendarDate::new(2021, 4, 15).unwrap();
    Batch { name: "P165".to_owned(), k15, calibrated, offset: 0.0 }
}

/// Practical salinity by a salinometer that was standardised without error with water of K15 1.
fn by_salinometer(row: &Row) -> f64 {
    let salinometer = Salinometer {
        batch: batch(1.0),
        standardised: batch(1.0).calibrated,
        bath: row.temperature(),
        batch_reading: 2.0,
        adjustment: Adjustment::Scale,
    };
    salinometer.practical_salinity(2.0 * row.number("Rt")).value()
}

fn standard_seawater() -> Vec<Comparison> {
    let label = batch(0.999_86);
    let last_day = CalendarDate::new(2024, 4, 15).unwrap();
    let expires = label.expires().map_or(f64::NAN, |day| f64::from(day.days_since(last_day)));
    let terms = |unit, range, tolerance, reason| Terms { unit, range, tolerance, reason };
    vec![
        terms("1", "batch P165", 1e-3, "one unit of the last digit: cut, not rounded")
            .compare("salinity of a label", [[label.practical_salinity().value(), 34.994]]),
        terms("d", "batch P165", 0.0, "a date").judge("end of shelf life", [expires]),
        terms("1", "SP 0.5 to 41, 15 to 30 °C", tolerance("SP_from_C"), "GSW's own").compare(
            "salinity by a salinometer (`SP_salinometer`)",
            rows(GSW_SALINOMETER).iter().map(|row| [by_salinometer(row), row.number("SP_salinometer")]),
        ),
        // UNESCO 1981, technical paper 36.
        terms("1", "K15 = 1", 1e-12, "round-off of a definition")
            .compare("salinity 35", [[batch(1.0).practical_salinity().value(), 35.0]]),
    ]
}

pub(crate) fn section() -> Section {
    let mut comparisons = temperature_scales::comparisons();
    comparisons.extend(gravity());
    comparisons.extend(pressure_balance());
    comparisons.extend(standard_seawater());
    Section { authority: "Primary standards", comparisons }
}

#[test]
fn val_primary_standards_are_those_of_their_scales_and_certificates() {
    section().assert_passed();
}
