//! The check values of UNESCO Technical Papers in Marine Science 37 (1981) and 44 (Fofonoff and Millard 1983).

use crate::comparison::{Comparison, Section, Terms};
use hadal_models::constants::IPTS68_PER_ITS90;
use hadal_models::quantity::{Conductivity, Latitude, PracticalSalinity, SeaPressure, Temperature};
use hadal_models::seawater::{conductivity, depth, eos80, practical_salinity, sound_speed_chen_millero};

/// C(35, 15, 0), mS/cm.
const STANDARD: f64 = 42.914;
const PRINTED: &str = "half the last digit printed";

/// What a state of the papers, °C (IPTS-68) and dbar, is to us.
fn at(celsius_ipts68: f64, dbar: f64) -> (Temperature, SeaPressure) {
    (Temperature::from_celsius(celsius_ipts68 / IPTS68_PER_ITS90), SeaPressure::from_dbar(dbar))
}

/// Papers 37 and 44: salinity at a ratio, °C, dbar. The last ratio is itself printed to 1e-6, which is 2.3e-5 in
/// salinity.
fn practical_salinities() -> [Comparison; 3] {
    let terms = |range, tolerance, reason| Terms { unit: "1", range, tolerance, reason };
    let pair = |(ratio, celsius, dbar, salinity): (f64, f64, f64, f64)| {
        let (t, p) = at(celsius, dbar);
        let measured = Conductivity::from_millisiemens_per_cm(ratio * STANDARD);
        [practical_salinity(measured, t, p).value(), salinity]
    };
    let printed = [(1.0, 15.0, 0.0, 35.0), (1.2, 20.0, 2000.0, 37.245_628), (0.65, 5.0, 1500.0, 27.995_347)];
    let (hot, deep) = at(40.0, 10_000.0);
    let ratio = conductivity(PracticalSalinity::new(40.0), hot, deep).millisiemens_per_cm() / STANDARD;
    [
        terms("SP 28 to 37, 5 to 20 °C, to 2,000 dbar", 1e-6, "one unit of the last digit")
            .compare("PSS-78: salinity from ratio", printed.map(pair)),
        terms("SP 40, 40 °C, 10,000 dbar", 2.3e-5, "last digit of the ratio")
            .compare("PSS-78: salinity from ratio", [pair((1.888_091, 40.0, 10_000.0, 40.0))]),
        terms("SP 40, 40 °C, 10,000 dbar", 0.5e-6, PRINTED)
            .compare("PSS-78: ratio from salinity", [[ratio, 1.888_091]]),
    ]
}

/// Paper 44, page 19: SP, °C, dbar; density, kg/m³; secant bulk modulus, bar.
const EOS_80: [[f64; 5]; 8] = [
    [0.0, 5.0, 0.0, 999.96675, 20337.80375],
    [0.0, 5.0, 10_000.0, 1044.12802, 23643.52599],
    [0.0, 25.0, 0.0, 997.04796, 22100.72106],
    [0.0, 25.0, 10_000.0, 1037.90204, 25405.09717],
    [35.0, 5.0, 0.0, 1027.67547, 22185.93358],
    [35.0, 5.0, 10_000.0, 1069.48914, 25577.49819],
    [35.0, 25.0, 0.0, 1023.34306, 23726.34949],
    [35.0, 25.0, 10_000.0, 1062.53817, 27108.94504],
];

fn equation_of_state() -> [Comparison; 2] {
    let terms = |unit| Terms {
        unit,
        range: "SP 0 and 35, 5 and 25 °C, 0 and 10,000 dbar",
        tolerance: 5e-6,
        reason: PRINTED,
    };
    let density = EOS_80.map(|[salinity, celsius, dbar, kg_per_m3, _]| {
        let (t, p) = at(celsius, dbar);
        [eos80::density(PracticalSalinity::new(salinity), t, p), kg_per_m3]
    });
    let modulus = EOS_80.map(|[salinity, celsius, dbar, _, bar]| {
        let (t, p) = at(celsius, dbar);
        [10.0 * eos80::secant_bulk_modulus_mpa(PracticalSalinity::new(salinity), t, p), bar]
    });
    [
        terms("kg/m³").compare("EOS-80: density", density),
        terms("bar").compare("EOS-80: secant bulk modulus", modulus),
    ]
}

/// Paper 44, page 48.
fn sound_speed() -> Comparison {
    let (t, p) = at(40.0, 10_000.0);
    let terms = Terms { unit: "m/s", range: "SP 40, 40 °C, 10,000 dbar", tolerance: 5e-4, reason: PRINTED };
    let ours = sound_speed_chen_millero(PracticalSalinity::new(40.0), t, p);
    terms.compare("Chen and Millero: sound speed", [[ours, 1731.995]])
}

/// Paper 44, page 28 (Saunders and Fofonoff), on the equation of state of 1980. TEOS-10 puts it a metre deeper.
fn depth_of_1976() -> Comparison {
    let terms =
        Terms { unit: "m", range: "30°, 10,000 dbar", tolerance: 1.2, reason: "TEOS-10 for EOS-80: 1.1 m" };
    let ours = depth(SeaPressure::from_dbar(10_000.0), Latitude::from_degrees_north(30.0));
    terms.compare("depth, theirs by EOS-80", [[ours, 9712.653]])
}

pub(crate) fn section() -> Section {
    let mut comparisons = Vec::from(practical_salinities());
    comparisons.extend(equation_of_state());
    comparisons.push(sound_speed());
    comparisons.push(depth_of_1976());
    Section { authority: "Check values of UNESCO technical papers 37 and 44", comparisons }
}

#[test]
fn val_every_scale_and_equation_gives_the_check_values_of_unesco() {
    section().assert_passed();
}
