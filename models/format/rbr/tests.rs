//! The maker's equations and ours, on one side and on the other.

use super::conversion::FORMS;
use super::*;
use crate::equation;

/// 0.5, 1.5, 2.5 and so on, by the place of the name.
fn invented(names: &[(&'static str, &'static str)], theirs: &str) -> Option<f64> {
    let place = names.iter().position(|(known, _)| *known == theirs)?;
    Some(f64::from(u8::try_from(place).unwrap()) + 0.5)
}

#[test]
fn every_form_has_all_coefficients_of_its_equation_or_leaves_those_that_are_zero() {
    for form in FORMS {
        let Conversion::Equation(found) = conversion(form.theirs, |name| invented(form.names, name)) else {
            panic!("{}", form.theirs)
        };
        let known = equation::find(found.equation).unwrap();
        let held = |name: &str| known.held().iter().any(|(held, value)| *held == name && value.abs() <= 0.0);
        for name in known.coefficients() {
            assert!(found.coefficient(name).is_some() || held(name), "{}: {name}", form.theirs);
        }
        assert!(found.coefficients.iter().all(|(name, _)| known.coefficient_index(name).is_some()));
    }
}

#[test]
fn what_is_not_ours_or_not_whole_stays_unknown() {
    let all = |_: &str| Some(1.0);
    for theirs in ["lin", "cub", "corr_pres", "deri_salinity", "tmp2", ""] {
        assert_eq!(conversion(theirs, all), Conversion::Unknown);
    }
    assert_eq!(conversion("tmp", |name| (name != "c3").then_some(1.0)), Conversion::Unknown);
    assert_eq!(
        conversion("tmp", |name| Some(if name == "c3" { f64::NAN } else { 1.0 })),
        Conversion::Unknown
    );
    // A pressure term of any power is not in ours.
    assert_eq!(conversion("corr_cond1", all), Conversion::Unknown);
    let without = |name: &str| Some(if name == "x5" { 0.0 } else { 1.0 });
    assert!(matches!(conversion("CORR_COND1", without), Conversion::Equation(_)));
}
