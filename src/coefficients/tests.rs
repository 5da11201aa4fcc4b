//! A certificate of a world that has been measured, and what goes out of it.

use super::*;
use crate::certificate::certificate;
use crate::fixture::World;
use hadal_models::calibration::reduced_form::errors_over;
use std::sync::LazyLock;

static CERTIFICATE: LazyLock<Certificate> = LazyLock::new(|| {
    let record = World::measured(7).record(|_| true);
    let calibrations = crate::calibrations::calibrate_record(&record).unwrap();
    certificate(&record, &calibrations).unwrap()
});

/// The certificate for tests of whoever reads one.
pub(crate) fn measured() -> Certificate {
    CERTIFICATE.clone()
}

fn of(certificate: &Certificate, quantity: &str, held: Held) -> Result<Outgoing, OutgoingError> {
    let item = &certificate.items[0];
    let result = item.quantities.iter().find(|result| result.quantity == quantity).unwrap();
    outgoing(certificate, item, result, Capacity { held, digits: 7 }, Some([0.0, 6000.0]))
}

#[test]
fn a_reduced_calibration_differs_from_the_certificates_by_what_is_stated() {
    let certificate = measured();
    let item = &certificate.items[0];
    for quantity in ["temperature", "conductivity", "pressure"] {
        let outgoing = of(&certificate, quantity, Held::Linear).unwrap();
        let result = item.quantities.iter().find(|result| result.quantity == quantity).unwrap();
        assert!(!outgoing.reduction.left_out.is_empty(), "{quantity}: the certificate has pressure terms");
        let mut compared = 0;
        for point in &result.points {
            let inputs = outgoing.equation.inputs().iter();
            let inputs: Vec<f64> = inputs
                .map(|input| point.inputs.get(input.name).copied().or(input.default).unwrap())
                .collect();
            let dbar = point.inputs.get("pressure_dbar_sea").copied();
            let dbar = dbar.unwrap_or_else(|| AbsolutePressure::from_mpa(point.reference).sea().dbar());
            let full = outgoing.equation.value(&outgoing.known.coefficients, &inputs);
            let reduced = outgoing.equation.value(&outgoing.reduction.coefficients, &inputs);
            assert!(
                (full - point.indicated).abs() <= 1e-9 * full.abs().max(1.0),
                "{full} {}",
                point.indicated
            );
            if dbar <= 6000.0 {
                // The points' water is not that of the statement: salinity differs, and conductivity by as much.
                assert!(
                    (reduced - full).abs() <= 1.3 * outgoing.reduction.largest,
                    "{quantity} at {dbar} dbar"
                );
                compared += 1;
            }
        }
        assert!(compared > 5);
        assert!(outgoing.stated_standard_uncertainty.unwrap() > 0.0);
    }
}

#[test]
fn what_is_lost_is_told_in_numbers() {
    let certificate = measured();
    let outgoing = of(&certificate, "conductivity", Held::Linear).unwrap();
    let text = described(&outgoing);
    for expected in [
        "conductivity (sea-bird/sbe-37-conductivity): without CPCOR2",
        "for 0 to 6000 dbar, in water of",
        "CPCOR = -",
        "standard uncertainty",
        "error of practical salinity",
        "the greater of largest/√3 (GUM 4.3.7) and root mean square (GUM F.2.4.5)",
        "expanded (k = 2)",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    let rows = text.lines().filter(|line| line.split_whitespace().all(|word| word.parse::<f64>().is_ok()));
    assert_eq!(rows.count(), 9);
    let temperature = described(&of(&certificate, "temperature", Held::Linear).unwrap());
    assert!(temperature.contains("the format has nothing that could stand for them"), "{temperature}");
    let pressure = described(&of(&certificate, "pressure", Held::Linear).unwrap());
    assert!(
        pressure.contains("PA0, PA1 and PA2 are those of the quadratic that makes the largest error least"),
        "{pressure}"
    );
    let whole = of(&certificate, "conductivity", Held::Everything).unwrap();
    assert_eq!(whole.reduction.coefficients, whole.known.coefficients);
    let text = described(&whole);
    assert!(
        text.starts_with("conductivity (sea-bird/sbe-37-conductivity): whole; 7 digits change values"),
        "{text}"
    );
}

#[test]
fn the_chosen_terms_uncertainty_is_below_that_of_the_term_alone() {
    let certificate = measured();
    let result = &certificate.items[0].quantities.iter().find(|one| one.quantity == "conductivity").unwrap();
    let alone = result.coefficients["CPCOR"].standard_uncertainty.unwrap();
    let outgoing = of(&certificate, "conductivity", Held::Linear).unwrap();
    let (_, _, uncertainty) = outgoing.reduction.chosen.unwrap();
    // Linear and quadratic term are told apart badly, their sum at depth well.
    assert!((0.0..alone).contains(&uncertainty.unwrap()), "{uncertainty:?} {alone}");
}

/// Half of the seventh digit of a1, which stands before ln(counts) of 13 or so, is worth up to 0.05 mK.
#[test]
fn fewer_digits_cost_more() {
    let certificate = measured();
    let item = &certificate.items[0];
    let cost = |digits| {
        let capacity = Capacity { held: Held::Linear, digits };
        outgoing(&certificate, item, &item.quantities[0], capacity, None).unwrap().largest_rounding
    };
    let (six, seven, nine) = (cost(6), cost(7), cost(9));
    assert!(
        six > seven && seven > nine && nine < 2e-6 && (1e-7..1e-4).contains(&seven),
        "{six} {seven} {nine}"
    );
}

#[test]
fn certificates_that_do_not_fit_are_refused() {
    let refused = |change: &dyn Fn(&mut Certificate)| {
        let mut certificate = measured();
        change(&mut certificate);
        let result = &certificate.items[0].quantities[0].quantity.clone();
        of(&certificate, result, Held::Linear).unwrap_err().to_string()
    };
    let said = refused(&|certificate| certificate.items[0].quantities[0].equation_version = 99);
    assert!(
        said.contains("made with version 99 of sea-bird/sbe-37-temperature, accepted: version 2"),
        "{said}"
    );
    let said =
        refused(&|certificate| "nonsense".clone_into(&mut certificate.items[0].quantities[0].equation));
    assert!(said.contains("unknown equation `nonsense`"), "{said}");
    let said = refused(&|certificate| drop(certificate.items[0].quantities[0].coefficients.remove("a2")));
    assert!(said.contains("temperature: the certificate has no coefficient a2"), "{said}");
    let said = refused(&|certificate| "yesterday".clone_into(&mut certificate.ended_utc));
    assert!(said.contains("date `yesterday`: accepted: a day"), "{said}");
    let mut certificate = measured();
    certificate.items[0].quantities[0].range.under_pressure = None;
    let item = &certificate.items[0];
    let said =
        outgoing(&certificate, item, &item.quantities[0], Capacity { held: Held::Linear, digits: 7 }, None)
            .unwrap_err()
            .to_string();
    assert!(said.contains("say which depths are meant by --depth-range"), "{said}");
}

/// The certificate as if its chamber had reached 800 dbar only.
fn shallow() -> Certificate {
    let mut certificate = measured();
    let is_shallow = |point: u32| {
        let conditions = certificate.conditions.iter().find(|conditions| conditions.point == point).unwrap();
        AbsolutePressure::from_mpa(conditions.pressure_mpa_absolute).sea().dbar() < 808.0
    };
    let kept: Vec<u32> = certificate
        .conditions
        .iter()
        .map(|conditions| conditions.point)
        .filter(|point| is_shallow(*point))
        .collect();
    for result in &mut certificate.items[0].quantities {
        result.points.retain(|point| kept.contains(&point.point));
        result.range.under_pressure.as_mut().unwrap().pressure_mpa_sea[1] = 8.0;
    }
    certificate
}

#[test]
fn below_the_deepest_point_no_uncertainty_is_stated() {
    let certificate = shallow();
    let capacity = Capacity { held: Held::Linear, digits: 7 };
    let over = |quantity: &str, range: [f64; 2]| {
        let item = &certificate.items[0];
        let result = item.quantities.iter().find(|result| result.quantity == quantity).unwrap();
        outgoing(&certificate, item, result, capacity, Some(range))
    };
    let beyond = over("conductivity", [0.0, 6000.0]).unwrap();
    assert!((beyond.certified.to_dbar - 800.0).abs() < 1e-6 && (beyond.usage.to_dbar - 6000.0).abs() < 1e-6);
    let text = described(&beyond);
    assert!(text.contains("NOT CERTIFIED below 800 dbar, where the certificate's points end"), "{text}");
    assert_eq!(text.matches("  not certified\n").count(), 7, "{text}");
    assert!(text.contains("0 to 800 dbar: largest error"), "{text}");
    assert!(!text.contains("0 to 6000 dbar: largest error"), "{text}");
    // The one coefficient is chosen for the whole range, the added uncertainty is that of the certified part.
    let errors = errors_over(beyond.equation, &beyond.known, &beyond.reduction, &beyond.certified).unwrap();
    assert!(errors.largest < beyond.reduction.largest);
    let (stated, added) = (beyond.stated_standard_uncertainty.unwrap(), errors.standard_uncertainty());
    let combined = (stated * stated + added * added).sqrt();
    let expected =
        format!("in 0 to 800 dbar: {combined:.2e} S/m, expanded (k = 2) {:.2e} S/m", 2.0 * combined);
    assert!(text.contains(&expected), "{expected}\n{text}");
    let pressure = described(&over("pressure", [0.0, 6000.0]).unwrap());
    assert!(pressure.contains("NOT CERTIFIED below 800 dbar"), "{pressure}");
    // A pressure is never quite the one that was asked for.
    let within = described(&over("conductivity", [0.0, 805.0]).unwrap());
    assert!(
        !within.to_lowercase().contains("not certified") && within.contains("expanded (k = 2)"),
        "{within}"
    );
    let said = over("conductivity", [1000.0, 6000.0]).unwrap_err().to_string();
    assert!(said.contains("deepest point is at 800 dbar, and nothing is certified below"), "{said}");
}
