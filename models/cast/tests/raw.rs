//! Conversion: which coefficients meet which column, and what becomes of the rest.

use super::*;
use crate::cast::{SeaBirdError, from_cnv, to_cnv};
use crate::format::sea_bird::cnv;
use crate::quantity::{PracticalSalinity, SeaPressure, Temperature};
use crate::seawater::{density, practical_salinity};

/// The first scan of the file, worked out apart from the cast: 0x080000 counts, 0x1B5880/256 Hz, 0x0C8000 and 0x07D0 counts.
#[test]
fn a_microcat_is_converted_by_the_coefficients_in_its_heading() {
    let mut cast = from_sea_bird(MICROCAT, &Supplement::default(), BadScans::Blank).unwrap();
    Plan::conversion_only().apply(&mut cast).unwrap();
    let value = |id: &str, coefficients: &[(&str, f64)], inputs: &[f64]| {
        let equation = equation::find(id).unwrap();
        let of = |name: &&str| {
            coefficients.iter().find(|(known, _)| known == name).map_or(0.0, |(_, value)| *value)
        };
        equation.value(&equation.coefficients().iter().map(of).collect::<Vec<_>>(), inputs)
    };
    let strain = [
        ("PA0", 0.25),
        ("PA1", 5e-3),
        ("PA2", -2.5e-11),
        ("PTCA0", 5.24e5),
        ("PTCA1", 2.5),
        ("PTCA2", -0.05),
        ("PTCB0", 25.0),
        ("PTCB1", -1.25e-3),
        ("PTEMPA0", -75.0),
        ("PTEMPA1", 0.05),
        ("PTEMPA2", -5e-7),
    ];
    let pressure = (value("sbe-37-pressure", &strain, &[819_200.0, 2000.0]) - 0.101_325) * 100.0;
    let thermistor = [("a0", -1.25e-4), ("a1", 3e-4), ("a2", -4.5e-6), ("a3", 2e-7)];
    let temperature = value("sbe-37-temperature", &thermistor, &[524_288.0, 0.0]);
    let cell = [
        ("g", -0.975),
        ("h", 0.125),
        ("i", -2.5e-4),
        ("j", 3.5e-5),
        ("CPCOR", -9.57e-8),
        ("CTCOR", 3.25e-6),
        ("WBOTC", -1.5e-7),
    ];
    let conductivity = value("sbe-37-conductivity", &cell, &[1_792_128.0 / 256.0, temperature, pressure]);
    for (name, expected) in
        [("pressure", pressure), ("temperature", temperature), ("conductivity", conductivity)]
    {
        assert_eq!(cast.values(name).unwrap()[0].to_bits(), expected.to_bits(), "{name}");
    }
    let (t, p) = (Temperature::from_celsius(temperature), SeaPressure::from_dbar(pressure));
    let practical = practical_salinity(crate::quantity::Conductivity::from_siemens_per_m(conductivity), t, p);
    assert!((cast.values("practical_salinity").unwrap()[0] - practical.value()).abs() < 1e-9);
    let rho = density(PracticalSalinity::new(practical.value()).reference(), t, p);
    assert!((cast.values("density").unwrap()[0] - rho).abs() < 1e-9);
    assert_eq!(cast.sample_interval_s, Some(10.0), "by the clock, which the heading does not say");
    assert!(cast.variable("raw_temperature").is_none() && cast.variable("clock").is_some());
}

#[test]
fn each_cell_goes_with_its_own_thermometer() {
    let cast = profiler();
    let inputs = |name: &str| format!("{:?}", cast.variable(name).unwrap().sensor.as_ref().unwrap().inputs);
    assert!(
        inputs("conductivity").contains("\"temperature\"")
            && inputs("conductivity_2").contains("\"temperature_2\"")
    );
    assert_eq!(cast.variable("pressure").unwrap().sensor.as_ref().unwrap().serial, "1003");
    for name in
        ["chlorophyll", "beam_attenuation", "oxygen_voltage", "latitude", "pump", "height_above_sea_floor"]
    {
        assert!(cast.variable(name).is_some(), "{name}");
    }
    assert!(cast.variable("oxygen_ml_per_l").is_none(), "it waits for salinity");
}

#[test]
fn oxygen_comes_with_salinity_per_volume_and_per_mass() {
    let mut cast = profiler();
    Plan::conversion_only().apply(&mut cast).unwrap();
    let first = |name: &str| cast.values(name).unwrap()[0];
    let (volume, mass, anomaly) =
        (first("oxygen_ml_per_l"), first("oxygen"), first("potential_density_anomaly"));
    assert!((mass - volume * 44_660.0 / (1000.0 + anomaly)).abs() < 1e-9 * mass.abs());
    assert!(cast.variable("practical_salinity_2").is_some());
}

#[test]
fn a_new_calibration_takes_the_place_of_the_old_one_of_its_quantity() {
    let equation = equation::find("sea-bird/sbe-37-temperature").unwrap();
    let new = NewCalibration {
        equation,
        coefficients: equation.typical().to_vec(),
        serial: "9".to_owned(),
        date: "2026-01-01".to_owned(),
        column: None,
        inputs: std::collections::BTreeMap::new(),
        hysteresis: None,
    };
    let known = Supplement { calibrations: vec![new], ..Supplement::default() };
    let cast = from_sea_bird(MICROCAT, &known, BadScans::Blank).unwrap();
    let temperature = cast.variable("temperature").unwrap();
    assert_eq!(temperature.sensor.as_ref().unwrap().serial, "9");
    let pressure = cast.values("pressure").unwrap()[0];
    let expected = equation.value(equation.typical(), &[524_288.0, pressure]);
    assert_eq!(temperature.values[..1], [expected]);
    assert_eq!(cast.variables.iter().filter(|known| known.name.starts_with("temperature")).count(), 1);
}

#[test]
fn without_coefficients_it_says_what_would_serve() {
    let text = String::from_utf8(MICROCAT.to_vec()).unwrap();
    let bare: String = text
        .lines()
        .filter(|line| !line.contains("e-0") && !line.contains("e+0"))
        .map(|line| format!("{line}\n"))
        .collect();
    let error = from_sea_bird(bare.as_bytes(), &Supplement::default(), BadScans::Blank).unwrap_err();
    assert_eq!(error, SeaBirdError::NoCoefficients);
}

#[test]
fn an_instrument_without_pressure_takes_the_one_that_is_given() {
    let text = String::from_utf8(MICROCAT.to_vec()).unwrap();
    let (heading, _) = text.split_once("*END*").unwrap();
    let heading = heading.replace("<PressureInstalled>yes", "<PressureInstalled>no").replace(">15<", ">10<");
    let heading: String = heading.split("* <Calibration format='STRAIN0'").next().unwrap().to_owned();
    let file = format!("{heading}* </CalibrationCoefficients>\n*END*\n0800001B588000000000\n");
    let at = |pressure_dbar| {
        let known = Supplement { pressure_dbar, ..Supplement::default() };
        from_sea_bird(file.as_bytes(), &known, BadScans::Blank).unwrap()
    };
    let (deep, unsaid) = (at(Some(4000.0)), at(None));
    assert!(deep.values("conductivity").unwrap()[0] > unsaid.values("conductivity").unwrap()[0]);
    assert_eq!(deep.values("pressure").unwrap(), [4000.0]);
    assert!(unsaid.remarks.iter().any(|remark| remark.contains("no pressure sensor")));
}

#[test]
fn a_line_that_is_no_scan_becomes_a_row_without_values_and_is_said() {
    let text = String::from_utf8(MICROCAT.to_vec()).unwrap() + "0800XX1B58800C800007D020000014\n";
    let cast = from_sea_bird(text.as_bytes(), &Supplement::default(), BadScans::Blank).unwrap();
    assert!(cast.values("temperature").unwrap()[2].is_nan() && cast.len() == 3);
    assert!(cast.remarks[0].starts_with("1 lines are no scans"), "{:?}", cast.remarks);
    assert!(from_sea_bird(text.as_bytes(), &Supplement::default(), BadScans::Refuse).is_err());
}

#[test]
fn what_is_written_as_cnv_is_read_again_to_the_digits_written() {
    let mut cast = profile();
    cast.latitude = Some(crate::quantity::Latitude::from_degrees_north(21.5));
    Plan::conversion_only().apply(&mut cast).unwrap();
    let written = to_cnv(&cast);
    for (name, label) in [("prdM", "Pressure, Strain Gauge [db]"), ("tv290C", "Temperature [ITS-90, deg C]")]
    {
        assert_eq!(written.column(name).unwrap().label, label);
    }
    let again = from_cnv(cnv::read(written.write().as_bytes()).unwrap());
    for (name, half_digit) in
        [("pressure", 5.1e-4), ("temperature", 5.1e-5), ("conductivity", 5.1e-7), ("depth", 5.1e-4)]
    {
        let pairs = cast.values(name).unwrap().iter().zip(again.values(name).unwrap());
        assert!(pairs.into_iter().all(|(one, other)| (one - other).abs() < half_digit), "{name}");
    }
    assert_eq!((again.len(), again.sample_interval_s), (cast.len(), Some(0.25)));
    assert!(again.variable("practical_salinity").is_some() && again.variable("sal00").is_none());
    let mut makers = written;
    makers.notes.clear();
    let mut makers = from_cnv(cnv::read(makers.write().as_bytes()).unwrap());
    assert!(makers.variable("sal00").is_some(), "the maker's salinity keeps the maker's name");
    Plan::conversion_only().apply(&mut makers).unwrap();
    let written = to_cnv(&makers);
    let mut names: Vec<&str> = written.columns.iter().map(|column| column.name.as_str()).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "no name twice: {names:?}");
}

#[test]
fn a_plain_table_is_converted_by_calibrations_that_name_its_columns() {
    let lamp = equation::describe(
        "schema = \"hadal-equation/1\"\nid = \"our-lab/lamp\"\nversion = 1\nquantity = \"brightness\"\nunit = \"1\"\n\
         plausible = [-1.0, 100.0]\nsource = \"bench sheet\"\nformula = \"scale * volts\"\n\
         input = [{ name = \"volts\", unit = \"V\" }]\ncoefficient = [{ name = \"scale\", unit = \"V-1\", typical = 2.0 }]",
    )
    .unwrap();
    let thermometer = equation::find("sbe-37-temperature").unwrap();
    let calibration = |equation: &'static equation::Equation, inputs: &[(&str, &str)]| NewCalibration {
        equation,
        coefficients: equation.typical().to_vec(),
        serial: String::new(),
        date: String::new(),
        column: None,
        inputs: inputs.iter().map(|(input, column)| ((*input).to_owned(), (*column).to_owned())).collect(),
        hysteresis: None,
    };
    let columns = vec![
        ("temperature_counts".to_owned(), vec![524_288.0, 400_000.0]),
        ("channel 7".to_owned(), vec![1.5, 2.5]),
    ];
    let calibrations = [calibration(thermometer, &[]), calibration(lamp, &[("volts", "channel 7")])];
    let cast = from_table(columns.clone(), &calibrations, None).unwrap();
    assert_eq!(cast.values("brightness").unwrap(), [3.0, 5.0]);
    let second = thermometer.value(thermometer.typical(), &[400_000.0, 0.0]);
    assert_eq!(cast.values("temperature").unwrap()[1..], [second]);
    let error = from_table(
        columns,
        &calibrations[1..1].iter().cloned().chain([calibration(lamp, &[])]).collect::<Vec<_>>(),
        None,
    )
    .unwrap_err();
    assert!(error.to_string().contains("our-lab/lamp for `brightness` needs `volts`"), "{error}");
}

#[test]
fn another_form_of_the_same_maker_is_of_another_converter() {
    let equation = equation::find("sea-bird/sbe-16plus-temperature").unwrap();
    let calibrations = vec![NewCalibration {
        equation,
        coefficients: equation.typical().to_vec(),
        serial: String::new(),
        date: String::new(),
        column: None,
        inputs: std::collections::BTreeMap::new(),
        hysteresis: None,
    }];
    let known = Supplement { calibrations, ..Supplement::default() };
    let error = from_sea_bird(MICROCAT, &known, BadScans::Blank).unwrap_err();
    assert!(matches!(error, SeaBirdError::OtherRawOutput { .. }), "{error}");
    let known = Supplement { pair: crate::cast::Pair::Second, ..Supplement::default() };
    let error = from_sea_bird(MICROCAT, &known, BadScans::Blank).unwrap_err();
    assert!(error.to_string().contains("no second thermometer"), "{error}");
}

#[test]
fn averages_that_are_read_again_are_not_derived_anew_and_clocks_keep_their_digits() {
    let mut cast = profile();
    cast.variables.push(crate::cast::Variable {
        name: "clock".to_owned(),
        unit: "seconds since 2000-01-01T00:00:00Z".to_owned(),
        long_name: "clock".to_owned(),
        standard_name: None,
        sea_bird: None,
        sensor: None,
        values: (0..160).map(|scan| 816_300_000.0 + f64::from(scan)).collect(),
    });
    Plan::conversion_only().with_bins_of_pressure(4.0).apply(&mut cast).unwrap();
    let mut again = from_cnv(cnv::read(to_cnv(&cast).write().as_bytes()).unwrap());
    let read = again.values("practical_salinity").unwrap().to_vec();
    Plan::conversion_only().apply(&mut again).unwrap();
    assert_eq!(again.values("practical_salinity").unwrap(), read);
    assert!(again.values("clock").unwrap()[0] >= 816_300_000.0, "{:?}", again.values("clock"));
}
