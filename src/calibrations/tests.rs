//! The whole path from a record to certificate, report and validation, in worlds drawn for the purpose.

use super::*;
use crate::certificate::certificate;
use crate::fixture::World;
use crate::report::report_html;
use crate::validation::{Validation, validate};
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

/// Coverage of k = 2 is 95 % in the mean over worlds; a world's errors are shared by its places, so that 12 worlds
/// scatter by some 6 % about it (binomial, one effective draw or two per world). Below 85 % the budget is too small.
#[test]
fn stated_uncertainty_covers_the_truth_over_worlds() {
    let worlds: Vec<Validation> = (0..60).map(judged).collect();
    for (index, quantity) in ["temperature", "conductivity", "pressure"].into_iter().enumerate() {
        let summaries = || worlds.iter().map(|world| &world.items[0].quantities[index].summary[0]);
        let covered: usize = summaries().map(|summary| summary.covered).sum();
        let places: usize = summaries().map(|summary| summary.points).sum();
        let largest = summaries().map(|summary| summary.largest_ratio).fold(0.0, f64::max);
        println!("{quantity}: {covered} of {places}, largest error/U {largest:.2}");
        let grid = |region: fn(&&crate::validation::GridPoint)->bool| { let z: Vec<f64> = worlds.iter().flat_map(|w| w.items[0].quantities[index].grid.iter().filter(region)).map(|p| 2.0*p.error/p.expanded_uncertainty).collect(); (z.iter().sum::<f64>()/z.len() as f64, z.iter().map(|z| z*z).sum::<f64>()/z.len() as f64) };
        println!("  mean z, z2: surface {:?} mid {:?} deep {:?}", grid(|p| p.pressure_mpa_sea<1.0), grid(|p| p.pressure_mpa_sea>1.0 && p.pressure_mpa_sea<100.0), grid(|p| p.pressure_mpa_sea>100.0));
        for k in 0..31 { let z: Vec<f64> = worlds.iter().map(|w| {let p=&w.items[0].quantities[index].grid[k]; 2.0*p.error/p.expanded_uncertainty}).collect(); let p=&worlds[0].items[0].quantities[index].grid[k]; println!("   {:5.1} {:5.1} {:5.1} z {:+.2} z2 {:.2} u {:.2e}", p.temperature_celsius,p.salinity_practical,p.pressure_mpa_sea, z.iter().sum::<f64>()/60.0, z.iter().map(|z| z*z).sum::<f64>()/60.0, p.expanded_uncertainty/2.0); }
        assert!(100 * covered >= 85 * places, "{quantity}: {covered} of {places}");
    }
}

/// Were uncertainties merely large, they would cover as well: the root mean square error must not be far below u.
#[test]
fn stated_uncertainty_is_not_idle() {
    let worlds: Vec<Validation> = (0..12).map(judged).collect();
    for index in 0..3 {
        let ratio = |world: &Validation| {
            let summary = &world.items[0].quantities[index].summary[0];
            let ratio = summary.root_mean_square_error / (0.5 * summary.median_expanded_uncertainty);
            ratio * ratio
        };
        let mean = worlds.iter().map(ratio).sum::<f64>() / 12.0;
        assert!(mean > 0.1, "quantity {index}: mean square of error over standard uncertainty {mean}");
    }
}

#[test]
fn the_same_record_gives_the_same_bytes() {
    let record = World::measured(3).record(everything);
    let bytes = || certificate(&record, &calibrate_record(&record).unwrap()).unwrap().to_json_bytes().unwrap();
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
            let squares: f64 = quantity.budget.iter().map(|c| c.standard_uncertainty[index]).map(|u| u * u).sum();
            let relative = squares.sqrt() / point.standard_uncertainty - 1.0;
            assert!(relative.abs() < 1e-6, "{} point {index}: {relative}", quantity.quantity);
        }
    }
}

#[test]
fn a_report_is_written_from_a_record() {
    let world = World::measured(5);
    let record = world.record(everything);
    let calibrations = calibrate_record(&record).unwrap();
    let validation = validate(&record, &calibrations, &world.truth(RUN)).unwrap();
    let html = report_html(&certificate(&record, &calibrations).unwrap(), &record, Some(&validation)).unwrap();
    assert!(html.contains("SIMULATED") && html.contains("Against the truth"));
    assert!(html.contains(&record.head));
    if let Ok(p) = std::env::var("REPORT_OUT") { std::fs::write(p, &html).unwrap(); }
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
