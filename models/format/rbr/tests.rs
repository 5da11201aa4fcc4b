//! The maker's equations and ours, on one side and on the other.

use super::command::{ChannelName, CommandError, commands, equations_for, read};
use super::conversion::FORMS;
use super::*;
use crate::equation;
use crate::format::coefficient_set::{CalendarDate, CoefficientSet};
use crate::mutation::corpus::RBR;
use crate::mutation::{LONG, SHORT, fuzz};
use proptest::prelude::*;

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

fn set(equation: &'static str, coefficients: Vec<(&'static str, f64)>) -> CoefficientSet {
    let date = CalendarDate::parse("2026-11-22").unwrap();
    CoefficientSet { equation, coefficients, serial_number: "900001".to_owned(), date, offset: 0.0 }
}

/// What the lines say together, as the equation that they were written for.
fn back(text: &str, theirs: &str) -> Calibration {
    let said = read(text).unwrap();
    let look_up = |name: &str| {
        let all = said.iter().flat_map(|said| &said.coefficients);
        all.filter(|(known, _)| known == name).map(|(_, value)| *value).next()
    };
    let Conversion::Equation(found) = conversion(theirs, look_up) else { panic!("{text}") };
    found
}

proptest! {
    /// Every form, both generations: each coefficient comes back within half of its eighth digit, and the value within what
    /// that does to it.
    #[test]
    fn what_is_entered_is_read_back_to_the_printed_digits(
        factors in proptest::collection::vec(0.8..1.2_f64, 12),
        voltage_ratio in 0.2..0.8_f64,
        celsius in -2.0..35.0_f64,
        dbar in 10.0..11_000.0_f64,
    ) {
        for form in FORMS {
            let known = equation::find(form.ours).unwrap();
            let values: Vec<(&'static str, f64)> = known.coefficients().iter().zip(known.typical()).zip(&factors)
                .map(|((name, typical), factor)| {
                    let fixed = form.fixed.iter().find(|(fixed, _)| fixed == name).map(|(_, value)| *value);
                    let has_place = form.names.iter().any(|(_, ours)| ours == name);
                    let value = if has_place { typical * factor } else { 0.0 };
                    (*name, fixed.unwrap_or(value))
                })
                .collect();
            let set = set(form.ours, values);
            for channel in ["3", "pressure_00"] {
                let text = commands(&ChannelName::parse(channel).unwrap(), form.theirs, &set).unwrap();
                let found = back(&text, form.theirs);
                let in_order = |of: &dyn Fn(&str) -> f64| known.coefficients().iter().map(|name| of(name)).collect::<Vec<_>>();
                let before = in_order(&|name| set.coefficient(name));
                let after = in_order(&|name| found.coefficient(name).unwrap_or(0.0));
                let inputs = [voltage_ratio, if form.ours == "rbr/temperature" { dbar } else { celsius }, dbar];
                let inputs = &inputs[..known.inputs().len()];
                let (mut by_coefficient, mut by_input) = (vec![0.0; before.len()], vec![0.0; inputs.len()]);
                known.gradient(&before, inputs, &mut by_coefficient, &mut by_input);
                let mut allowed = 1e-12;
                for ((before, after), slope) in before.iter().zip(&after).zip(&by_coefficient) {
                    prop_assert!((before - after).abs() <= 0.5e-7 * before.abs() * (1.0 + 1e-6), "{}: {before} {after}", form.theirs);
                    allowed += 0.5e-7 * before.abs() * slope.abs() * 1.01;
                }
                let difference = known.value(&before, inputs) - known.value(&after, inputs);
                prop_assert!(difference.abs() <= allowed, "{}: {difference} {allowed}", form.theirs);
            }
        }
    }

    #[test]
    fn any_text_ends_in_calibrations_or_an_error(text in "(calibration |[ -~\n]{0,80}){0,6}") {
        let _ = read(&text);
        let _ = ChannelName::parse(&text);
    }
}

/// RBR, L3 command reference, example 3 (`corr_pres2`), in the words of its two commands and of the reply.
#[test]
fn val_commands_have_the_form_of_the_makers_examples() {
    let coefficients = vec![
        ("c0", 0.2346),
        ("c1", 120.9873),
        ("c2", 2.7356),
        ("c3", 0.7),
        ("x0", 9.983),
        ("x1", 0.2003),
        ("x2", 0.2943),
        ("x3", 0.0721),
        ("x4", 0.1049),
        ("x5", 21.29),
    ];
    let set = CoefficientSet {
        date: CalendarDate::parse("2017-12-01").unwrap(),
        ..set("rbr/pressure", coefficients)
    };
    let text = commands(&ChannelName::parse("3").unwrap(), "corr_pres2", &set).unwrap();
    let theirs = "calibration 3 datetime = 20171201000000, c0 = 0.2346, c1 = 120.9873, c2 = 2.7356, c3 = 0.7\n\
                  calibration 3 datetime = 20171201000000, x0 = 9.983, x1 = 0.2003, x2 = 0.2943, x3 = 0.0721, x4 = 0.1049, x5 = 21.29\n";
    assert_eq!(read(&text).unwrap(), read(theirs).unwrap());
    let reply =
        "<< calibration 3 type = pres19, datetime = 20171201000000, c0 = 0.2346, c1 = 120.9873, n0 = 2\n";
    let said = &read(reply).unwrap()[0];
    assert_eq!((said.equation.as_deref(), said.coefficients.len()), (Some("pres19"), 2));
    let gen_4 = "calibration pressure_00 datetime=20251001000000 c0=0.2346 c1=120.9873\n";
    assert_eq!(read(gen_4).unwrap()[0].coefficients[1], ("c1".to_owned(), 120.9873));
}

#[test]
fn what_a_channel_cannot_hold_is_refused() {
    let number = ChannelName::parse("1").unwrap();
    let conductivity =
        |extra: (&'static str, f64)| set("rbr/conductivity", vec![("c1", 158.0), ("c2", 1.0), extra]);
    let refused =
        |theirs: &str, set: &CoefficientSet| commands(&number, theirs, set).unwrap_err().to_string();
    assert!(commands(&number, "corr_cond", &conductivity(("x2", 4e-7))).is_ok());
    let said = refused("corr_cond", &conductivity(("x3", -7e-12)));
    assert!(
        said.contains("x3 = -7e-12 has no place in this equation of an RBR logger, where it is 0e0"),
        "{said}"
    );
    let said = refused("corr_cond", &set("rbr/conductivity", vec![("c2", 1.5)]));
    assert!(said.contains("c2 = 1.5e0 has no place") && said.contains("where it is 1e0"), "{said}");
    let said = refused("tmp", &conductivity(("x2", 0.0)));
    assert!(said.contains("accepted: corr_cond3, corr_cond1, corr_cond"), "{said}");
    assert!(refused("tmp", &set("rbr/temperature", vec![("TPCOR", 1e-7)])).contains("TPCOR"));
    assert!(
        refused("tmp", &set("rbr/temperature", vec![("c0", f64::NAN)])).contains("accepted: a finite number")
    );
    assert!(
        refused("tmp", &CoefficientSet { offset: 0.1, ..set("rbr/temperature", vec![]) }).contains("offset")
    );
    let injected = CoefficientSet { serial_number: "1\nreboot".to_owned(), ..set("rbr/temperature", vec![]) };
    assert!(refused("tmp", &injected).contains("serial number"));
    assert_eq!(equations_for("rbr/temperature"), ["tmp"]);
    for channel in ["", "0", "100", "a b", "1a", "é", "x\ny"] {
        assert!(matches!(ChannelName::parse(channel), Err(CommandError::Channel(_))), "{channel}");
    }
    assert_eq!(read("nothing"), Err(CommandError::Empty));
    assert!(
        read("calibration 1 c0 = much").unwrap_err().to_string().starts_with("line 1: `c0`: value `much`")
    );
}

/// What is read names a channel, has finite coefficients only, and may be asked for any of the maker's equations.
fn any_bytes(bytes: &[u8]) {
    for said in read(&String::from_utf8_lossy(bytes)).unwrap_or_default() {
        assert!(!said.channel.is_empty());
        assert!(said.coefficients.iter().all(|(_, value)| value.is_finite()));
        let theirs = said.equation.as_deref().unwrap_or("tmp");
        let look_up =
            |name: &str| said.coefficients.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
        let _ = conversion(theirs, look_up);
        let _ = ChannelName::parse(&said.channel);
    }
}

#[test]
fn seeds_of_mutations_are_read() {
    assert!(RBR.iter().all(|seed| read(&String::from_utf8_lossy(seed)).is_ok()));
}

#[test]
fn mutated_commands_never_panic() {
    fuzz(&RBR, SHORT, "rbr", any_bytes);
}

#[test]
#[ignore = "ten million executions"]
fn fuzz_rbr() {
    fuzz(&RBR, LONG, "rbr", any_bytes);
}
