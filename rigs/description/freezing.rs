//! Points at which ice would form: under pressure, or on the way back along the release isentrope.
//!
//! Pressure lowers the freezing point, and release cools water adiabatically while the freezing point comes back up. So
//! water that is safely liquid at 115 MPa can freeze when it is vented, and that is the most likely moment.

use super::{Leg, Loaded, Problem, Procedure};
use hadal_models::quantity::{AbsoluteSalinity, PracticalSalinity, SeaPressure, Temperature};
use hadal_models::seawater;

/// Spare temperature above freezing besides the tolerance of the approach: gradients, and references that err.
const SPARE_K: f64 = 0.1;
/// Pressure steps along the release isentrope.
const STEPS: u32 = 20;

/// The worst moment of a release: how far above freezing, and where.
struct Nearest {
    above_k: f64,
    at_mpa_sea: f64,
    celsius: f64,
}

pub(super) fn check_freezing(
    index: usize,
    leg: &Leg,
    procedure: &Loaded<Procedure>,
    problems: &mut Vec<Problem>,
) {
    let approach = &procedure.value.approach;
    let freshest = (leg.salinity_practical - approach.salinity_tolerance_practical).max(0.0);
    let salinity = PracticalSalinity::new(freshest).reference();
    let coldest = leg.temperature_celsius - approach.temperature_tolerance_k - SPARE_K;
    let highest = leg.pressures_mpa_sea.iter().copied().fold(0.0, f64::max);
    for (k, pressure) in leg.pressures_mpa_sea.iter().enumerate() {
        let at_rest = above_freezing_k(salinity, coldest, *pressure);
        if at_rest <= 0.0 {
            let field = format!("leg[{index}].temperature_celsius");
            let least = leg.temperature_celsius - at_rest;
            let accepted = format!(
                "{least:.2} or more: water of SP {} freezes at {pressure} MPa",
                leg.salinity_practical
            );
            problems.push(procedure.problem(field, leg.temperature_celsius, accepted));
            return;
        }
        let first = leg.pressures_mpa_sea.iter().take(k).all(|earlier| earlier < pressure);
        if *pressure >= highest && first {
            check_release(index, leg, salinity, coldest, *pressure, procedure, problems);
        }
    }
}

fn check_release(
    index: usize,
    leg: &Leg,
    salinity: AbsoluteSalinity,
    coldest: f64,
    pressure: f64,
    procedure: &Loaded<Procedure>,
    problems: &mut Vec<Problem>,
) {
    let nearest = nearest_to_freezing(salinity, coldest, pressure);
    if nearest.above_k > 0.0 {
        return;
    }
    let least = leg.temperature_celsius - nearest.above_k;
    let accepted = format!(
        "about {least:.2} or more: water released from {pressure} MPa cools to {:.2} °C at {} MPa and freezes",
        nearest.celsius, nearest.at_mpa_sea
    );
    let field = format!("leg[{index}].temperature_celsius");
    problems.push(procedure.problem(field, leg.temperature_celsius, accepted));
}

fn nearest_to_freezing(salinity: AbsoluteSalinity, celsius: f64, from_mpa: f64) -> Nearest {
    let from = SeaPressure::from_mpa(from_mpa);
    let moment = |step: u32| {
        let at_mpa_sea = from_mpa * f64::from(STEPS - step) / f64::from(STEPS);
        let to = SeaPressure::from_mpa(at_mpa_sea);
        let released =
            seawater::isentropic_temperature(salinity, Temperature::from_celsius(celsius), from, to)
                .celsius();
        Nearest { above_k: above_freezing_k(salinity, released, at_mpa_sea), at_mpa_sea, celsius: released }
    };
    (1..=STEPS)
        .map(moment)
        .fold(moment(0), |worst, next| if next.above_k < worst.above_k { next } else { worst })
}

fn above_freezing_k(salinity: AbsoluteSalinity, celsius: f64, mpa_sea: f64) -> f64 {
    celsius - seawater::freezing_temperature(salinity, SeaPressure::from_mpa(mpa_sea)).celsius()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ice_on_release_begins_where_the_release_isentrope_meets_freezing() {
        // Release from 110 MPa freezes water colder than −0.69 °C (SP 35) or +0.55 °C (SP 5) before release: an
        // independent calculation, printed to 0.01 K.
        for (sp, limit) in [(35.0, -0.69), (5.0, 0.55)] {
            let salinity = PracticalSalinity::new(sp).reference();
            let above = |celsius: f64| nearest_to_freezing(salinity, celsius, 110.0).above_k;
            assert!(above(limit + 0.01) > 0.0, "{sp}: {}", above(limit + 0.01));
            assert!(above(limit - 0.01) < 0.0, "{sp}: {}", above(limit - 0.01));
        }
    }
}
