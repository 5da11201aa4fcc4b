//! A real laboratory's sheet, reproduced; and every way of naming columns wrongly.

use super::*;
use crate::format::csv::parse;

const SHEET: &str = include_str!("../../../tests/reference/sbe45-0402-temperature.csv");
const TEMPERATURE: &str = "sea-bird/sbe-37-temperature";

fn equation(id: &str) -> &'static Equation {
    crate::equation::find(id).unwrap()
}

/// SBE 45 serial 0402, 31 January 2012, calibration sheet in appendix II of the SBE 45 manual.
const PRINTED: [f64; 6] = [5.724520e-5, 2.658577e-4, -1.827700e-6, 1.335867e-7, 0.0, 0.0];

fn no_columns() -> BTreeMap<String, String> {
    BTreeMap::new()
}

/// The sheet prints residuals of 0.0000 at every point, that is within 0.05 mK, of coefficients of seven digits and
/// references rounded to 0.05 mK: 0.1 mK in all.
#[test]
fn val_sheet_residuals_are_those_printed() {
    let sheet = fit_sheet(&parse(SHEET).unwrap(), equation(TEMPERATURE), &no_columns()).unwrap();
    assert_eq!(sheet.fit.residuals.len(), 7);
    for residual in &sheet.fit.residuals {
        assert!(residual.abs() <= 0.1e-3, "{residual}");
    }
    assert_eq!(sheet.columns["reference"], "bath_temperature_celsius");
    assert_eq!(sheet.columns["temperature_counts"], "output_counts");
}

/// Same sheet: the fitted curve within 0.05 mK of the printed one (the rounding of the sheet) from −2 to 35 °C.
#[test]
fn val_sheet_curve_is_the_printed_one() {
    let sheet = fit_sheet(&parse(SHEET).unwrap(), equation(TEMPERATURE), &no_columns()).unwrap();
    let mut celsius = -2.0;
    let mut worst: f64 = 0.0;
    while celsius <= 35.0 {
        let counts = counts_at(sheet.fit.equation, celsius);
        let printed = sheet.fit.equation.value(&PRINTED, &[counts, 0.0]);
        worst = worst.max((sheet.fit.value(&[counts, 0.0]) - printed).abs());
        celsius += 0.25;
    }
    assert!(worst <= 0.05e-3, "{worst}");
}

/// Counts at which the printed coefficients give a temperature, by bisection.
fn counts_at(equation: &Equation, celsius: f64) -> f64 {
    let (mut low, mut high) = (1e5, 2e6);
    for _ in 0..80 {
        let middle: f64 = 0.5 * (low + high);
        if equation.value(&PRINTED, &[middle, 0.0]) > celsius { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// Seven points, four coefficients: uncertainties follow from the residuals, and neighbouring powers of a logarithm
/// are almost perfectly correlated, with alternating signs.
#[test]
fn sheet_coefficients_come_with_uncertainty_and_correlation() {
    let fit = fit_sheet(&parse(SHEET).unwrap(), equation(TEMPERATURE), &no_columns()).unwrap().fit;
    assert_eq!(fit.free_names(), ["a0", "a1", "a2", "a3"]);
    assert_eq!(fit.degrees_of_freedom, 3);
    let correlation = fit.correlation();
    assert!(correlation[(0, 1)] < -0.999 && correlation[(0, 2)] > 0.999, "{correlation}");
    for name in ["a0", "a1", "a2", "a3"] {
        let (value, deviation) = fit.coefficient(name).unwrap();
        assert!(deviation > 0.0 && deviation < value.abs(), "{name} {value} {deviation}");
    }
    // At a point in the middle of the range the curve is known better than one point is.
    assert!(fit.standard_uncertainty(&[401_693.2, 0.0]) < fit.residual_standard_deviation);
}

#[test]
fn columns_may_be_named() {
    let text = "bath,n\n1.0,744013\n4.5,634618.6\n15,401693.2\n18.5,347069.1\n24,277505.6\n";
    let table = parse(text).unwrap();
    let named = [("reference", "bath"), ("raw", "n")];
    let columns = named.map(|(role, column)| (role.to_owned(), column.to_owned())).into();
    assert_eq!(fit_sheet(&table, equation(TEMPERATURE), &columns).unwrap().inputs[0], [744_013.0, 0.0]);
    let message = fit_sheet(&table, equation(TEMPERATURE), &no_columns()).unwrap_err().to_string();
    assert!(message.contains("--columns reference=NAME") && message.contains("bath, n"), "{message}");
}

#[test]
fn wrong_roles_columns_and_too_few_rows_are_refused() {
    let table = parse(SHEET).unwrap();
    let refused = |id: &str, role: &str, column: &str| {
        let columns = [(role.to_owned(), column.to_owned())].into();
        fit_sheet(&table, equation(id), &columns).unwrap_err().to_string()
    };
    assert!(refused(TEMPERATURE, "rwa", "n").contains("accepted: reference, raw, temperature_counts"));
    assert!(refused(TEMPERATURE, "rwa_uncertainty", "n").contains("each also with _uncertainty"));
    assert!(refused(TEMPERATURE, "raw", "n").contains("no column `n`"));
    let few = parse("reference,raw\n1.0,744013\n4.5,634618.6\n15,401693.2\n18.5,347069.1\n").unwrap();
    let message = fit_sheet(&few, equation(TEMPERATURE), &no_columns()).unwrap_err().to_string();
    assert!(message.contains("4 points for 4 free coefficients (a0, a1, a2, a3)"), "{message}");
    assert!(message.contains("at least 5"), "{message}");
    let both = parse("reference,raw,counts\n1,2,3\n").unwrap();
    let message = fit_sheet(&both, equation(TEMPERATURE), &no_columns()).unwrap_err().to_string();
    assert!(message.contains("`raw` and `counts` could each be raw"), "{message}");
}

#[test]
fn counts_without_a_logarithm_are_refused() {
    let text = SHEET.replace("744013.0", "-744013.0");
    let message =
        fit_sheet(&parse(&text).unwrap(), equation(TEMPERATURE), &no_columns()).unwrap_err().to_string();
    let line = SHEET.lines().position(|line| line.contains("744013.0")).unwrap() + 1;
    let expected = format!("line {line}: the indication at temperature_counts = -744013 is NaN");
    assert!(message.starts_with(&expected) && !message.contains("point"), "{message}");
}

/// Kelvin for degrees Celsius, or millisiemens per centimetre for siemens per metre.
#[test]
fn a_reference_of_another_unit_names_line_column_and_value() {
    let refused = |text: &str, id: &str| {
        fit_sheet(&parse(text).unwrap(), equation(id), &no_columns()).unwrap_err().to_string()
    };
    let message = refused("# K\nbath_celsius,raw\n4.5,634618.6\n274.15,744013\n", TEMPERATURE);
    assert!(message.contains("line 4: column `bath_celsius`: reference value 274.15"), "{message}");
    assert!(message.contains("accepted: -20 to 60 degree_Celsius"), "{message}");
    let salty = "reference,raw,temperature_celsius\n0,2794,20\n29.7,5600,2.5\n";
    let message = refused(salty, "sea-bird/sbe-37-conductivity");
    assert!(message.contains("line 3: column `reference`: reference value 29.7"), "{message}");
}

#[test]
fn one_column_in_two_roles_and_two_columns_in_one_are_refused() {
    let table = parse(SHEET).unwrap();
    let refused = |columns: &[(&str, &str)]| {
        let columns =
            columns.iter().map(|(role, column)| ((*role).to_owned(), (*column).to_owned())).collect();
        fit_sheet(&table, equation(TEMPERATURE), &columns).unwrap_err().to_string()
    };
    let bath = "bath_temperature_celsius";
    for columns in [&[("reference", bath), ("raw", bath)][..], &[("raw", bath)]] {
        let message = refused(columns);
        assert!(message.contains("`bath_temperature_celsius` cannot be both reference and"), "{message}");
    }
    let message = refused(&[("raw", "output_counts"), ("temperature_counts", "output_counts")]);
    assert!(message.contains("raw and temperature_counts are the same role"), "{message}");
}

#[test]
fn repeated_points_cannot_determine_a_cubic() {
    let rows = "1.0,744013\n4.5,634618.6\n".repeat(4);
    let text = format!("reference,raw\n{rows}");
    let message =
        fit_sheet(&parse(&text).unwrap(), equation(TEMPERATURE), &no_columns()).unwrap_err().to_string();
    assert!(message.contains("cannot determine"), "{message}");
}

/// The sheet with a column more: every reference to 0.3 mK, every count to 3e-5 of itself.
fn with_uncertainties(columns: &[&str]) -> String {
    let mut text = [&["reference", "raw"], columns].concat().join(",") + "\n";
    for line in SHEET.lines().filter(|line| line.starts_with(char::is_numeric)) {
        let counts: f64 = line.split(',').nth(1).unwrap().parse().unwrap();
        let cell = |name: &&str| if name.starts_with("reference") { 0.3e-3 } else { 3e-5 * counts };
        let cells: Vec<String> = columns.iter().map(|name| format!(",{}", cell(name))).collect();
        text += &format!("{line}{}\n", cells.concat());
    }
    text
}

/// Equal weights give the same curve, and uncertainties that are the stated ones, not the residuals'. Those of the counts add
/// in quadrature what they are worth in kelvin: 3e-5 of the counts divided by the slope of the logarithm, 0.65 mK or so.
#[test]
fn stated_uncertainties_weigh_the_points_and_stand_for_themselves() {
    let fitted = |columns: &[&str]| {
        let table = parse(&with_uncertainties(columns)).unwrap();
        fit_sheet(&table, equation(TEMPERATURE), &no_columns()).unwrap()
    };
    let plain = fitted(&[]);
    let reference = fitted(&["reference_uncertainty"]);
    let both = fitted(&["reference_uncertainty", "raw_uncertainty"]);
    let counts = fitted(&["temperature_counts_uncertainty"]);
    let probe = [401_693.2, 0.0];
    assert!((plain.fit.value(&probe) - reference.fit.value(&probe)).abs() < 1e-9);
    let [u_plain, u_reference, u_both, u_counts] =
        [&plain, &reference, &both, &counts].map(|sheet| sheet.fit.standard_uncertainty(&probe));
    assert!(u_reference > 3.0 * u_plain, "{u_reference} {u_plain}: the sheet's residuals are mere rounding");
    // Equal to some hundredths: the weights differ from point to point.
    assert!((u_reference.hypot(u_counts) / u_both - 1.0).abs() < 0.05, "{u_reference} {u_counts} {u_both}");
    assert_eq!(both.columns["raw_uncertainty"], "raw_uncertainty");
    assert_eq!(counts.columns["raw_uncertainty"], "temperature_counts_uncertainty");
    assert_ne!(both.problem.inputs, both.inputs, "the true counts are estimated too");
}

#[test]
fn an_uncertainty_that_is_none_names_line_column_and_value() {
    let text = with_uncertainties(&["reference_uncertainty"]).replacen("0.0003", "0", 1);
    let message =
        fit_sheet(&parse(&text).unwrap(), equation(TEMPERATURE), &no_columns()).unwrap_err().to_string();
    assert!(message.contains("line 2: column `reference_uncertainty`: standard uncertainty 0"), "{message}");
    let table = parse(&with_uncertainties(&["sigma"])).unwrap();
    let columns = [("raw_uncertainty".to_owned(), "sigma".to_owned())].into();
    assert_eq!(
        fit_sheet(&table, equation(TEMPERATURE), &columns).unwrap().columns["raw_uncertainty"],
        "sigma"
    );
}

/// Numbers that no instrument sends, of which some would come through the arithmetic and some would not.
#[test]
fn absurd_numbers_name_line_column_value_and_what_is_accepted() {
    let refused = |from: &str, to: &str| {
        let text = with_uncertainties(&["reference_uncertainty", "raw_uncertainty"]).replacen(from, to, 1);
        fit_sheet(&parse(&text).unwrap(), equation(TEMPERATURE), &no_columns()).unwrap_err().to_string()
    };
    let most = "-9.007199254740992e15 to 9.007199254740992e15";
    for large in ["1e200", "-1e16", "9.1e15"] {
        let number: f64 = large.parse().unwrap();
        let expected = format!("line 2: column `raw`: {number:e}; accepted: {most}");
        assert_eq!(refused("744013.0", large), expected);
    }
    let message = refused(",0.0003,", ",1e-200,");
    let expected =
        "line 2: column `reference_uncertainty`: standard uncertainty 1e-200; accepted: 7.2e-15 (the last";
    assert!(message.starts_with(expected), "{message}");
    let message = refused(",22.32039", ",1e-11");
    let expected =
        "line 2: column `raw_uncertainty`: standard uncertainty 1e-11; accepted: 1.7e-10 (the last";
    assert!(message.starts_with(expected), "{message}");
    assert!(refused(",0.0003,", ",1e200,").contains("standard uncertainty 1e200; accepted: 7.2e-15"));
    assert!(refused("1.0000", "1e200").starts_with("line 2: column `reference`: 1e200; accepted"));
}

/// Pressure never left zero, so its coefficients cannot be told; the cubic term can, and the sheet needs it.
#[test]
fn the_sheet_supports_its_cubic_and_no_pressure_term() {
    let sheet = fit_sheet(&parse(SHEET).unwrap(), equation(TEMPERATURE), &no_columns()).unwrap();
    let found = crate::calibration::nested::compare(&sheet.problem, &term_sets(&sheet)).unwrap();
    let free: Vec<usize> = found.candidates.iter().map(|candidate| candidate.fit.free.len()).collect();
    assert_eq!((free, found.supported), (vec![2, 3, 4], 2));
}
