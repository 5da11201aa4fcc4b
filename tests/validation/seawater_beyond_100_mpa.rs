//! Water by IAPWS-95, to 127 MPa, and beyond 100 MPa seawater whose water part is IAPWS-95 itself.

use crate::comparison::{Comparison, Section, Terms};
use crate::reference::{IAPWS95, Row, rows_where};
use hadal_models::quantity::SeaPressure;
use hadal_models::seawater::{
    adiabatic_lapse_rate, density, enthalpy, entropy, isentropic_compressibility, isobaric_heat_capacity,
    isothermal_compressibility, sound_speed, thermal_expansion,
};

/// A property, its column and unit, and our deviation from a row.
struct Law {
    name: &'static str,
    unit: &'static str,
    deviation: fn(&Row) -> f64,
}

macro_rules! absolute {
    ($name:literal, $column:literal, $unit:literal, $function:ident) => {
        Law {
            name: $name,
            unit: $unit,
            deviation: |row| {
                $function(row.salinity(), row.temperature(), row.pressure()) - row.number($column)
            },
        }
    };
}

/// Reference states differ by what two people took as zero: only the change since 10,000 dbar can be compared.
macro_rules! since_10_000_dbar {
    ($name:literal, $column:literal, $unit:literal, $function:ident) => {
        Law {
            name: $name,
            unit: $unit,
            deviation: |row| {
                let (salinity, temperature) = (row.salinity(), row.temperature());
                let there = $function(salinity, temperature, row.pressure());
                there
                    - $function(salinity, temperature, SeaPressure::from_dbar(10_000.0))
                    - row.number($column)
            },
        }
    };
}

const LAWS: [Law; 9] = [
    Law {
        name: "density, relative",
        unit: "1",
        deviation: |row| density(row.salinity(), row.temperature(), row.pressure()) / row.number("rho") - 1.0,
    },
    absolute!("sound speed", "sound_speed", "m/s", sound_speed),
    absolute!("isobaric heat capacity", "cp", "J/(kg K)", isobaric_heat_capacity),
    absolute!("thermal expansion", "alpha", "1/K", thermal_expansion),
    absolute!("isentropic compressibility", "kappa", "1/Pa", isentropic_compressibility),
    absolute!("isothermal compressibility", "kappa_T", "1/Pa", isothermal_compressibility),
    absolute!("adiabatic lapse rate", "adiabatic_lapse_rate", "K/Pa", adiabatic_lapse_rate),
    since_10_000_dbar!("entropy since 10,000 dbar", "entropy_since_10000_dbar", "J/(kg K)", entropy),
    since_10_000_dbar!("enthalpy since 10,000 dbar", "enthalpy_since_10000_dbar", "J/kg", enthalpy),
];

/// What the correction of the water part leaves, in the order of [`LAWS`]. The first four are the residuals of its fit in
/// pure water, as `models/seawater/water_beyond_100_mpa.rs` states them, with half a unit of the last digit stated; and
/// 4 % more, since the same residual in the Gibbs energy of seawater is divided by so much less volume.
///
/// The others follow from these: κ = 1/(ρc²); κ_T = κ + Tα²/(ρc_p); Γ = Tα/(ρc_p); and, added up over the 27 MPa from
/// 100 MPa on, ∂η/∂p = −α/ρ and ∂h/∂p = (1 − Tα)/ρ. Taken at 1,500 m/s, 1,000 kg/m³, 3,700 J/(kg K), 4e-4 1/K, all of
/// them unfavourable here, at the range's highest temperature.
fn left_by_the_fit(stated: [f64; 4], kelvin: f64) -> [f64; 9] {
    const HALF_DIGIT: [f64; 4] = [0.005e-6, 0.005, 0.005, 0.5e-9];
    let [density, sound_speed, heat_capacity, expansion] =
        [0, 1, 2, 3].map(|index| 1.04 * (stated[index] + HALF_DIGIT[index]));
    const SOUND_SPEED: f64 = 1500.0;
    const DENSITY: f64 = 1000.0;
    const HEAT_CAPACITY: f64 = 3700.0;
    const EXPANSION: f64 = 4e-4;
    const PASCALS: f64 = 27e6;
    let kappa = 1.0 / (DENSITY * SOUND_SPEED * SOUND_SPEED);
    let isentropic = kappa * (density + 2.0 * sound_speed / SOUND_SPEED);
    let thermal = kelvin * EXPANSION / (DENSITY * HEAT_CAPACITY);
    let capacity = density + heat_capacity / HEAT_CAPACITY;
    [
        density,
        sound_speed,
        heat_capacity,
        expansion,
        isentropic,
        isentropic + thermal * EXPANSION * (2.0 * expansion / EXPANSION + capacity),
        thermal * (expansion / EXPANSION + capacity),
        PASCALS * (expansion + EXPANSION * density) / DENSITY,
        PASCALS * (kelvin * expansion + density) / DENSITY,
    ]
}

fn compare(
    laws: &[Law],
    range: &'static str,
    tolerances: &[f64],
    reasons: &[&'static str],
    condition: impl Fn(&Row) -> bool,
) -> Vec<Comparison> {
    let rows = rows_where(IAPWS95, condition);
    let terms = tolerances.iter().zip(reasons);
    let judge = |(law, (tolerance, reason)): (&Law, (&f64, &&'static str))| {
        let terms = Terms { unit: law.unit, range, tolerance: *tolerance, reason };
        terms.judge(law.name, rows.iter().map(law.deviation))
    };
    laws.iter().zip(terms).map(judge).collect()
}

pub(crate) fn section() -> Section {
    const FITTED: &str = "residual of the fit";
    const FOLLOWS: &str = "follows from the residuals of the fit";
    let reasons = [FITTED, FITTED, FITTED, FITTED, FOLLOWS, FOLLOWS, FOLLOWS, FOLLOWS, FOLLOWS];
    // As NIST's REFPROP sums up Wagner and Pruß (2002): density of the liquid 0.0001 % at one atmosphere and more under
    // pressure, speed of sound in it 0.1 %, heat capacity 0.1 %; the smallest values of the range.
    let stated = [1e-6, 1e-3 * 1402.0, 1e-3 * 3850.0];
    let uncertainty = "stated uncertainty of IAPWS-95";
    let mut comparisons =
        compare(&LAWS[..3], "water, 0 to 40 °C, to 10,000 dbar", &stated, &[uncertainty; 3], |row| {
            row.number("p") <= 10_000.0 && row.number("t") >= 0.0
        });
    let warm = left_by_the_fit([0.12e-6, 0.03, 0.21, 33e-9], 313.15);
    comparisons.extend(compare(
        &LAWS,
        "0 to 42 g/kg, 0 to 40 °C, 10,000 to 12,700 dbar",
        &warm,
        &reasons,
        |row| row.number("p") >= 10_000.0 && row.number("t") >= 0.0,
    ));
    let cold = left_by_the_fit([0.21e-6, 0.02, 0.97, 153e-9], 268.15);
    comparisons.extend(compare(
        &LAWS,
        "0 to 42 g/kg, −10 and −5 °C, 10,000 to 12,700 dbar",
        &cold,
        &reasons,
        |row| row.number("p") >= 10_000.0 && row.number("t") < 0.0,
    ));
    Section { authority: "IAPWS-95 (R6-95, 2018; package iapws 1.5.5), salt part TEOS-10's", comparisons }
}

#[test]
fn val_water_follows_iapws_95_to_127_mpa() {
    section().assert_passed();
}
