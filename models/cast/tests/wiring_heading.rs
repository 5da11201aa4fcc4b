//! Time between scans: the instrument's rate, what was averaged, what a moored one is set to, and what its clock says.

use super::invented_cast::{configuration, file};
use super::*;
use crate::cast::heading;
use crate::format::sea_bird::hex;
use crate::format::sea_bird::model::Model;
use crate::quantity::Latitude;

/// The interval that a heading and a configuration give.
fn interval_s(heading: &str, model: Model, configuration: Option<&str>) -> Option<f64> {
    let (file, mut cast) = (format!("{heading}*END*\n"), Cast::default());
    let configuration = configuration.map(|text| xmlcon::parse(text).unwrap());
    let instrument = configuration.as_ref().map(|known| &known.instrument);
    heading::read(&mut cast, &hex::split(file.as_bytes()).unwrap().header, model, instrument);
    cast.sample_interval_s
}

#[test]
fn each_profiler_has_its_own_rate() {
    let heading = "* Sea-Bird Data File:\n";
    for (model, rate_hz) in
        [(Model::Sbe911Plus, 24.0), (Model::Sbe19Plus, 4.0), (Model::Sbe25, 8.0), (Model::Sbe25Plus, 16.0)]
    {
        let found = interval_s(heading, model, None).unwrap();
        assert!((found - 1.0 / rate_hz).abs() < 1e-15, "{model:?}");
    }
    assert_eq!(interval_s(heading, Model::Sbe37, None), None);
}

#[test]
fn a_deck_unit_averages_and_the_heading_knows_better_than_the_configuration() {
    let by = |averaged: &str, in_configuration: &str| {
        let file = file().replace("* Number of Scans Averaged by the Deck Unit = 1\n", averaged);
        let text = configuration().replace("<ScansToAverage>1", in_configuration);
        let known =
            Supplement { configuration: Some(xmlcon::parse(&text).unwrap()), ..Supplement::default() };
        let cast = from_sea_bird(file.as_bytes(), &known, BadScans::Refuse).unwrap();
        cast.sample_interval_s.unwrap()
    };
    let heading = "* Number of Scans Averaged by the Deck Unit = 24\n";
    assert!((by(heading, "<ScansToAverage>1") - 1.0).abs() < 1e-15);
    assert!((by(heading, "<ScansToAverage>12") - 1.0).abs() < 1e-15);
    assert!((by("", "<ScansToAverage>12") - 0.5).abs() < 1e-15);
}

#[test]
fn a_moored_sea_cat_has_the_interval_that_it_is_set_to() {
    let heading = "* Sea-Bird SBE19plus Data File:\n";
    let configured = |mode: &str| invented::SBE_19_XMLCON.replace("<Mode>0", mode);
    let found = |heading: &str, mode| interval_s(heading, Model::Sbe19Plus, Some(&configured(mode))).unwrap();
    assert!((found(heading, "<Mode>0") - 0.25).abs() < 1e-15);
    assert!((found(heading, "<Mode>1") - 10.0).abs() < 1e-15);
    let moored = format!("{heading}* <MooredMode>\n* <SampleInterval>30</SampleInterval>\n* </MooredMode>\n");
    assert!((found(&moored, "<Mode>0") - 30.0).abs() < 1e-15);
}

#[test]
fn a_clock_knows_better_than_a_setting() {
    let text = String::from_utf8(MICROCAT.to_vec()).unwrap();
    let set = text.replace("*END*", "* sample interval = 20 seconds\n*END*");
    let interval = |file: &str| {
        let cast = from_sea_bird(file.as_bytes(), &Supplement::default(), BadScans::Refuse).unwrap();
        cast.sample_interval_s.unwrap()
    };
    assert!((interval(&set) - 10.0).abs() < 1e-15);
    let (heading, scans) = set.split_once("*END*\n").unwrap();
    let one = format!("{heading}*END*\n{}\n", scans.lines().next().unwrap());
    assert!((interval(&one) - 20.0).abs() < 1e-15, "one scan alone has no step");
}

#[test]
fn elapsed_time_follows_a_clock_through_its_pauses_and_else_counts_scans() {
    let text = String::from_utf8(MICROCAT.to_vec()).unwrap();
    let later = text
        + "0800101B59000C810007D120000013\n0800101B59000C810007D12000001D\n0800101B59000C810007D12000012C\n";
    let mut cast = from_sea_bird(later.as_bytes(), &Supplement::default(), BadScans::Refuse).unwrap();
    cast.add_elapsed_time();
    let clock = cast.values("clock").unwrap().to_vec();
    let expected: Vec<f64> = clock.iter().map(|second| second - clock[0]).collect();
    let found = cast.values("elapsed_time").unwrap();
    assert!(same(found, &expected) && found[found.len() - 1] > 200.0, "{found:?}");
    let mut profile = profile();
    profile.add_elapsed_time();
    let expected: Vec<f64> = (0..160).map(|scan| 0.25 * f64::from(scan)).collect();
    assert!(same(profile.values("elapsed_time").unwrap(), &expected));
}

#[test]
fn depth_is_there_with_a_latitude_and_by_it() {
    let mut cast = profile();
    cast.latitude = Some(Latitude::from_degrees_north(60.0));
    Plan::conversion_only().apply(&mut cast).unwrap();
    let sea_pressure = crate::quantity::SeaPressure::from_dbar(cast.values("pressure").unwrap()[40]);
    let expected = crate::seawater::depth(sea_pressure, Latitude::from_degrees_north(60.0));
    assert!((cast.values("depth").unwrap()[40] - expected).abs() < 1e-12);
}
