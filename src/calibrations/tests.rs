//! The whole path from a record to certificate, report and validation, in worlds drawn for the purpose.

use super::*;
use crate::certificate::{Origin, certificate};
use crate::fixture::World;
use crate::found_and_left::Points;
use crate::report::report_html;
use crate::validation::{GridPoint, Validation, validate};
use hadal_models::calibration::Errors;
use hadal_record::event::{Drawn, Event};

const RUN: &str = "0123456789abcdef0123456789abcdef";

fn everything(_: &Event) -> bool {
    true
}

fn judged(seed: u64) -> Validation {
    let world = World::measured(seed);
    let record = world.record(everything);
    let calibrations = calibrate_record(&record).unwrap();
    validate(&record, &calibrations, &world.truth(RUN)).unwrap()
}

const WORLDS: u32 = 60;

/// Over 60 worlds, whose errors are shared by their places, the mean of z² = (error/u)² is 1 with a standard error of
/// √(2/60) = 0.18: more than three of them away, the budget is too small or idle. Coverage of k = 2 is 95 %, with a
/// standard error of √(0.05·0.95/60) = 2.8 %.
#[test]
fn stated_uncertainty_is_that_of_the_errors_over_worlds() {
    let worlds: Vec<Validation> = (0..u64::from(WORLDS)).map(judged).collect();
    for index in 0..3 {
        let quantities = || worlds.iter().map(|world| &world.items[0].quantities[index]);
        let name = &worlds[0].items[0].quantities[index].quantity;
        let covered: f64 =
            quantities().map(|q| q.summary[0].fraction_covered).sum::<f64>() / f64::from(WORLDS);
        assert!(covered > 0.95 - 3.0 * 0.028, "{name}: {covered} covered");
        let squares: Vec<f64> = quantities().flat_map(|q| &q.grid).map(squared_ratio).collect();
        let mean = squares.iter().sum::<f64>() / f64::from(u32::try_from(squares.len()).unwrap());
        assert!(
            (mean - 1.0).abs() < 3.0 * 0.18,
            "{name}: mean square of error over standard uncertainty {mean}"
        );
    }
}

fn squared_ratio(point: &GridPoint) -> f64 {
    let ratio = 2.0 * point.error / point.expanded_uncertainty;
    ratio * ratio
}

#[test]
fn the_same_record_gives_the_same_bytes() {
    let record = World::measured(3).record(everything);
    let bytes =
        || certificate(&record, &calibrate_record(&record).unwrap()).unwrap().to_json_bytes().unwrap();
    assert_eq!(bytes(), bytes());
}

#[test]
fn the_certificate_is_marked_and_complete() {
    let record = World::measured(4).record(everything);
    let certificate = certificate(&record, &calibrate_record(&record).unwrap()).unwrap();
    assert!(certificate.simulated && certificate.notice.starts_with("SIMULATED"));
    assert_eq!(certificate.conditions.len(), record.points().len());
    assert_eq!(certificate.provenance.seed, Some(1));
    let text = String::from_utf8(certificate.to_json_bytes().unwrap()).unwrap();
    assert!(!text.contains("null,\n          \"expanded"), "an uncertainty is missing");
    let read: crate::certificate::Certificate = serde_json::from_str(&text).unwrap();
    assert_eq!(read, certificate);
    for quantity in &certificate.items[0].quantities {
        for (index, point) in quantity.points.iter().enumerate() {
            let squares: f64 =
                quantity.budget.iter().map(|c| c.standard_uncertainty[index]).map(|u| u * u).sum();
            let relative = squares.sqrt() / point.standard_uncertainty - 1.0;
            assert!(relative.abs() < 1e-6, "{} point {index}: {relative}", quantity.quantity);
        }
    }
}

/// Only the trench legs' points of the shipped procedure: two salinities and temperatures, every pressure.
fn trial(event: &Event) -> bool {
    !matches!(event, Event::Point(point) if point.pressure_mpa_sea < 1.0 && point.leg < 10)
}

/// The points of a few legs do not tell the whole of each equation: the certificate says so first, and which.
#[test]
fn a_trial_is_not_called_a_calibration() {
    let record = World::measured(4).record(trial);
    let certificate = certificate(&record, &calibrate_record(&record).unwrap()).unwrap();
    assert!(!certificate.complete);
    let expected = "TRIAL: too few points for the whole equation; not a calibration. Held for lack of points: \
                    temperature a2, a3; conductivity i, j.";
    assert!(certificate.completeness.starts_with(expected), "{}", certificate.completeness);
    assert_eq!(certificate.warnings()[0], certificate.completeness);
    let origin = |quantity: usize, name: &str| {
        let coefficient = &certificate.items[0].quantities[quantity].coefficients[name];
        (coefficient.origin, coefficient.standard_uncertainty.is_some())
    };
    assert_eq!(origin(0, "a2"), (Origin::HeldForLackOfPoints, false));
    assert_eq!(origin(0, "a1"), (Origin::Fitted, true));
    assert_eq!(origin(2, "PTCB1"), (Origin::Given, false));
    let html = report_html(&certificate, &record, None).unwrap();
    assert!(html.contains("TRIAL") && html.contains("held for lack of points"));
}

/// What a reader needs to use a result: formula, units, sign, joint range, and what was known beforehand.
#[test]
fn a_whole_calibration_says_where_and_how_it_holds() {
    let record = World::measured(4).record(everything);
    let certificate = certificate(&record, &calibrate_record(&record).unwrap()).unwrap();
    assert!(certificate.complete && certificate.completeness.is_empty());
    let [temperature, conductivity, pressure] = &certificate.items[0].quantities[..] else { panic!() };
    let deep = temperature.range.under_pressure.unwrap();
    assert!((deep.pressure_mpa_sea[1] - 115.0).abs() < 0.1 && deep.temperature_celsius[1] < 6.0, "{deep:?}");
    let ambient = temperature.range.ambient.unwrap();
    assert!(ambient.temperature_celsius[1] > 31.0 && ambient.salinity_practical[0] < 6.0, "{ambient:?}");
    assert_eq!(conductivity.coefficients["h"].unit, "S m-1 kHz-2");
    assert_eq!(pressure.coefficients["PA1"].unit, "psi count-1");
    assert!(pressure.formula.contains("m*(PA1 + m*(PA2 + m*PA3))"));
    let prior = conductivity.priors["CTCOR"];
    assert!(prior.standard_uncertainty > 0.0 && prior.value > 3e-6);
    let fitted = conductivity.coefficients.values().filter(|one| one.origin == Origin::Fitted);
    let free = fitted.count();
    assert_eq!(conductivity.degrees_of_freedom, conductivity.points_used + conductivity.priors.len() - free);
    for point in &temperature.points {
        assert!((point.indicated - point.reference - point.residual).abs() < 1e-12);
    }
    assert!(temperature.residual_definition.starts_with("item minus reference"));
    for result in &certificate.items[0].quantities {
        let expected = result.stated_reduced_chi_squared.unwrap()
            > 1.0 + 3.0 * (2.0 / f64::from(u32::try_from(result.degrees_of_freedom).unwrap())).sqrt();
        assert_eq!(result.remark.is_some(), expected, "{}", result.quantity);
    }
}

/// The earlier calibration is corrected with the weights of the new one: scatter, and what the form cannot follow besides.
#[test]
fn points_beside_an_earlier_calibration_weigh_as_in_the_fit() {
    let calibrations = calibrate_record(&World::measured(4).record(everything)).unwrap();
    let conductivity = &calibrations.items[0].ctd.conductivity;
    let scatter = |errors: Errors| match errors {
        Errors::Stated { scatter, .. } => scatter,
        Errors::FromResiduals => panic!("nothing stated"),
    };
    let weighing = scatter(Points::from(conductivity).errors);
    assert_eq!(weighing, scatter(conductivity.errors()));
    let plain = conductivity.budget.scatter_covariance(conductivity.points.len());
    assert!(weighing.trace() > 1.01 * plain.trace());
}

/// Where points scatter less than stated, what is stated generously has its name: of the bath it is how far apart two
/// thermometers are, of which much is their certificates'.
#[test]
fn a_certificate_says_what_makes_its_scatter_generous() {
    let record = World::measured(4).record(everything);
    let certificate = certificate(&record, &calibrate_record(&record).unwrap()).unwrap();
    let temperature = &certificate.items[0].quantities[0];
    let scatter = temperature.residual_tests.iter().find(|test| test.test == "chi-squared").unwrap();
    assert!(scatter.probability > 0.95, "{scatter:?}");
    assert!(
        scatter.verdict.contains("less than") && scatter.verdict.contains("bath uniformity"),
        "{scatter:?}"
    );
}

#[test]
fn a_report_is_written_from_a_record() {
    let world = World::measured(5);
    let record = world.record(everything);
    let calibrations = calibrate_record(&record).unwrap();
    let validation = validate(&record, &calibrations, &world.truth(RUN)).unwrap();
    let html =
        report_html(&certificate(&record, &calibrations).unwrap(), &record, Some(&validation)).unwrap();
    assert!(html.contains("SIMULATED") && html.contains("Against the truth"));
    assert!(html.contains(&record.head));
}

#[test]
fn a_leg_without_bottles_is_named() {
    let chamber = |event: &Event| match event {
        Event::Bottle(bottle) => bottle.leg != 2 || bottle.drawn == Drawn::PumpReservoir,
        _ => true,
    };
    let message = calibrate_record(&World::measured(6).record(chamber)).unwrap_err().to_string();
    assert!(message.contains("no bottle") && message.contains("leg `"), "{message}");
}

#[test]
fn one_bottle_of_a_leg_is_enough() {
    let before = |event: &Event| !matches!(event, Event::Bottle(bottle) if bottle.drawn == Drawn::AfterLeg);
    assert!(calibrate_record(&World::measured(6).record(before)).is_ok());
}

#[test]
fn a_point_without_readings_is_named() {
    let silent = |event: &Event| !matches!(event, Event::Reading(reading) if reading.channel == 7);
    let message = calibrate_record(&World::measured(6).record(silent)).unwrap_err().to_string();
    assert!(message.contains("item_0.temperature_counts") && message.contains("point 0"), "{message}");
}

#[test]
fn a_record_without_points_is_refused() {
    let none = |event: &Event| !matches!(event, Event::Point(_));
    let message = calibrate_record(&World::measured(6).record(none)).unwrap_err().to_string();
    assert!(message.contains("no point"), "{message}");
}

#[test]
fn truth_of_another_run_is_refused() {
    let world = World::measured(6);
    let record = world.record(everything);
    let calibrations = calibrate_record(&record).unwrap();
    let message = validate(&record, &calibrations, &world.truth("f00d")).unwrap_err().to_string();
    assert!(message.contains("f00d") && message.contains(RUN), "{message}");
}

/// A truth with a hole, or columns that do not fit together, judges nothing: it is refused, not passed over.
#[test]
fn truth_with_holes_or_of_uneven_length_is_refused() {
    let world = World::measured(6);
    let record = world.record(everything);
    let calibrations = calibrate_record(&record).unwrap();
    let refused = |column: usize, change: &dyn Fn(&mut Vec<f64>)| {
        let mut truth = world.truth(RUN);
        change(&mut truth.tables[0].columns[column].values);
        validate(&record, &calibrations, &truth).unwrap_err().to_string()
    };
    let message = refused(3, &|values| values[2] = f64::NAN);
    assert!(message.contains("grid/conductivity") && message.contains("place 2 is NaN"), "{message}");
    let message = refused(4, &|values| values.truncate(5));
    assert!(message.contains("grid/item_0_temperature_counts` has 5 values"), "{message}");
    let message = refused(5, &|values| values.push(1.0));
    assert!(message.contains("grid/item_0_conductivity_frequency` has"), "{message}");
    let message = refused(4, &|values| values.fill(-1.0));
    assert!(message.contains("item_0: temperature") && message.contains("NaN"), "{message}");
}
