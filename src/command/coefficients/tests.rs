//! The command from a certificate on disk to a file that our own readers read.

use super::*;
use crate::certificate;
use crate::coefficients::tests::measured;
use crate::products::CERTIFICATE_FILE;
use clap::Parser as _;
use hadal_models::equation;
use std::collections::BTreeMap;
use tempfile::TempDir;

#[derive(clap::Parser)]
struct Line {
    #[command(flatten)]
    arguments: Arguments,
}

/// A folder with a certificate in it.
fn folder(certificate: &Certificate) -> TempDir {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join(CERTIFICATE_FILE), certificate.to_json_bytes().unwrap()).unwrap();
    folder
}

/// Runs the command on the certificate of a folder, with leave for one of a twin; `words` with a `%` in them have the folder
/// in its place.
fn run(folder: &TempDir, words: &[&str]) -> Result<Said, String> {
    run_without_leave(folder, &[words, &["--allow-simulated"]].concat())
}

fn run_without_leave(folder: &TempDir, words: &[&str]) -> Result<Said, String> {
    let place = folder.path().display().to_string();
    let words = words.iter().map(|word| word.replace('%', &place));
    let line = ["coefficients".to_owned(), place.clone()].into_iter().chain(words);
    let line = Line::try_parse_from(line).map_err(|error| error.to_string())?;
    act(&line.arguments).map_err(|error| crate::command::describe(&error))
}

fn refused(folder: &TempDir, words: &[&str]) -> String {
    run(folder, words).map(|said| said.out).unwrap_err()
}

/// A configuration of an SBE 37 with the sensors of the certificate, in Windows lines.
fn configuration(serial: &str) -> String {
    let sensor = |index: usize, id: u32, element: &str, inside: &str| {
        format!(
            "<Sensor index=\"{index}\" SensorID=\"{id}\" >\r\n<{element} SensorID=\"{id}\" >\r\n<SerialNumber>{serial}</SerialNumber>\r\n\
             <CalibrationDate>01-Jan-20</CalibrationDate>\r\n{inside}\r\n<Slope>1.0002</Slope><Offset>0.5</Offset></{element}></Sensor>\r\n"
        )
    };
    let values =
        |names: &[&str]| names.iter().map(|name| format!("<{name}>1.5e-003</{name}>")).collect::<String>();
    let conductivity = values(&["G", "H", "I", "J", "CPcor", "CTcor", "WBOTC"]);
    let pressure = [
        "PA0", "PA1", "PA2", "PTEMPA0", "PTEMPA1", "PTEMPA2", "PTCA0", "PTCA1", "PTCA2", "PTCB0", "PTCB1",
        "PTCB2",
    ];
    format!(
        "<?xml version=\"1.0\" ?>\r\n<SBE_InstrumentConfiguration><Instrument Type=\"9\"><Name>SBE 37 Microcat</Name><SensorArray \
         Size=\"3\">{}{}{}</SensorArray></Instrument><!-- kept --></SBE_InstrumentConfiguration>\r\n",
        sensor(0, 58, "TemperatureSensor", &values(&["A0", "A1", "A2", "A3"])),
        sensor(
            1,
            3,
            "ConductivitySensor",
            &format!("<Coefficients equation=\"1\">{conductivity}</Coefficients>")
        ),
        sensor(2, 46, "PressureSensor", &values(&pressure)),
    )
}

/// The coefficients of the certificate, those aside that stand for more terms of pressure than the maker's form holds.
fn expected(certificate: &Certificate, id: &str) -> BTreeMap<String, f64> {
    let result = certificate.items[0].quantities.iter().find(|result| result.equation == id).unwrap();
    let aside = ["TPCOR", "TPCOR2", "CPCOR", "CPCOR2", "CPCOR3", "PA0", "PA1", "PA2", "PA3"];
    let kept = result.coefficients.iter().filter(|(name, _)| !aside.contains(&name.as_str()));
    kept.map(|(name, found)| (name.clone(), found.value)).collect()
}

fn assert_written(certificate: &Certificate, found: &xmlcon::Calibration, relative: f64) {
    let known = equation::find(found.equation).unwrap();
    for (name, value) in expected(certificate, found.equation) {
        let read = found.coefficient(&name).unwrap();
        assert!((read - value).abs() <= relative * value.abs(), "{}: {name} {read} {value}", known.id());
    }
}

#[test]
fn commands_and_cal_files_hold_the_certificates_coefficients() {
    let certificate = measured();
    let folder = folder(&certificate);
    for form in ["sea-bird-commands", "sea-bird-cal"] {
        run(
            &folder,
            &["--to", form, "--instrument", "SBE 37", "--depth-range", "0:6000dbar", "--output", "%/out.txt"],
        )
        .unwrap();
        let text = std::fs::read_to_string(folder.path().join("out.txt")).unwrap();
        let groups = reply::read(&format!("SBE37\n{text}")).unwrap();
        let found: Vec<_> = groups.iter().flat_map(reply::Group::calibrations).collect();
        assert_eq!(found.len(), 3);
        // Seven digits.
        found.iter().for_each(|found| assert_written(&certificate, found, 5.1e-7));
        let conductivity = found.iter().find(|found| found.equation.ends_with("conductivity")).unwrap();
        let full =
            &certificate.items[0].quantities.iter().find(|one| one.quantity == "conductivity").unwrap();
        let (reduced, linear) =
            (conductivity.coefficient("CPCOR").unwrap(), full.coefficients["CPCOR"].value);
        assert!((reduced - linear).abs() > 1e-10, "{reduced} {linear}");
        let said =
            run(&folder, &["--to", form, "--instrument", "SBE 37", "--depth-range", "0:6000dbar"]).unwrap();
        assert!(
            said.out == text && said.aside.starts_with("SIMULATED") && said.aside.contains("without CPCOR2")
        );
        let is_cal = form == "sea-bird-cal";
        assert_eq!(text.starts_with("# SIMULATED: "), is_cal, "{text}");
        assert_eq!(text.contains("\nINSTRUMENT_TYPE=SBE37\nSERIALNO="), is_cal, "{text}");
        // Remarks are passed over.
        let plain: String =
            text.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect();
        assert_eq!(reply::read(&format!("SBE37\n{plain}")).unwrap(), groups);
    }
}

#[test]
fn a_configuration_gets_the_coefficients_and_keeps_the_rest() {
    let certificate = measured();
    let folder = folder(&certificate);
    let before = configuration("7");
    let path = folder.path().join("a.xmlcon");
    std::fs::write(&path, &before).unwrap();
    run(&folder, &["--to", "xmlcon", "--into", "%/a.xmlcon", "--serial", "7", "--output", "%/a.xmlcon"])
        .unwrap();
    let written = std::fs::read_to_string(&path).unwrap();
    let read = xmlcon::parse(&written).unwrap();
    for channel in &read.channels {
        let xmlcon::Conversion::Equation(found) = &channel.sensor.conversion else { panic!() };
        assert_written(&certificate, found, 5.1e-9);
        assert_eq!((found.slope, found.offset), (1.0, 0.0));
        assert_eq!(channel.sensor.serial_number, "7");
    }
    assert!(written.ends_with("<!-- kept --></SBE_InstrumentConfiguration>\r\n"));
    assert_eq!(written.matches("\r\n").count(), before.matches("\r\n").count());
    run(&folder, &["--to", "xmlcon", "--quantity", "pressure", "--output", "%/pressure.xml"]).unwrap();
    let element = std::fs::read_to_string(folder.path().join("pressure.xml")).unwrap();
    let (remark, rest) = element.split_once('\n').unwrap();
    assert!(remark.starts_with("<!-- SIMULATED: ") && remark.ends_with(" -->"), "{remark}");
    assert!(rest.starts_with("<PressureSensor SensorID=\"46\" >\n") && rest.matches("<PA1>").count() == 1);
    let array = format!(
        "<SensorArray Size=\"1\"><Sensor index=\"0\" SensorID=\"46\">{element}</Sensor></SensorArray>"
    );
    let whole = format!(
        "<SBE_InstrumentConfiguration><Instrument Type=\"9\"><Name>SBE 37</Name>{array}</Instrument></SBE_InstrumentConfiguration>"
    );
    let read = xmlcon::parse(&whole).unwrap();
    let xmlcon::Conversion::Equation(found) = &read.channels[0].sensor.conversion else { panic!("{read:?}") };
    assert_written(&certificate, found, 5.1e-9);
}

#[test]
fn an_offset_stands_for_temperatures_terms_only_where_depths_are_asked_for() {
    let certificate = measured();
    let folder = folder(&certificate);
    std::fs::write(folder.path().join("a.xmlcon"), configuration("7")).unwrap();
    let offset = |words: &[&str]| {
        let words = [
            &["--to", "xmlcon", "--quantity", "temperature", "--into", "%/a.xmlcon", "--serial", "7"],
            words,
        ]
        .concat();
        run(&folder, &[&words[..], &["--output", "%/b.xmlcon"]].concat()).unwrap();
        let read = xmlcon::parse(&std::fs::read_to_string(folder.path().join("b.xmlcon")).unwrap()).unwrap();
        let xmlcon::Conversion::Equation(found) = &read.channels[0].sensor.conversion else { panic!() };
        found.offset
    };
    assert!(offset(&[]).abs() <= 0.0);
    let result = &certificate.items[0].quantities.iter().find(|one| one.quantity == "temperature").unwrap();
    let of = |name: &str| result.coefficients[name].value;
    let at = |p: f64| p * (of("TPCOR") + p * of("TPCOR2"));
    // Between two near depths the terms are nearly their middle.
    let found = offset(&["--depth-range", "5990:6010dbar"]);
    assert!((found - at(6000.0)).abs() < 1e-6, "{found} {}", at(6000.0));
}

#[test]
fn what_cannot_be_written_is_refused_and_leaves_no_file() {
    let certificate = measured();
    let folder = folder(&certificate);
    std::fs::write(folder.path().join("a.xmlcon"), configuration("7")).unwrap();
    let cases: [(&[&str], &str); 10] = [
        (&["--to", "sea-bird-commands"], "say by --instrument which it is: SBE 37"),
        (
            &["--to", "sea-bird-commands", "--instrument", "SBE 911plus"],
            "which has none for coefficients: accepted: an SBE 37, 45",
        ),
        (
            &["--to", "sea-bird-commands", "--instrument", "SBE 19plus", "--quantity", "temperature"],
            "in the memory of an SBE 19plus: accepted: sea-bird/sbe-16plus-temperature",
        ),
        (
            &["--to", "xmlcon", "--quantity", "depth"],
            "--quantity depth: the certificate has temperature, conductivity",
        ),
        (
            &["--to", "xmlcon", "--item", "other"],
            "--item: 0 of the certificate's items are meant: accepted: one of",
        ),
        (
            &["--to", "xmlcon", "--into", "%/a.xmlcon"],
            "serial numbers of such sensors there: 7; --serial says which one is meant",
        ),
        (&["--to", "xmlcon", "--into", "%/none.xmlcon"], "cannot put coefficients into"),
        (
            &["--to", "rbr", "--channels", "temperature=2"],
            "sea-bird/sbe-37-temperature is no equation of an RBR logger",
        ),
        (&["--to", "rbr", "--channels", "temperature"], "`temperature` is not QUANTITY=CHANNEL"),
        (&["--to", "xmlcon", "--depth-range", "6000"], "accepted: two sea pressures from 0 to 13000 dbar"),
    ];
    for (words, expected) in cases {
        let said = refused(&folder, &[words, &["--output", "%/out"]].concat());
        assert!(said.contains(expected), "{words:?}\n{said}");
        assert!(!folder.path().join("out").exists());
    }
    let said = refused(&folder, &["--to", "xmlcon", "--into", "%/a.xmlcon"]);
    assert!(said.contains("--output"), "{said}");
    std::fs::write(folder.path().join(CERTIFICATE_FILE), "{}").unwrap();
    assert!(refused(&folder, &["--to", "xmlcon"]).contains("cannot read the certificate"));
}

/// A certificate of an RBR sensor, made from another by putting RBR's equation into it.
#[test]
fn a_logger_gets_commands_for_the_equation_it_has() {
    let mut certificate = measured();
    let item = &mut certificate.items[0];
    item.quantities.retain(|result| result.quantity == "conductivity");
    let known = equation::find("rbr/conductivity").unwrap();
    let result = &mut item.quantities[0];
    known.id().clone_into(&mut result.equation);
    result.equation_version = known.version();
    let any = result.coefficients.values().next().unwrap().clone();
    let values = [0.03, 158.0, 1.0, 2e-4, 3e-5, 4.2e-7, -7e-12, 6e-17, 15.0, 10.25];
    result.coefficients = known
        .coefficients()
        .iter()
        .zip(values)
        .map(|(name, value)| {
            (
                (*name).to_owned(),
                certificate::Coefficient { value, standard_uncertainty: None, ..any.clone() },
            )
        })
        .collect();
    let folder = folder(&certificate);
    let text = |words: &[&str]| {
        run(&folder, &[&["--to", "rbr", "--output", "%/out"], words].concat()).unwrap();
        std::fs::read_to_string(folder.path().join("out")).unwrap()
    };
    let whole = text(&["--channels", "conductivity=1"]);
    assert!(whole.lines().all(|line| line.starts_with("calibration 1 datetime = 2")), "{whole}");
    assert!(whole.contains("x3 = -7.0000000e-012") && whole.contains("x6 = 1.0250000e+001"), "{whole}");
    let linear =
        text(&["--channels", "conductivity=conductivity_00", "--conductivity-equation", "corr_cond"]);
    let said = rbr_command::read(&linear).unwrap();
    assert_eq!((said.len(), said[0].channel.as_str()), (3, "conductivity_00"));
    let of = |name: &str| {
        said.iter().flat_map(|said| &said.coefficients).find(|(known, _)| known == name).unwrap().1
    };
    assert!(of("x2") < 4.2e-7 && of("x2") > 3.5e-7, "{}", of("x2"));
    assert_eq!((of("x3"), of("x4"), of("slope"), of("offset")), (15.0, 10.25, 1.0, 0.0));
    let said = refused(&folder, &["--to", "rbr"]);
    assert!(said.contains("no channel for conductivity: add conductivity=NUMBER"), "{said}");
}

#[test]
fn simulated_certificates_and_trials_need_leave_and_are_marked() {
    let mut certificate = measured();
    certificate.complete = false;
    "TRIAL: too few points.".clone_into(&mut certificate.completeness);
    let both = folder(&certificate);
    let element = ["--to", "xmlcon", "--quantity", "pressure"];
    let with = |folder: &TempDir, leave: &[&str]| {
        run_without_leave(folder, &[&element, leave].concat()).map(|said| said.out)
    };
    let said = with(&both, &[]).unwrap_err();
    assert!(said.contains("it is SIMULATED") && said.contains("--allow-simulated"), "{said}");
    assert!(said.contains("it is a TRIAL") && said.contains("(TRIAL: too few points.)"), "{said}");
    assert!(said.contains("--allow-trial"), "{said}");
    let said = with(&both, &["--allow-simulated", "--output", "%/out"]).unwrap_err();
    assert!(said.contains("--allow-trial") && !said.contains("--allow-simulated"), "{said}");
    let said = with(&both, &["--allow-trial", "--output", "%/out"]).unwrap_err();
    assert!(said.contains("--allow-simulated") && !said.contains("--allow-trial"), "{said}");
    assert!(!both.path().join("out").exists());
    let text = with(&both, &["--allow-trial", "--allow-simulated"]).unwrap();
    assert!(text.starts_with("<!-- SIMULATED: ") && text.lines().nth(1).unwrap().starts_with("<!-- TRIAL: "));
    certificate.complete = true;
    certificate.simulated = false;
    certificate.checks.valid = false;
    "INVALID: the zero has moved.".clone_into(&mut certificate.checks.statement);
    let invalid = folder(&certificate);
    let said = with(&invalid, &[]).unwrap_err();
    assert!(said.contains("(INVALID: the zero has moved.)") && said.contains("--allow-trial"), "{said}");
    assert!(with(&invalid, &["--allow-trial"]).unwrap().starts_with("<!-- INVALID: "));
    certificate.checks.valid = true;
    let neither = folder(&certificate);
    assert!(with(&neither, &[]).unwrap().starts_with("<PressureSensor "));
}

#[test]
fn a_certificate_is_never_overwritten() {
    let certificate = measured();
    let folder = folder(&certificate);
    let path = folder.path().join(CERTIFICATE_FILE);
    let before = std::fs::read(&path).unwrap();
    let output = format!("%/{CERTIFICATE_FILE}");
    let said = refused(&folder, &["--to", "sea-bird-cal", "--instrument", "SBE 37", "--output", &output]);
    assert!(said.contains("that is the input; give it another name"), "{said}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    let line = ["coefficients", path.to_str().unwrap(), "--to", "xmlcon", "--allow-simulated", "--output"];
    let line = Line::try_parse_from(line.into_iter().chain([path.to_str().unwrap()])).unwrap();
    assert!(act(&line.arguments).is_err());
    assert_eq!(std::fs::read(&path).unwrap(), before);
}
