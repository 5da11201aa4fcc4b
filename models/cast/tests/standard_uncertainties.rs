//! Standard uncertainties follow their quantities through the steps.

use super::*;
use crate::cast::{Kind, NotRaw, Variable};

const QUANTITIES: [&str; 4] = ["temperature", "conductivity", "pressure", "practical_salinity"];

/// Eight scans down through three bins of a decibar; the seventh has no uncertainty.
fn measured() -> Cast {
    let column = |name: &str, value: fn(f64) -> f64| {
        let values = (0..8).map(|row| value(f64::from(row))).collect();
        Variable::of_kind(Kind::named(name).unwrap(), 1, values)
    };
    let variables = vec![
        column("pressure", |row| 10.1 + 0.2 * row),
        column("temperature", |row| 4.0 - 0.01 * row),
        column("conductivity", |row| 3.2 + 0.001 * row),
    ];
    let mut cast = Cast { sample_interval_s: Some(1.0), ..Cast::of_quantities(variables) };
    let mut of_one: Vec<f64> = (0..8).map(|row| 1e-3 * f64::from(row + 1)).collect();
    of_one[6] = f64::NAN;
    cast.set_standard_uncertainties(std::array::from_fn(|_| of_one.clone()));
    cast
}

fn after(steps: &str) -> Cast {
    let mut cast = measured();
    plan(steps).apply(&mut cast).unwrap();
    cast
}

fn beside(cast: &Cast, quantity: &str) -> Vec<f64> {
    cast.standard_uncertainty(quantity).unwrap().values.clone()
}

#[test]
fn each_stands_behind_its_quantity_and_a_bin_with_a_scan_that_has_none_has_none() {
    let cast = after("[[step]]\nbin_average = { of = \"pressure\", size = 1.0 }\n");
    let names: Vec<&str> = cast.variables.iter().map(|known| known.name.as_str()).collect();
    for quantity in QUANTITIES {
        let at = names.iter().position(|name| *name == quantity).unwrap();
        assert_eq!(names[at + 1], format!("{quantity}_standard_uncertainty"));
        // Scans at 10.1 and 10.3 dbar are the first bin, the next five, with the one that has none, the second.
        let bins = beside(&cast, quantity);
        assert!((bins[0] - 1.5e-3).abs() < 1e-15, "{quantity}: {bins:?}");
        assert!(bins[1].is_nan(), "{quantity}: {bins:?}");
    }
}

#[test]
fn a_step_takes_it_from_what_it_changes_and_says_so_once() {
    let low_pass = "[[step]]\nlow_pass = { columns = [\"temperature\"], time_constant_s = 2.0 }\n";
    let cast = after(&low_pass.repeat(2));
    for quantity in ["temperature", "practical_salinity"] {
        assert!(beside(&cast, quantity).iter().skip(1).all(|value| value.is_nan()), "{quantity}");
    }
    assert!(beside(&cast, "conductivity")[7].is_finite());
    let said =
        cast.remarks.iter().filter(|remark| remark.starts_with("standard uncertainty: none for values"));
    assert_eq!(said.count(), 1);
    assert!(!cast.history.iter().any(|line| line.contains("values are bad")), "{:?}", cast.history);
}

#[test]
fn what_was_not_converted_here_has_no_raw_scans() {
    let problem = measured().raw_scans(&[]).unwrap_err();
    assert_eq!(problem, NotRaw::NotConverted { column: "temperature" });
}

/// A table of ours has a column of uncertainties; a temperature that is made anew is not what it was of.
#[test]
fn a_quantity_that_is_made_anew_loses_what_the_file_says_of_it() {
    let calibration = calibration("sbe-37-temperature", &[], &[]);
    let known = Supplement { calibrations: vec![calibration], ..Supplement::default() };
    let columns = [
        "temperature_counts",
        "temperature_standard_uncertainty [K]",
        "pressure_standard_uncertainty [dbar]",
    ];
    let columns = columns.map(|name| (name.to_owned(), vec![4e5, 5e5])).to_vec();
    let cast = crate::cast::from_table(columns, &known).unwrap();
    assert!(cast.standard_uncertainty("temperature").is_none());
    assert!(cast.standard_uncertainty("pressure").is_some());
}
