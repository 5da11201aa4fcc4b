//! 100 MPa, where the water part leaves TEOS-10 for IAPWS-95, is nowhere to be seen, up to third derivatives.

use crate::comparison::{Comparison, Section, Terms};
use hadal_models::quantity::{AbsoluteSalinity, SeaPressure, Temperature};
use hadal_models::seawater::{Gibbs, gibbs};

const SEAM_MPA: f64 = 100.0;
const STEP_MPA: f64 = 0.25;
/// Round-off of ∂²g/∂T∂p, divided by the step, is worth 2e-6 where that changes least with pressure. A correction of
/// 1 J/kg at twice the pressure that grew with one power less would leave a jump of 4e-3 in ∂³g/∂p³.
const TOLERANCE: f64 = 1e-5;

/// One derivative of the Gibbs energy.
type Pick = fn(&Gibbs) -> f64;

fn at(salinity: f64, celsius: f64, mpa: f64) -> Gibbs {
    let salinity = AbsoluteSalinity::from_g_per_kg(salinity);
    gibbs(salinity, Temperature::from_celsius(celsius), SeaPressure::from_mpa(mpa))
}

fn states() -> impl Iterator<Item = (f64, f64)> {
    let celsius = [-9.0, -5.0, 0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0];
    [0.0, 35.165_04, 42.198_048].into_iter().flat_map(move |salinity| celsius.map(|t| (salinity, t)))
}

/// By how much the slope by pressure of `pick` jumps at the seam, relative to the slope.
///
/// The slope's change over a step shrinks with the step, a jump does not: two steps of ratio 2 cancel the former.
fn jump(salinity: f64, celsius: f64, pick: Pick) -> f64 {
    let value = |mpa: f64| pick(&at(salinity, celsius, SEAM_MPA + mpa));
    let here = value(0.0);
    let change = |step: f64| (value(step) - 2.0 * here + value(-step)) / step;
    let slope = (value(STEP_MPA) - value(-STEP_MPA)) / (2.0 * STEP_MPA);
    (2.0 * change(STEP_MPA) - change(2.0 * STEP_MPA)) / slope
}

fn jumps() -> Vec<Comparison> {
    let derivatives: [(&str, Pick); 6] = [
        ("∂g/∂p", |water| water.g),
        ("∂²g/∂T∂p", |water| water.g_t),
        ("∂²g/∂p²", |water| water.g_p),
        ("∂³g/∂T²∂p", |water| water.g_tt),
        ("∂³g/∂T∂p²", |water| water.g_tp),
        ("∂³g/∂p³", |water| water.g_pp),
    ];
    let terms = Terms {
        unit: "1",
        range: "0 to 42 g/kg, −9 to 40 °C",
        tolerance: TOLERANCE,
        reason: "round-off of the differences",
    };
    derivatives
        .map(|(name, pick)| {
            terms.judge(format!("jump of {name}, relative"), states().map(|(s, t)| jump(s, t, pick)))
        })
        .into()
}

pub(crate) fn section() -> Section {
    Section { authority: "Across the seam at 10,000 dbar", comparisons: jumps() }
}

#[test]
fn no_derivative_up_to_the_third_jumps_at_100_mpa() {
    section().assert_passed();
}
