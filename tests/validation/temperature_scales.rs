//! Temperature scales: ITS-90 at its fixed points and by certificates, and its difference from the scale of 1968.

use crate::comparison::{Comparison, Printed, Terms};
use hadal_models::quantity::Temperature;
use hadal_models::standards::ipts68::its90_minus_ipts68;
use hadal_models::standards::its90::{
    Deviation, FixedPoint, SprtCoefficients, Subrange, reference_ratio, reference_ratio_slope,
    reference_temperature,
};

/// Preston-Thomas (1990), table 1: defining fixed points, K, and the values of W_r there, printed to 1e-8. One unit of
/// that digit is allowed, the coefficients being printed to 1e-8 themselves.
const FIXED_POINTS: [(f64, f64); 12] = [
    (13.8033, 0.001_190_07),
    (24.5561, 0.008_449_74),
    (54.3584, 0.091_718_04),
    (83.8058, 0.215_859_75),
    (234.3156, 0.844_142_11),
    (273.16, 1.000_000_00),
    (302.9146, 1.118_138_89),
    (429.7485, 1.609_801_85),
    (505.078, 1.892_797_68),
    (692.677, 2.568_917_30),
    (933.473, 3.376_008_60),
    (1234.93, 4.286_420_53),
];

/// Points that a laboratory's thermometers are calibrated at; their temperatures are in the table above.
const CALIBRATION_POINTS: [FixedPoint; 5] =
    [FixedPoint::Mercury, FixedPoint::Water, FixedPoint::Gallium, FixedPoint::Indium, FixedPoint::Tin];

fn fixed_points() -> Vec<Comparison> {
    let range = "the defining points, 13.8 K to 962 °C";
    let ratio =
        Terms { unit: "1", range, tolerance: 1.5e-8, reason: "rounding of table and of coefficients" };
    let ratios =
        FIXED_POINTS.map(|(kelvin, theirs)| [reference_ratio(Temperature::from_kelvin(kelvin)), theirs]);
    let temperatures = FIXED_POINTS.map(|(kelvin, theirs)| {
        let slope = reference_ratio_slope(Temperature::from_kelvin(kelvin));
        slope * (reference_temperature(theirs).kelvin() - kelvin)
    });
    let named = CALIBRATION_POINTS.iter().flat_map(|point| {
        let kelvin = point.temperature().kelvin();
        let listed = FIXED_POINTS.into_iter().filter(move |(listed, _)| (listed - kelvin).abs() < 1e-9);
        listed.map(|(_, theirs)| [point.reference_ratio(), theirs])
    });
    vec![
        ratio.compare("W_r from t90 (ITS-90, table 1)", ratios),
        ratio.judge("t90 from W_r (the same), as its worth in W_r", temperatures),
        Terms { range: "mercury, water, gallium, indium, tin", ..ratio }
            .compare("W_r of the named fixed points (the same)", named),
    ]
}

/// B₀ to B₁₅ of eq. 9b, the published inverse of eq. 9a (table 4): good to 0.1 mK. A Newton inversion that agreed worse
/// with it would not be solving eq. 9a.
const INVERSE: [f64; 16] = [
    0.183_324_722,
    0.240_975_303,
    0.209_108_771,
    0.190_439_972,
    0.142_648_498,
    0.077_993_465,
    0.012_475_611,
    -0.032_267_127,
    -0.075_291_522,
    -0.056_470_670,
    0.076_201_285,
    0.123_893_204,
    -0.029_201_193,
    -0.091_173_542,
    0.001_317_696,
    0.026_025_526,
];

fn published_inverse() -> Comparison {
    let terms = Terms {
        unit: "K",
        range: "W_r 0.3 to 0.99",
        tolerance: 1e-4,
        reason: "stated accuracy of the approximation",
    };
    terms.compare(
        "t90 from W_r (ITS-90, eq. 9b)",
        [0.3, 0.6, 0.85, 0.9, 0.99].map(|ratio| {
            let argument = (libm::pow(ratio, 1.0 / 6.0) - 0.65) / 0.35;
            let published = 273.16 * INVERSE.iter().rev().fold(0.0, |sum, b| sum * argument + b);
            [reference_temperature(ratio).kelvin(), published]
        }),
    )
}

/// A demonstration thermometer (Isotech): its sheet prints W − W_r at gallium, −3.749e-5, and at mercury, 3.58e-5. Of
/// the same thermometer 21.563 901 Ω at mercury, 28.561 074 Ω at gallium, 25.544 261 Ω in water, and
/// a = −2.796 694 758e-4, b = −3.199 472 366e-4.
fn demonstration_thermometer() -> Vec<Comparison> {
    let sheet = SprtCoefficients { resistance_tpw_ohm: 25.5, a: -2.796_69e-4, b: -3.199_47e-4 };
    let deviations = [(302.9146, -3.749e-5, 4), (234.3156, 3.58e-5, 3)].map(|(kelvin, value, digits)| {
        let temperature = Temperature::from_kelvin(kelvin);
        let ratio = sheet.resistance_ohm(temperature) / sheet.resistance_tpw_ohm;
        Printed { value, digits }.units_away(ratio - reference_ratio(temperature))
    });
    let ratios = [21.563_901 / 25.544_261, 28.561_074 / 25.544_261];
    let ours = Deviation::from_fixed_points(Subrange::MercuryGallium, &ratios);
    let range = "mercury to gallium, Isotech's sheet";
    // Half a unit of the last digit of each resistance is 2e-8 in either ratio to that in water, 4e-8 together; through
    // the two equations that is 6e-7 in a and 2.2e-6 in b.
    let coefficient =
        |tolerance| Terms { unit: "1", range, tolerance, reason: "last digit of the resistances" };
    vec![
        Terms { unit: "last digit", range, tolerance: 1.0, reason: "rounded, or cut" }
            .judge("W − W_r at the fixed points from a and b", deviations),
        coefficient(6e-7).compare("a from resistances", [[ours.a, -2.796_694_758e-4]]),
        coefficient(2.2e-6).compare("b from resistances", [[ours.b, -3.199_472_366e-4]]),
    ]
}

/// Certificate 501.20/1241312 of IPQ, Portugal, as the Ruby package tuscan repeats it: subrange water–zinc, whose
/// deviation has the form of water–tin; 25.319 871 Ω in water. Temperatures to 0.1 mK, that package's tolerance.
fn certificate() -> Comparison {
    let sprt = SprtCoefficients { resistance_tpw_ohm: 25.319_871, a: -1.2134e-4, b: -9.9190e-6 };
    let points = [(25.319_871, 0.01), (47.922_451, 231.928), (65.039_218, 419.527)];
    let terms = Terms {
        unit: "K",
        range: "water to zinc, a certificate of IPQ",
        tolerance: 1e-4,
        reason: "stated by who repeats it",
    };
    terms.compare(
        "t90 from resistance",
        points.map(|(ohm, celsius)| [sprt.temperature(ohm).celsius(), celsius]),
    )
}

/// °C and t90 − t68, K, printed to 1 mK (ITS-90, table 6, as repeated in the CRC Handbook). The polynomial is stated to
/// follow them to 1.5 mK below 0 °C and to 1 mK above.
const SINCE_1968: [(f64, f64); 18] = [
    (-180.0, 0.008),
    (-150.0, 0.013),
    (-100.0, 0.013),
    (-50.0, 0.009),
    (-40.0, 0.008),
    (-30.0, 0.006),
    (-20.0, 0.004),
    (-10.0, 0.002),
    (0.0, 0.000),
    (10.0, -0.002),
    (20.0, -0.005),
    (30.0, -0.007),
    (40.0, -0.010),
    (50.0, -0.013),
    (100.0, -0.026),
    (150.0, -0.036),
    (200.0, -0.040),
    (250.0, -0.040),
];

fn since_1968() -> [Comparison; 2] {
    let compare = |range, tolerance, belongs: fn(f64) -> bool| {
        let terms = Terms { unit: "K", range, tolerance, reason: "stated accuracy of the polynomial" };
        let there = SINCE_1968.into_iter().filter(|(celsius, _)| belongs(*celsius));
        terms.compare(
            "t90 − t68 (ITS-90, table 6)",
            there.map(|(celsius, theirs)| [its90_minus_ipts68(Temperature::from_celsius(celsius)), theirs]),
        )
    };
    [
        compare("−180 to −10 °C", 1.5e-3, |celsius| celsius < 0.0),
        compare("0 to 250 °C", 1e-3, |celsius| celsius >= 0.0),
    ]
}

pub(crate) fn comparisons() -> Vec<Comparison> {
    let mut comparisons = fixed_points();
    comparisons.push(published_inverse());
    comparisons.extend(demonstration_thermometer());
    comparisons.push(certificate());
    comparisons.extend(since_1968());
    comparisons
}
