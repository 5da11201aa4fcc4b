//! Raw files with what the maker's own program made of them. The files are not ours to commit: see docs/validation.md.

use super::*;
use crate::cast::{Hysteresis, from_cnv};
use crate::format::sea_bird::cnv;

/// The maker takes 14.7 psi for an atmosphere, 10.1353 dbar; it is 10.1325.
const ATMOSPHERE_DBAR: f64 = 14.7 * 0.689_475_729_3 - 10.1325;

fn file(name: &str) -> Vec<u8> {
    let folder = std::env::var("HADAL_SEA_BIRD_FILES").expect("HADAL_SEA_BIRD_FILES names a folder");
    std::fs::read(std::path::Path::new(&folder).join(name)).expect(name)
}

/// Greatest difference, ours less theirs: files of one length, and a value in every row of both.
fn greatest_of_files(ours: &[f64], theirs: &[f64], shift: f64) -> f64 {
    assert!(theirs.len() > 10);
    let shifted: Vec<f64> = ours.iter().map(|ours| ours - shift).collect();
    greatest(&shifted, theirs)
}

#[test]
#[ignore = "needs the makers' files"]
fn val_a_microcat_is_converted_as_sbe_data_processing_does() {
    let mut cast = from_sea_bird(
        &file("SBE37SM-RS232_03716125_2017_11_16.hex"),
        &Supplement::default(),
        BadScans::Refuse,
    )
    .unwrap();
    Plan::conversion_only().apply(&mut cast).unwrap();
    let theirs = from_cnv(cnv::read(&file("SBE37SM-RS232_03716125_2017_11_16.cnv")).unwrap());
    let difference = |name: &str, shift| {
        greatest_of_files(cast.values(name).unwrap(), theirs.values(name).unwrap(), shift)
    };
    // Half of the last digit printed, and of the coefficients' seven digits what they leave open.
    let (t, c, p) = (
        difference("temperature", 0.0),
        difference("conductivity", 0.0),
        difference("pressure", ATMOSPHERE_DBAR),
    );
    println!("temperature {t:.1e} K, conductivity {c:.1e} S/m, pressure {p:.1e} dbar");
    assert!(t < 6e-5 && c < 6e-7 && p < 6e-4);
}

#[test]
#[ignore = "needs the makers' files"]
fn val_a_19plus_is_converted_as_by_others() {
    let text = String::from_utf8(file("SBE19plusV2_8106_ph_DO_leg2.xmlcon")).unwrap();
    let configuration = Some(xmlcon::parse(&text).unwrap());
    // What the maker calls the raw output of the oxygen sensor is as measured.
    let known = Supplement { configuration, hysteresis: Hysteresis::AsMeasured, ..Supplement::default() };
    let mut cast =
        from_sea_bird(&file("SBE19plus_01908106_2023_06_19_0001.hex"), &known, BadScans::Refuse).unwrap();
    Plan::conversion_only().apply(&mut cast).unwrap();
    let theirs = from_cnv(cnv::read(&file("SBE19plus_01908106_2023_06_19_0001.cnv")).unwrap());
    let difference = |name: &str, shift| {
        greatest_of_files(cast.values(name).unwrap(), theirs.values(name).unwrap(), shift)
    };
    let (t, c, p) = (
        difference("temperature", 0.0),
        difference("conductivity", 0.0),
        difference("pressure", ATMOSPHERE_DBAR),
    );
    let (ph, oxygen) = (difference("ph", 0.0), difference("oxygen_voltage", 0.0));
    println!(
        "temperature {t:.1e} K, conductivity {c:.1e} S/m, pressure {p:.1e} dbar, pH {ph:.1e}, oxygen {oxygen:.1e} V"
    );
    assert!(t < 6e-5 && c < 6e-7 && p < 6e-4 && ph < 6e-4 && oxygen < 6e-7);
}
