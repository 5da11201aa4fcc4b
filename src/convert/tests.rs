//! Files in, files out.

use super::*;
use hadal_models::cast::from_cnv;
use std::path::PathBuf;

const MICROCAT: &[u8] = include_bytes!("../../models/cast/tests/microcat.hex");

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

fn cast_of(path: &Path, calibrations: &[PathBuf]) -> anyhow::Result<Cast> {
    let raw = Raw::read(path)?;
    let known = Calibrations::read(path, calibrations, None)?;
    let mut cast = read(&raw, &known, &Given::default(), BadScans::Blank)?;
    process(&mut cast, &Processing::None, None, raw.model())?;
    Ok(cast)
}

fn refused(path: &Path, calibrations: &[PathBuf]) -> String {
    format!("{:#}", cast_of(path, calibrations).unwrap_err())
}

#[test]
fn every_form_of_output_holds_the_same_numbers() {
    let folder = Folder::new();
    let cast = cast_of(&folder.file("m.hex", MICROCAT), &[]).unwrap();
    let provenance = Provenance { raw: ("m.hex", "00"), calibrations: Vec::new() };
    for name in ["m.h5", "m.cnv", "m.csv"] {
        write(&cast, &provenance, Some(&folder.path(name))).unwrap();
    }
    let csv = std::fs::read_to_string(folder.path("m.csv")).unwrap();
    let table = hadal_models::format::csv::parse(&csv).unwrap();
    assert_eq!(table.numbers("temperature [degree_Celsius]").unwrap(), cast.values("temperature").unwrap());
    let again = from_cnv(cnv::read(&std::fs::read(folder.path("m.cnv")).unwrap()).unwrap());
    assert!((again.values("temperature").unwrap()[1] - cast.values("temperature").unwrap()[1]).abs() < 6e-5);
    assert_eq!(again.start.unwrap().year, 2017, "by the instrument's own clock");
}

#[test]
fn the_coefficients_travel_with_the_numbers_they_made() {
    let folder = Folder::new();
    let cast = cast_of(&folder.file("m.hex", MICROCAT), &[]).unwrap();
    let dataset = dataset(&cast, &Provenance { raw: ("m.hex", "00"), calibrations: vec![("a.cal", "11")] });
    assert_eq!(dataset.dimension, "time");
    let temperature = dataset.variables.iter().find(|known| known.name == "temperature").unwrap();
    let said = |name: &str| {
        let found = temperature.attributes.iter().find(|(known, _)| known == name);
        found.map_or(String::new(), |(_, said)| format!("{said:?}"))
    };
    assert!(
        said("calibration_coefficients").contains("a0 = -1.25e-4, a1 = 3e-4"),
        "{}",
        said("calibration_coefficients")
    );
    assert!(said("calibration_equation").contains("sea-bird/sbe-37-temperature"));
    assert!(said("sensor_serial_number").contains("03701001"));
}

#[test]
fn the_companion_of_the_same_stem_serves_and_what_is_given_comes_before_it() {
    let folder = Folder::new();
    let raw = folder.file("m.hex", MICROCAT);
    let own = cast_of(&raw, &[]).unwrap().values("temperature").unwrap()[0];
    folder.file("m.cal", "SBE37 V 1.0\nTA0=-1.26e-4\nTA1=3e-4\nTA2=-4.5e-6\nTA3=2e-7\n");
    let beside = cast_of(&raw, &[]).unwrap().values("temperature").unwrap()[0];
    assert!((beside - own).abs() > 0.01);
    let given = folder.file("other.cal", "SBE37 V 1.0\nTA0=-1.25e-4\nTA1=3e-4\nTA2=-4.5e-6\nTA3=2e-7\n");
    assert!((cast_of(&raw, &[given]).unwrap().values("temperature").unwrap()[0] - own).abs() < 1e-12);
}

#[test]
fn a_laboratory_calibrates_a_table_with_an_equation_of_its_own() {
    let folder = Folder::new();
    folder.file(
        "lamp.toml",
        "schema = \"hadal-equation/1\"\nid = \"our-lab/lamp\"\nversion = 1\nquantity = \"brightness\"\nunit = \"lx\"\n\
         plausible = [-1.0, 100.0]\nsource = \"bench sheet\"\nformula = \"scale * volts + slip * temperature_celsius\"\n\
         input = [{ name = \"volts\", unit = \"V\" }, { name = \"temperature_celsius\", unit = \"degree_Celsius\" }]\n\
         coefficient = [{ name = \"scale\", unit = \"V-1\", typical = 2.0 }, { name = \"slip\", unit = \"K-1\", typical = 0.0 }]\n",
    );
    let calibration = folder.file(
        "bench.toml",
        "schema = \"hadal-calibration/1\"\n[[sensor]]\nequation = \"lamp.toml\"\nserial = \"7\"\n\
         coefficient = { scale = 10.0, slip = 0.5 }\ninput = { volts = \"channel 7\" }\n\
         [[sensor]]\nequation = \"generic/polynomial\"\ncolumn = \"temperature\"\ncoefficient = { c0 = 1.0, c1 = 2.0 }\n\
         input = { input = \"counts\" }\n",
    );
    let raw = folder.file("bench.csv", "counts,channel 7,note\n2.0,0.5,a\n3.0,0.75,b\n");
    let text = std::fs::read_to_string(&calibration).unwrap();
    let less = folder.file("less.toml", text.replace("c1 = 2.0", "c2 = 2.0"));
    let error = refused(&raw, &[less]);
    assert!(error.contains("generic/polynomial needs the coefficient `c1`"), "{error}");
    let cast = cast_of(&raw, &[calibration]).unwrap();
    assert_eq!(cast.values("temperature").unwrap(), [5.0, 7.0]);
    assert_eq!(cast.values("brightness").unwrap(), [7.5, 11.0]);
    assert!(cast.remarks.iter().any(|remark| remark.contains("note")), "{:?}", cast.remarks);
}

#[test]
fn two_calibrations_of_one_sensor_are_refused_with_both_files() {
    let folder = Folder::new();
    let of = |serial: &str, a0: &str| {
        format!(
            "schema = \"hadal-calibration/1\"\n[[sensor]]\nequation = \"sea-bird/sbe-37-temperature\"\nserial = \"{serial}\"\n\
             coefficient = {{ a0 = {a0}, a1 = 3e-4, a2 = -4.5e-6, a3 = 2e-7 }}\n"
        )
    };
    let first = folder.file("first.toml", of("1001", "-1.25e-4"));
    let again = folder.file("again.toml", of("03701001", "-1.26e-4"));
    let unsaid = folder.file("unsaid.toml", of("", "-1.26e-4"));
    let other = folder.file("other.toml", of("2002", "-1.26e-4"));
    let table = folder.file("t.csv", "temperature_counts\n300000\n310000\n");
    let hex = folder.file("m.hex", MICROCAT);
    for raw in [&table, &hex] {
        for rival in [&again, &unsaid] {
            let error = refused(raw, &[first.clone(), rival.clone()]);
            let rival = rival.file_name().unwrap().to_str().unwrap();
            assert!(error.contains("first.toml and ") && error.contains(rival), "{error}");
            assert!(error.contains("two calibrations of temperature (serial number 1001; "), "{error}");
        }
    }
    let twice = folder
        .file("twice.toml", of("1001", "-1.25e-4") + of("1001", "-1.26e-4").split_once('\n').unwrap().1);
    assert!(refused(&table, &[twice]).contains("twice.toml: two calibrations of temperature"));
    // Of two that say they are of different sensors the later serves, and that is said.
    let cast = cast_of(&table, &[first, other]).unwrap();
    let said = "temperature: by the calibration of serial number `2002`, in the place of that of `1001`";
    assert!(cast.remarks.iter().any(|remark| remark.starts_with(said)), "{:?}", cast.remarks);
    let reply = |a0: &str| format!("SBE37 V 1.0\nTA0={a0}\nTA1=3e-4\nTA2=-4.5e-6\nTA3=2e-7\n");
    let replies = [folder.file("one.cal", reply("-1.25e-4")), folder.file("two.cal", reply("-1.26e-4"))];
    let error = refused(&hex, &replies);
    assert!(
        error.contains("one.cal and ") && error.contains("no serial number; no serial number"),
        "{error}"
    );
}

#[test]
fn what_cannot_be_read_says_what_could() {
    let folder = Folder::new();
    let raw = folder.file("m.hex", MICROCAT);
    assert!(refused(&folder.file("m.xyz", b""), &[]).contains("accepted are .hex, .cnv, .rsk and .csv"));
    assert!(refused(&folder.path("none.hex"), &[]).starts_with("cannot read "));
    let wrong = folder.file("wrong.cal", "nothing here");
    assert!(refused(&raw, &[wrong]).contains("accepted are a configuration (.xmlcon)"));
    let certificate = folder.file("certificate.json", "{\"schema\": 1}");
    assert!(refused(&raw, &[certificate]).contains("not a certificate"));
    let schema = folder.file("x.toml", "schema = \"hadal-calibration/9\"\nsensor = []\n");
    assert!(refused(&raw, &[schema]).contains("accepted: \"hadal-calibration/1\""));
    let unknown = "schema = \"hadal-calibration/1\"\n[[sensor]]\nequation = \"sbe-3-temp\"\ncoefficient = { gg = 1.0 }\n";
    let unknown = folder.file("y.toml", unknown);
    assert!(refused(&raw, &[unknown]).contains("has no coefficient `gg`; it has g, h, i, j, f0"));
    assert!(Form::of(Some(Path::new("x.xls"))).is_err());
}

#[test]
fn a_place_gives_depth_and_absolute_salinity_and_a_place_without_water_does_not() {
    let folder = Folder::new();
    let raw = Raw::read(&folder.file("m.hex", MICROCAT)).unwrap();
    let at = |latitude, longitude| {
        let given = Given { latitude: Some(latitude), longitude: Some(longitude), ..Given::default() };
        let mut cast = read(&raw, &Calibrations::default(), &given, BadScans::Blank).unwrap();
        process(&mut cast, &Processing::None, None, raw.model()).unwrap();
        cast
    };
    let (sea, land) = (at(11.4, 142.4), at(-89.0, 0.0));
    assert!(sea.values("depth").unwrap()[0] > 0.0 && land.variable("depth").is_some());
    assert!(land.remarks.iter().any(|remark| remark.contains("outside the atlas")), "{:?}", land.remarks);
    let ratio = |cast: &Cast| {
        cast.values("absolute_salinity").unwrap()[0] / cast.values("practical_salinity").unwrap()[0]
    };
    assert!((ratio(&land) - 35.165_04 / 35.0).abs() < 1e-12 && (ratio(&sea) - ratio(&land)).abs() > 1e-7);
}

/// The invented files are those on which the reader agrees with RBR's own (`tests/reference/rbr`).
#[test]
fn a_loggers_file_becomes_a_cast_in_our_units() {
    let folder = Folder::new();
    let database = |name: &str, sql: &str| {
        let path = folder.path(name);
        rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        path
    };
    let ctd = database("ctd.rsk", include_str!("../../tests/reference/rbr/full-2.sql"));
    let cast = cast_of(&ctd, &[]).unwrap();
    // Of the file: 10.1328125 dbar absolute or 0 of sea pressure, 42.5 mS/cm, -1.75 °C.
    let last = |name: &str| cast.values(name).unwrap()[4];
    for (name, value) in [("pressure", 0.0), ("conductivity", 4.25), ("temperature", -1.75)] {
        assert!((last(name) - value).abs() < 1e-12, "{name}");
    }
    assert_eq!(cast.variable("clock").unwrap().unit, "seconds since 1970-01-01T00:00:00Z");
    assert!(cast.variable("practical_salinity").is_some() && cast.latitude.is_some());
    let twice = database("two.rsk", include_str!("../../tests/reference/rbr/epdesktop-1.sql"));
    let cast = cast_of(&twice, &[]).unwrap();
    assert!(cast.variable("temperature").is_some() && cast.variable("temperature_2").is_some());
    let several = database("several.rsk", include_str!("../../tests/reference/rbr/version-3.sql"));
    assert!(refused(&several, &[]).contains("--schedule"));
    let given = Given { schedule: Some(1), ..Given::default() };
    let raw = Raw::read(&several).unwrap();
    let cast = read(&raw, &Calibrations::default(), &given, BadScans::Blank).unwrap();
    assert!((cast.values("pressure").unwrap()[1] - (11.25 - 10.1325)).abs() < 1e-12, "absolute in the file");
    assert_eq!(cast.sample_interval_s, Some(0.5));
}

#[test]
fn a_pressure_that_is_given_serves_every_kind_of_file_that_lacks_one() {
    let folder = Folder::new();
    let table = folder.file("t.csv", "temperature,conductivity\n4.0,3.2\n");
    let maker = "* Sea-Bird SBE 9 Data File:\n# nquan = 2\n# nvalues = 1\n# name 0 = t090C: T [ITS-90, deg C]\n\
                 # name 1 = c0S/m: C [S/m]\n# bad_flag = -9.990e-29\n# file_type = ascii\n*END*\n     4.0000    3.200000\n";
    let maker = folder.file("m.cnv", maker);
    for path in [&table, &maker] {
        let raw = Raw::read(path).unwrap();
        let at = |pressure_dbar| {
            let given = Given { pressure_dbar, ..Given::default() };
            let mut cast = read(&raw, &Calibrations::default(), &given, BadScans::Blank)?;
            process(&mut cast, &Processing::None, None, raw.model())?;
            anyhow::Ok(cast)
        };
        let (deep, unsaid) = (at(Some(4000.0)).unwrap(), at(None).unwrap());
        assert!(deep.values("practical_salinity").unwrap()[0] > 30.0);
        assert!(unsaid.variable("practical_salinity").is_none());
        assert!(unsaid.remarks.iter().any(|remark| remark.contains("no pressure, hence no salinity")));
    }
    let whole = folder.file("w.csv", "temperature,conductivity,pressure\n4.0,3.2,10.0\n");
    let raw = Raw::read(&whole).unwrap();
    let given = Given { pressure_dbar: Some(1.0), ..Given::default() };
    let error = read(&raw, &Calibrations::default(), &given, BadScans::Blank).unwrap_err();
    assert!(format!("{error:#}").contains("there is a pressure already"), "{error:#}");
}

#[test]
fn a_column_that_is_wanted_must_hold_numbers() {
    let folder = Folder::new();
    let error =
        refused(&folder.file("c.csv", "temperature,conductivity,pressure\n4,3.2,5000\n4,3.2,50O0\n"), &[]);
    assert!(error.contains("line 3: column `pressure`: value `50O0`"), "{error}");
    let cast = cast_of(&folder.file("d.csv", "temperature,note\n4,all well\n"), &[]).unwrap();
    assert!(cast.remarks.iter().any(|remark| remark.contains("left out a column")), "{:?}", cast.remarks);
}

#[test]
fn our_own_table_is_read_again() {
    let folder = Folder::new();
    let cast = cast_of(&folder.file("m.hex", MICROCAT), &[]).unwrap();
    let provenance = Provenance { raw: ("m.hex", "00"), calibrations: Vec::new() };
    write(&cast, &provenance, Some(&folder.path("m.csv"))).unwrap();
    let again = cast_of(&folder.path("m.csv"), &[]).unwrap();
    for name in ["pressure", "temperature", "conductivity", "practical_salinity"] {
        assert_eq!(again.values(name).unwrap(), cast.values(name).unwrap(), "{name}");
    }
}

#[test]
fn what_a_twin_calibrated_says_so_in_every_file() {
    let folder = Folder::new();
    let mut cast = cast_of(&folder.file("m.hex", MICROCAT), &[]).unwrap();
    cast.notices.push("c.json: SIMULATED. A digital twin answered.".to_owned());
    let provenance = Provenance { raw: ("m.hex", "00"), calibrations: Vec::new() };
    for name in ["m.h5", "m.cnv", "m.csv"] {
        write(&cast, &provenance, Some(&folder.path(name))).unwrap();
        let bytes = std::fs::read(folder.path(name)).unwrap();
        assert!(bytes.windows(9).any(|window| window == b"SIMULATED"), "{name}");
    }
}

#[test]
fn the_mark_of_a_twin_goes_from_file_to_file() {
    let folder = Folder::new();
    let mut cast = cast_of(&folder.file("m.hex", MICROCAT), &[]).unwrap();
    cast.notices.push("c.json: SIMULATED. A digital twin answered.".to_owned());
    let provenance = Provenance { raw: ("m.hex", "00"), calibrations: Vec::new() };
    for name in ["m.cnv", "m.csv"] {
        write(&cast, &provenance, Some(&folder.path(name))).unwrap();
        let again = cast_of(&folder.path(name), &[]).unwrap();
        assert_eq!(again.notices, cast.notices, "{name}");
    }
    let marked = "# SIMULATED. Of a twin.\nSBE37 V 1.0\nTA0=-1.25e-4\nTA1=3e-4\nTA2=-4.5e-6\nTA3=2e-7\n";
    let cast = cast_of(&folder.path("m.hex"), &[folder.file("own.cal", marked)]).unwrap();
    assert!(cast.notices[0].contains("SIMULATED"), "{:?}", cast.notices);
    assert!(cast.variable("conductivity").is_some(), "the heading's other coefficients still serve");
}
