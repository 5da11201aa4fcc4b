//! From a record to a certificate, and from the certificate's text to what scans are worth.

use super::*;
use crate::calibrations::calibrate_record;
use crate::certificate::{Certificate, certificate};
use crate::convert::{Given, Processing, Provenance, Raw, dataset, process, read};
use crate::fixture::World;
use hadal_models::calibration::ctd::{CtdCalibration, InadequacyShape};
use hadal_models::format::sea_bird::hex::BadScans;
use hadal_models::quantity::{PracticalSalinity, SeaPressure, Temperature};
use std::path::{Path, PathBuf};

const HEADER: &str = "temperature_counts,frequency_hz,pressure_counts,pressure_temperature_counts\n";

/// A calibrated instrument, its certificate, and a folder that holds it.
struct Bench {
    folder: tempfile::TempDir,
    calibration: CtdCalibration,
    certificate: Certificate,
}

impl Bench {
    fn new(seed: u64) -> Self {
        let record = World::measured(seed).record(|_| true);
        let calibrations = calibrate_record(&record).unwrap();
        let certificate = certificate(&record, &calibrations).unwrap();
        let calibration = calibrations.items[0].ctd.clone();
        Self { folder: tempfile::tempdir().unwrap(), calibration, certificate }
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn certified(&self) -> PathBuf {
        self.file("certificate.json", self.certificate.to_json_bytes().unwrap())
    }

    /// Scans between the points: under pressure, then at the surface, where it is warm.
    fn scans(&self) -> Vec<RawReading> {
        let deep = [(34.7, 2.0, 110.0), (34.6, 3.4, 61.7), (35.1, 1.9, 7.3)];
        let surface = [(20.0, 15.0, 0.0), (36.0, 29.0, 0.0)];
        deep.into_iter().chain(surface).map(|(s, t, p)| self.scan(s, t, p)).collect()
    }

    fn scan(&self, salinity: f64, celsius: f64, mpa: f64) -> RawReading {
        let (salinity, temperature) = (PracticalSalinity::new(salinity), Temperature::from_celsius(celsius));
        self.calibration.expected_reading(salinity, temperature, SeaPressure::from_mpa(mpa))
    }

    fn cast(&self, table: &str, processing: &str, bin: Option<f64>) -> anyhow::Result<Cast> {
        let raw = self.file("scans.csv", table);
        let calibrations = Calibrations::read(&raw, &[self.certified()], None)?;
        let raw = Raw::read(&raw)?;
        let given = Given { interval_s: Some(1.0), ..Given::default() };
        let mut cast = read(&raw, &calibrations, &given, BadScans::Blank)?;
        add_standard_uncertainties(&mut cast, &calibrations, |_| ())?;
        let plan = match processing {
            "" => Processing::None,
            steps => {
                Processing::File("plan.toml".to_owned(), format!("schema = \"hadal-processing/1\"\n{steps}"))
            }
        };
        process(&mut cast, &plan, bin, raw.model())?;
        Ok(cast)
    }
}

fn table(scans: &[RawReading]) -> String {
    let row = |raw: &RawReading| {
        let RawReading { temperature_counts, conductivity_hz, pressure_counts, pressure_temperature_counts } =
            raw;
        format!("{temperature_counts},{conductivity_hz},{pressure_counts},{pressure_temperature_counts}\n")
    };
    HEADER.to_owned() + &scans.iter().map(row).collect::<String>()
}

fn beside(cast: &Cast, quantity: &str) -> Vec<f64> {
    cast.standard_uncertainty(quantity).unwrap().values.clone()
}

const QUANTITIES: [&str; 4] = ["temperature", "conductivity", "pressure", "practical_salinity"];

fn has_none(cast: &Cast) -> bool {
    QUANTITIES.iter().all(|quantity| beside(cast, quantity).iter().all(|value| value.is_nan()))
}

fn remarked(cast: &Cast, text: &str) -> bool {
    cast.remarks
        .iter()
        .filter(|remark| remark.contains("standard uncertainty") && remark.contains(text))
        .count()
        == 1
}

/// The certificate prints each number in the shortest decimal that reads back to the same double, so nothing at all is lost:
/// values and covariances are the same to the last bit, wherever the scan lies.
#[test]
fn the_certificate_alone_says_what_the_calibration_says() {
    for seed in [7, 11] {
        let bench = Bench::new(seed);
        let text = String::from_utf8(bench.certificate.to_json_bytes().unwrap()).unwrap();
        let path = bench.file("again.json", text);
        let calibrations = Calibrations::read(Path::new("scans.csv"), &[path], None).unwrap();
        let certified = calibrations.sources[0].certified.as_ref().unwrap();
        let again = in_use(&certified.certificate.items[0], &certified.sensors).unwrap();
        let mut scans = bench.scans();
        // Far outside the points too, where coefficients and the shapes of inadequacy weigh differently.
        scans.extend([bench.scan(8.0, 31.0, 90.0), bench.scan(2.5, -1.5, 0.0)]);
        for raw in &scans {
            assert_eq!(again.reading(raw), bench.calibration.reading(raw));
        }
    }
}

#[test]
fn scans_of_a_table_have_the_uncertainty_of_their_reading() {
    let bench = Bench::new(7);
    let scans = bench.scans();
    let cast = bench.cast(&table(&scans), "", None).unwrap();
    for (row, raw) in scans.iter().enumerate() {
        let reading = bench.calibration.reading(raw);
        let [temperature, conductivity, pressure, salinity] = reading.standard_uncertainties();
        let stated = [temperature, conductivity, 100.0 * pressure, salinity];
        for (quantity, stated) in QUANTITIES.into_iter().zip(stated) {
            // Round-off of the factor from MPa to dbar.
            assert!((beside(&cast, quantity)[row] / stated - 1.0).abs() < 1e-14, "{quantity}, row {row}");
        }
        let salinity = cast.values("practical_salinity").unwrap()[row];
        // The cast takes pressure through dbar and back: round-off, by which salinity moves in its thirteenth digit.
        assert!((salinity - reading.practical_salinity).abs() < 1e-11);
    }
    assert!(!cast.remarks.iter().any(|remark| remark.contains("standard uncertainty")), "{:?}", cast.remarks);
    assert!(cast.notices.iter().any(|notice| notice.contains("SIMULATED")), "the mark goes with the numbers");
}

#[test]
fn there_is_none_outside_the_points_and_the_remark_says_how_many() {
    let bench = Bench::new(7);
    // Too warm for its depth, too deep, too fresh, and a scan that is none.
    let outside = [bench.scan(34.7, 12.0, 60.0), bench.scan(34.7, 2.0, 118.0), bench.scan(30.0, 2.0, 60.0)];
    let scans = [&bench.scans()[..2], outside.as_slice()].concat();
    let text = table(&scans) + "NaN,NaN,NaN,NaN\n";
    let cast = bench.cast(&text, "", None).unwrap();
    for quantity in QUANTITIES {
        let there: Vec<bool> = beside(&cast, quantity).iter().map(|value| value.is_finite()).collect();
        assert_eq!(there, [true, true, false, false, false, false], "{quantity}");
    }
    assert!(cast.values("practical_salinity").unwrap()[2].is_finite(), "the value stays");
    assert!(remarked(&cast, "none for 3 of 6 scans"), "{:?}", cast.remarks);
}

#[test]
fn what_is_no_calibration_gives_none() {
    let mut trial = Bench::new(7);
    trial.certificate.complete = false;
    trial.certificate.completeness = "TRIAL: too few points.".to_owned();
    let scans = table(&trial.scans());
    let cast = trial.cast(&scans, "", None).unwrap();
    assert!(has_none(&cast) && remarked(&cast, "it is a TRIAL"), "{:?}", cast.remarks);
    let mut invalid = trial;
    invalid.certificate.complete = true;
    invalid.certificate.checks.valid = false;
    let cast = invalid.cast(&scans, "", None).unwrap();
    assert!(has_none(&cast) && remarked(&cast, "INVALID"), "{:?}", cast.remarks);
}

#[test]
fn what_other_sensors_made_has_none() {
    let bench = Bench::new(7);
    let rows = table(&bench.scans());
    // A thermometer of somebody else's: the cell's equation takes the column of its input's own name.
    let foreign: String = rows
        .lines()
        .enumerate()
        .map(|(row, line)| format!("{line},{}\n", if row == 0 { "temperature_celsius" } else { "2.0" }))
        .collect();
    let cast = bench.cast(&foreign, "", None).unwrap();
    assert!(has_none(&cast) && remarked(&cast, "`temperature_celsius`"), "{:?}", cast.remarks);
    // A laboratory's pressure in the place of the certificate's.
    let text = "schema = \"hadal-calibration/1\"\n[[sensor]]\nequation = \"sea-bird/sbe-37-pressure\"\nserial = \"9\"\n\
                coefficient = { PA0 = 1.0, PA1 = 0.0002, PA2 = 0.0, PTEMPA0 = -73.0, PTEMPA1 = 0.05, PTEMPA2 = 0.0, \
                PTCA0 = 524000.0, PTCA1 = 0.0, PTCA2 = 0.0, PTCB0 = 1.0, PTCB1 = 0.0, PTCB2 = 0.0 }\n";
    let other = bench.file("other.toml", text);
    let raw = bench.file("scans.csv", &rows);
    let calibrations = Calibrations::read(&raw, &[bench.certified(), other], None).unwrap();
    let raw = Raw::read(&raw).unwrap();
    let mut cast = read(&raw, &calibrations, &Given::default(), BadScans::Blank).unwrap();
    add_standard_uncertainties(&mut cast, &calibrations, |_| ()).unwrap();
    assert!(has_none(&cast) && remarked(&cast, "serial number `9`"), "{:?}", cast.remarks);
}

#[test]
fn without_a_certificate_that_states_what_is_needed_it_is_refused() {
    let mut bench = Bench::new(7);
    let raw = bench.file("scans.csv", "temperature,conductivity,pressure\n2.0,3.2,1000.0\n");
    let none = Calibrations::default();
    let mut cast = read(&Raw::read(&raw).unwrap(), &none, &Given::default(), BadScans::Blank).unwrap();
    let error = add_standard_uncertainties(&mut cast, &none, |_| ()).unwrap_err().to_string();
    assert!(error.contains("accepted with a certificate"), "{error}");
    let scans = table(&bench.scans());
    bench.certificate.items[0].quantities[1].at_use = None;
    let error = format!("{:#}", bench.cast(&scans, "", None).unwrap_err());
    assert!(error.contains("certificate.json: conductivity: what the sensor errs by"), "{error}");
    assert!(error.contains("`hadal certify RUN` writes it anew"), "{error}");
    let mut broken = Bench::new(7);
    broken.certificate.items[0].joint.covariance[2].pop();
    let error = format!("{:#}", broken.cast(&scans, "", None).unwrap_err());
    assert!(error.contains("joint.covariance: a row of"), "{error}");
    let mut broken = Bench::new(7);
    broken.certificate.items[0].joint.coefficients[0] = "temperature.b7".to_owned();
    let error = format!("{:#}", broken.cast(&scans, "", None).unwrap_err());
    assert!(error.contains("joint.coefficients: "), "{error}");
}

/// Each of these once stated an uncertainty of exactly zero, or of a size that no sensor has.
#[test]
fn a_certificate_whose_numbers_cannot_be_is_refused() {
    let whole = Bench::new(7);
    let scans = table(&whole.scans());
    let with = |spoil: &dyn Fn(&mut ItemResult)| {
        let (calibration, certificate) = (whole.calibration.clone(), whole.certificate.clone());
        let mut bench = Bench { folder: tempfile::tempdir().unwrap(), calibration, certificate };
        spoil(&mut bench.certificate.items[0]);
        format!("{:#}", bench.cast(&scans, "", None).unwrap_err())
    };
    for (said, expected) in [
        (
            with(&|item| item.joint.shared_formulation.points[0].salinity_practical = 0.0),
            "point 0: practical salinity is 0",
        ),
        (
            with(&|item| item.joint.shared_formulation.points[2].salinity_practical = -5.0),
            "point 2: practical salinity is -5",
        ),
        (with(&|item| item.joint.covariance[0][0] = -1e-3), "-1e-3 at row 0, column 0"),
        (with(&|item| item.joint.covariance[0][1] = 5.0), "5e0 at row 0, column 1"),
        (
            with(&|item| {
                let full_scale = 0.0;
                let shape = InadequacyShape::UnderPressure { full_scale };
                item.quantities[2].at_use.as_mut().unwrap().inadequacy_shape = shape;
            }),
            "pressure: full scale of the inadequacy is 0",
        ),
    ] {
        assert!(said.contains("certificate.json: ") && said.contains(expected), "{said}");
    }
}

/// Two items of one run: nothing but the serial number says whose scans they are.
#[test]
fn of_a_certificate_of_several_the_serial_number_says_which() {
    let mut bench = Bench::new(7);
    let first = bench.certificate.items[0].clone();
    let mut second = ItemResult { serial: "F-0002".to_owned(), name: "second".to_owned(), ..first.clone() };
    second.quantities[2].coefficients.get_mut("PA0").unwrap().value += 1.0;
    second.quantities[0].remark = Some("of the second alone".to_owned());
    bench.certificate.items.push(second);
    let path = bench.certified();
    let raw = bench.file("scans.csv", table(&bench.scans()));
    let read_by = |serial: Option<&str>| Calibrations::read(&raw, std::slice::from_ref(&path), serial);
    let pressure = |serial: &str| {
        let calibrations = read_by(Some(serial)).unwrap();
        let given = Given::default();
        let mut cast = read(&Raw::read(&raw).unwrap(), &calibrations, &given, BadScans::Blank).unwrap();
        add_standard_uncertainties(&mut cast, &calibrations, |_| ()).unwrap();
        assert!(beside(&cast, "pressure")[0].is_finite());
        let of_second = cast.notices.iter().any(|notice| notice.contains("of the second alone"));
        assert_eq!(of_second, serial == "F-0002", "{:?}", cast.notices);
        cast.values("pressure").unwrap()[0]
    };
    let apart = pressure("F-0002") - pressure(&first.serial);
    assert!(apart.abs() > 1e-3, "{apart}");
    let said = |serial| format!("{:#}", read_by(serial).unwrap_err());
    let serials = format!("{}, F-0002", first.serial);
    assert!(said(None).contains(&format!(
        "certificate.json: it certifies several instruments; say by --serial which: {serials}"
    )));
    assert!(
        said(Some("7"))
            .contains(&format!("--serial 7: accepted: a serial number that it certifies: {serials}"))
    );
    bench.certificate.items[1].serial.clone_from(&first.serial);
    bench.certified();
    assert!(said(Some(&first.serial)).contains("several of this serial number"));
}

#[test]
fn bins_have_the_mean_of_what_their_scans_have_and_none_where_a_scan_has_none() {
    let bench = Bench::new(7);
    let inside = [bench.scan(34.7, 2.0, 60.001), bench.scan(34.7, 2.2, 60.003)];
    let straddling = [bench.scan(34.7, 2.0, 80.001), bench.scan(34.7, 12.0, 80.003)];
    let text = table(&[inside, straddling].concat());
    let scans = bench.cast(&text, "", None).unwrap();
    let bins = bench.cast(&text, "", Some(1.0)).unwrap();
    assert_eq!(bins.len(), 2, "{:?}", bins.values("pressure"));
    for quantity in QUANTITIES {
        let (of_scans, of_bins) = (beside(&scans, quantity), beside(&bins, quantity));
        assert!((of_bins[0] - 0.5 * (of_scans[0] + of_scans[1])).abs() < 1e-15, "{quantity}");
        assert!(of_bins[1].is_nan(), "{quantity}");
    }
}

#[test]
fn a_value_that_a_step_has_changed_has_none() {
    let bench = Bench::new(7);
    let step = "[[step]]\nlow_pass = { columns = [\"pressure\"], time_constant_s = 2.0 }\n";
    let cast = bench.cast(&table(&bench.scans()), step, None).unwrap();
    for quantity in ["pressure", "practical_salinity"] {
        assert!(beside(&cast, quantity).iter().skip(1).all(|value| value.is_nan()), "{quantity}");
    }
    assert!(beside(&cast, "temperature").iter().all(|value| value.is_finite()));
    assert!(remarked(&cast, "a step of the processing has changed"), "{:?}", cast.remarks);
}

#[test]
fn files_hold_them_beside_what_they_are_of() {
    let bench = Bench::new(7);
    let cast = bench.cast(&table(&bench.scans()), "", None).unwrap();
    let provenance = Provenance { raw: ("scans.csv", "00"), calibrations: Vec::new() };
    let dataset = dataset(&cast, &provenance);
    let said = |variable: &str, attribute: &str| {
        let found = dataset.variables.iter().find(|known| known.name == variable).unwrap();
        let found = found.attributes.iter().find(|(known, _)| known == attribute);
        found.map_or(String::new(), |(_, said)| format!("{said:?}"))
    };
    let beside_it = "practical_salinity_standard_uncertainty quality_flag";
    assert!(said("practical_salinity", "ancillary_variables").contains(beside_it));
    let name = "temperature_standard_uncertainty";
    assert!(said(name, "standard_name").contains("sea_water_temperature standard_error"));
    assert!(said(name, "units_metadata").contains("temperature: difference"));
    assert!(said(name, "reference_scale").is_empty());
    for name in ["again.cnv", "again.csv"] {
        let path = bench.folder.path().join(name);
        crate::convert::write(&cast, &provenance, Some(&path)).unwrap();
        let again =
            read(&Raw::read(&path).unwrap(), &Calibrations::default(), &Given::default(), BadScans::Blank);
        let again = again.unwrap();
        for quantity in QUANTITIES {
            // A .cnv has five digits.
            let (old, new) = (beside(&cast, quantity), beside(&again, quantity));
            assert!(
                old.iter().zip(&new).all(|(old, new)| (new / old - 1.0).abs() < 1e-4),
                "{name} {quantity}"
            );
        }
    }
}
