//! Small certificates whose covariance is known by hand.

use super::*;
use crate::certificate::FormulationPoint;

fn joint(sensitivity: [f64; 2], parameters: [&str; 2]) -> JointResult {
    JointResult {
        identified: String::new(),
        validity: Vec::new(),
        salinity_budget_pressure_mpa_sea: 0.0,
        salinity_budget: Vec::new(),
        coefficients: vec!["temperature.a0".to_owned()],
        covariance: vec![vec![25.0]],
        shared_errors: vec![SharedErrorEntry {
            name: "certificate".to_owned(),
            parameters: parameters.map(str::to_owned).to_vec(),
            covariance: vec![vec![4.0, 1.0], vec![1.0, 9.0]],
            sensitivity: vec![sensitivity.to_vec()],
        }],
        unit_errors: Vec::new(),
        shared_formulation: SharedFormulation { points: Vec::new(), sensitivity: vec![Vec::new()] },
    }
}

/// Of three errors of unit variance, two are the other's as well: 2·5 + 3·(−1) = 7.
#[test]
fn items_of_one_run_share_what_both_name() {
    let unit = |names: [&str; 2], by: [f64; 2]| UnitErrorEntry {
        name: names[0].to_owned(),
        parameters: names.map(str::to_owned).to_vec(),
        sensitivity: vec![by.to_vec()],
    };
    let (mut one, mut other) = (joint([1.0, 2.0], ["R", "a"]), joint([3.0, -1.0], ["Q", "b"]));
    one.unit_errors = vec![unit(["x", "y"], [2.0, 3.0])];
    other.unit_errors = vec![unit(["y", "z"], [-1.0, 9.0]), unit(["w", "x"], [4.0, 5.0])];
    let found = covariance(&[("A".to_owned(), &one), ("B".to_owned(), &other)]).unwrap();
    assert_eq!(found.covariance, [[25.0, 7.0], [7.0, 25.0]]);
    assert!(found.shared_parameters.is_empty() && found.shared_in_run.contains(&"x".to_owned()));
    other.unit_errors[0].sensitivity[0].pop();
    let said = covariance(&[("A".to_owned(), &one), ("B".to_owned(), &other)]).unwrap_err().to_string();
    assert_eq!(said, "B: sensitivity to y: 1 rows or columns where 2 are named");
}

/// (1, 2)·[[4, 1], [1, 9]]·(3, −1)ᵀ = (6, 19)·(3, −1)ᵀ = −1.
#[test]
fn one_reference_ties_two_items() {
    let (one, other) = (joint([1.0, 2.0], ["R", "a"]), joint([3.0, -1.0], ["R", "a"]));
    let found = covariance(&[("A".to_owned(), &one), ("B".to_owned(), &other)]).unwrap();
    assert_eq!(found.coefficients, ["A: temperature.a0", "B: temperature.a0"]);
    assert_eq!(found.covariance, [[25.0, -1.0], [-1.0, 25.0]]);
    assert_eq!(found.shared_parameters, ["R", "a"]);
    // The same two in another order.
    let mut turned = joint([-1.0, 3.0], ["a", "R"]);
    turned.shared_errors[0].covariance = vec![vec![9.0, 1.0], vec![1.0, 4.0]];
    let found = covariance(&[("A".to_owned(), &one), ("B".to_owned(), &turned)]).unwrap();
    assert_eq!(found.covariance, [[25.0, -1.0], [-1.0, 25.0]]);
    // One of two in common: (1, 2)·(4, 1)ᵀ·3 = 18, and nothing by the parameter that only B names.
    let mut half = joint([3.0, -1.0], ["R", "b"]);
    half.shared_errors[0].covariance[0][1] = 0.0;
    half.shared_errors[0].covariance[1][0] = 0.0;
    let found = covariance(&[("A".to_owned(), &one), ("B".to_owned(), &half)]).unwrap();
    assert_eq!(found.covariance, [[25.0, 18.0], [18.0, 25.0]]);
    assert_eq!(found.shared_parameters, ["R"]);
    let apart = joint([3.0, -1.0], ["Q", "b"]);
    let found = covariance(&[("A".to_owned(), &one), ("B".to_owned(), &apart)]).unwrap();
    assert_eq!(found.covariance, [[25.0, 0.0], [0.0, 25.0]]);
}

/// The departure at one state is one number for both: its variance times both sensitivities.
#[test]
fn the_formulation_ties_what_shares_no_reference() {
    let (mut one, mut other) = (joint([1.0, 2.0], ["R", "a"]), joint([3.0, -1.0], ["Q", "b"]));
    let point =
        FormulationPoint { salinity_practical: 35.0, temperature_celsius: 2.0, pressure_mpa_sea: 100.0 };
    one.shared_formulation = SharedFormulation { points: vec![point], sensitivity: vec![vec![-2.0]] };
    other.shared_formulation = SharedFormulation { points: vec![point], sensitivity: vec![vec![0.5]] };
    let found = covariance(&[("A".to_owned(), &one), ("B".to_owned(), &other)]).unwrap();
    let variance = State::from(&point).covariance(&State::from(&point));
    assert!(variance > 0.0 && (found.covariance[0][1] + variance).abs() < 1e-12 * variance);
}

#[test]
fn certificates_that_contradict_or_do_not_fit_are_refused() {
    let (one, mut other) = (joint([1.0, 2.0], ["R", "a"]), joint([3.0, -1.0], ["R", "a"]));
    other.shared_errors[0].covariance[1][1] = 16.0;
    let said = covariance(&[("A".to_owned(), &one), ("B".to_owned(), &other)]).unwrap_err().to_string();
    assert!(said.starts_with("a: A states the variance 9e0, B states 1.6e1"), "{said}");
    other.shared_errors[0].covariance[1][1] = -1.0;
    let said = covariance(&[("A".to_owned(), &one), ("B".to_owned(), &other)]).unwrap_err().to_string();
    assert!(said.starts_with("B: covariance of certificate: "), "{said}");
    other.shared_errors[0].covariance[1][1] = 9.0;
    other.shared_errors[0].sensitivity[0].pop();
    let said = covariance(&[("A".to_owned(), &one), ("B".to_owned(), &other)]).unwrap_err().to_string();
    assert_eq!(said, "B: sensitivity to certificate: 1 rows or columns where 2 are named");
}

fn refused(one: &JointResult) -> String {
    covariance(&[("A".to_owned(), one)]).unwrap_err().to_string()
}

#[test]
fn what_no_errors_have_is_refused() {
    let good = joint([1.0, 2.0], ["R", "a"]);
    covariance(&[("A".to_owned(), &good)]).unwrap();
    let mut negative = good.clone();
    negative.covariance[0][0] = -25.0;
    let said = refused(&negative);
    assert!(said.starts_with("A: covariance of the coefficients: -2.5e1 at row 0, column 0"), "{said}");
    let mut lopsided = good.clone();
    lopsided.shared_errors[0].covariance[0][1] = 2.0;
    assert!(refused(&lopsided).starts_with("A: covariance of certificate: 2e0 at row 0, column 1"));
    // Each correlation is possible, the three together are not.
    let mut indefinite = good.clone();
    indefinite.shared_errors[0].parameters = ["R", "a", "b"].map(str::to_owned).to_vec();
    indefinite.shared_errors[0].covariance =
        (0..3).map(|row| (0..3).map(|column| if row == column { 1.0 } else { -0.9 }).collect()).collect();
    indefinite.shared_errors[0].sensitivity = vec![vec![1.0; 3]];
    let said = refused(&indefinite);
    assert!(
        said.starts_with("A: covariance of certificate: the correlations have the eigenvalue -8.0e-1"),
        "{said}"
    );
}

/// The reference alone gives each coefficient a variance of 4, and the certificate states 1 for all: not both can be true.
#[test]
fn a_covariance_that_is_too_small_for_what_is_shared_is_refused() {
    let mut one = joint([1.0, 0.0], ["R", "a"]);
    one.covariance = vec![vec![1.0]];
    let said = covariance(&[("A".to_owned(), &one), ("B".to_owned(), &one)]).unwrap_err().to_string();
    assert!(
        said.starts_with("these certificates together: covariance of all coefficients: 4e0 at row 0"),
        "{said}"
    );
}

#[test]
fn names_stand_for_one_thing_each() {
    let good = joint([1.0, 2.0], ["R", "a"]);
    let mut coefficients = good.clone();
    coefficients.coefficients = vec!["temperature.a0".to_owned(), "temperature.a0".to_owned()];
    assert_eq!(
        refused(&coefficients),
        "A: covariance of the coefficients: `temperature.a0` is named twice; accepted: each name once"
    );
    assert!(
        refused(&joint([1.0, 2.0], ["R", "R"]))
            .starts_with("A: covariance of certificate: `R` is named twice")
    );
    let mut unit = good;
    let parameters = vec!["x".to_owned(), "x".to_owned()];
    let sensitivity = vec![vec![1.0, 2.0]];
    unit.unit_errors = vec![UnitErrorEntry { name: "bath".to_owned(), parameters, sensitivity }];
    assert!(refused(&unit).starts_with("A: sensitivity to bath: `x` is named twice"));
}

#[test]
fn a_point_without_salt_is_refused() {
    let mut one = joint([1.0, 2.0], ["R", "a"]);
    let point =
        FormulationPoint { salinity_practical: 0.0, temperature_celsius: 2.0, pressure_mpa_sea: 100.0 };
    one.shared_formulation = SharedFormulation { points: vec![point], sensitivity: vec![vec![-2.0]] };
    let said = refused(&one);
    assert_eq!(
        said,
        "A: shared formulation, point 0: practical salinity is 0; accepted: above 0, at most 50"
    );
}
