//! A real sheet, reported; and what is wrong with others.

use super::*;
use crate::convert::Previous;
use hadal_models::calibration::correction::Convention;

const SHEET: &str = include_str!("../../tests/reference/sbe45-0402-temperature.csv");
fn thermometer() -> &'static Equation {
    hadal_models::equation::find("sea-bird/sbe-37-temperature").unwrap()
}

/// Sea-Bird SBE 45 serial 0402, calibration sheet of 31 January 2012 (SBE 45 manual, appendix II): the sheet
/// prints every residual as 0.0000 °C, so none exceeds 0.05 mK by more than the sheet's own rounding of 0.05 mK.
#[test]
fn val_the_json_of_a_real_sheet_has_the_printed_residuals() {
    let report = fit_text("sheet.csv", SHEET, thermometer(), &BTreeMap::new(), None).unwrap();
    let json: serde_json::Value = serde_json::from_str(&report.to_json().unwrap()).unwrap();
    let residuals = json["residuals"].as_array().unwrap();
    assert_eq!(residuals.len(), 7);
    assert!(residuals.iter().all(|residual| residual.as_f64().unwrap().abs() <= 1e-4));
    for name in ["a0", "a1", "a2", "a3"] {
        assert!(json["coefficients"][name]["value"].is_f64());
        assert!(json["coefficients"][name]["standard_uncertainty"].as_f64().unwrap() > 0.0);
    }
    for row in 0..4 {
        assert!((json["correlation"][row][row].as_f64().unwrap() - 1.0).abs() < 1e-12);
    }
}

#[test]
fn the_text_shows_every_coefficient_and_line() {
    let report = fit_text("sheet.csv", SHEET, thermometer(), &BTreeMap::new(), None).unwrap();
    let text = report.to_text();
    for name in ["a0", "a1", "a2", "a3", "correlation", "residual standard deviation"] {
        assert!(text.contains(name), "{name} in {text}");
    }
    let points = text.lines().skip_while(|line| !line.trim_start().starts_with("line")).skip(1);
    assert_eq!(points.take_while(|line| !line.is_empty()).count(), 7);
    for words in ["fitted, supported", "outliers at 5 %: 0", "Durbin-Watson", "uncertainties from it"] {
        assert!(text.contains(words), "{words} in {text}");
    }
}

#[test]
fn columns_are_read_and_refused() {
    let columns = parse_columns("reference=bath, raw = n").unwrap();
    assert_eq!(columns["reference"], "bath");
    assert_eq!(columns["raw"], "n");
    for wrong in ["", "reference", "reference=", "=n", "reference=a,,raw=b"] {
        assert!(parse_columns(wrong).is_err(), "{wrong}");
    }
    let message = parse_columns("reference=bath,raw=n,reference=bath2").unwrap_err().to_string();
    assert!(message.contains("`reference` is given twice, as `bath` and as `bath2`"), "{message}");
}

#[test]
fn a_malformed_sheet_names_file_and_line() {
    let text = "bath_temperature_celsius,output_counts\n1.0,744013\n4.5,six\n";
    let message = fit_text("data.csv", text, thermometer(), &BTreeMap::new(), None).unwrap_err().to_string();
    assert!(message.contains("data.csv") && message.contains('3') && message.contains("six"), "{message}");
}

/// The command prints an error with the chain of its sources: what a message says must not be said again.
#[test]
fn regress_an_error_says_everything_once() {
    let one = "bath_temperature_celsius,output_counts\n1.0,744013\n4.5,six\n";
    let none = "bath_temperature_celsius,output_counts\n1.0,744013\n4.5,0\n";
    for (text, expected) in [(one, "data.csv: line 3: column"), (none, "data.csv: line 3: the indication")] {
        let rows = "\n15.0,401693.2\n18.5,347069.1\n24.0,277505.6\n29.0,231636.3\n";
        let error = fit_text(
            "data.csv",
            &format!("{}{rows}", text.trim_end()),
            thermometer(),
            &BTreeMap::new(),
            None,
        )
        .unwrap_err();
        let message = format!("{:#}", anyhow::Error::new(error));
        assert!(message.starts_with(expected), "{message}");
        assert_eq!(message.matches("line 3").count(), 1, "{message}");
    }
}

/// The sheet with one count misread by a thousandth, and more points so that it can be seen: the line is named, and kept.
#[test]
fn an_outlier_is_named_by_its_line_and_kept() {
    let equation = thermometer();
    let coefficients = [5.724_520e-5, 2.658_577e-4, -1.827_700e-6, 1.335_867e-7, 0.0, 0.0];
    let mut text =
        "# counts from the printed coefficients, references rounded\nreference,raw,reference_uncertainty\n"
            .to_owned();
    for point in 0..16 {
        let counts = 744_013.0 * libm::exp(-0.088 * f64::from(point));
        let misread = if point == 9 { 1.001 } else { 1.0 };
        let celsius = equation.value(&coefficients, &[counts, 0.0]);
        text += &format!("{celsius:.4},{:.1},0.0003\n", counts * misread);
    }
    let report = fit_text("sheet.csv", &text, equation, &BTreeMap::new(), None).unwrap();
    let outliers: Vec<u64> =
        report.examination.outliers.iter().filter(|test| test.outlier).map(|test| test.line).collect();
    assert_eq!((outliers, report.points.len()), (vec![12], 16));
    assert_eq!(report.uncertainties_from, UncertaintiesFrom::Sheet);
    let scatter = report.examination.tests.iter().find(|test| test.test == "chi-squared").unwrap();
    assert!(scatter.probability < 1e-3 && scatter.verdict.contains("more than"), "{scatter:?}");
    assert!(report.to_text().contains("OUTLIER") && report.to_text().contains("as the sheet states them"));
}

fn earlier(
    name: &str,
    text: &str,
    equation: &'static Equation,
    serial: Option<&str>,
) -> anyhow::Result<Earlier> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join(name);
    std::fs::write(&file, text)?;
    let convention = Convention::advised(equation);
    Ok(Earlier { calibration: Previous::read(&file, equation, serial)?, convention })
}

/// The printed coefficients as the instrument replies them: as found, every residual is the printed 0.0000 within the rounding
/// of the sheet (as above). A reply that is 2 mK low by its offset is found so, and the offset found anew does not depend on it.
#[test]
fn val_the_printed_coefficients_are_as_found_what_the_sheet_prints() {
    let reply = "SBE45 V 1.1b 0402\ntemperature: 31-jan-12\nTA0 = 5.724520e-05\nTA1 = 2.658577e-04\n\
                 TA2 = -1.827700e-06\nTA3 = 1.335867e-07\n";
    let found = |reply: &str| {
        let earlier = earlier("0402.txt", reply, thermometer(), None).unwrap();
        let report = fit_text("sheet.csv", SHEET, thermometer(), &BTreeMap::new(), Some(&earlier)).unwrap();
        (report.found_and_left.clone().unwrap(), report.to_text())
    };
    let (printed, text) = found(reply);
    assert!(printed.as_found.largest <= 1e-4 && printed.as_left.largest <= 1e-4);
    assert!(printed.offset.value.abs() < 1e-4 && printed.offset.standard_uncertainty > 0.0);
    assert_eq!(
        (printed.points.len(), printed.date.as_str(), printed.unit),
        (7, "31-jan-12", "degree_Celsius")
    );
    for words in ["as found", "as left", "of 31-jan-12", "slope  1.0000000  (held"] {
        assert!(text.contains(words), "{words} in {text}");
    }
    let (low, _) = found(&(reply.to_owned() + "TOFFSET = -2.0e-03\n"));
    assert!((low.points[0].as_found - printed.points[0].as_found + 2e-3).abs() < 1e-12);
    assert!(
        (low.offset.value - printed.offset.value).abs() < 1e-12 && (low.offset.previous + 2e-3).abs() < 1e-15
    );
}

#[test]
fn the_right_one_of_several_sensors_is_taken_and_a_wrong_file_is_refused() {
    let sensor = |index: u32, serial: u32, offset: f64| {
        format!(
            "<Sensor index=\"{index}\" SensorID=\"58\"><TemperatureSensor SensorID=\"58\"><SerialNumber>{serial}</SerialNumber>\
             <CalibrationDate>02-Jan-21</CalibrationDate><A0>1.25e-003</A0><A1>2.75e-004</A1><A2>-1.5e-006</A2>\
             <A3>1.75e-007</A3><Slope>1.0</Slope><Offset>{offset}</Offset></TemperatureSensor></Sensor>"
        )
    };
    let xmlcon = format!(
        "<SBE_InstrumentConfiguration SB_ConfigCTD_FileVersion=\"7.26.4.0\"><Instrument Type=\"11\">\
         <Name>SBE 19plus V2 Seacat CTD</Name><SensorArray Size=\"2\">{}{}</SensorArray></Instrument>\
         </SBE_InstrumentConfiguration>",
        sensor(0, 1001, 0.001),
        sensor(1, 1002, 0.002)
    );
    let equation = hadal_models::equation::find("sea-bird/sbe-16plus-temperature").unwrap();
    let second = earlier("cruise.xmlcon", &xmlcon, equation, Some("1002")).unwrap().calibration;
    assert!(
        (second.correction.offset - 0.002).abs() < 1e-15 && (second.coefficients[1] - 2.75e-4).abs() < 1e-18
    );
    let message = earlier("cruise.xmlcon", &xmlcon, equation, None).unwrap_err().to_string();
    assert!(message.contains("say by --serial which: 1001, 1002"), "{message}");
    let message = earlier("cruise.xmlcon", &xmlcon, thermometer(), None).unwrap_err().to_string();
    assert!(
        message.contains("cruise.xmlcon: it has no such sensor of sea-bird/sbe-37-temperature"),
        "{message}"
    );
}
