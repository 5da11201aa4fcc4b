//! Casts from invented files, whole; and from the makers' files, where they are at hand.

mod makers_files;
mod plans;
mod raw;

use super::{Cast, Plan, Supplement, from_sea_bird};
use crate::format::sea_bird::hex::BadScans;
use crate::format::sea_bird::{tests::invented, xmlcon};

/// A 911plus with two thermometers, two cells and an oxygen sensor; two scans.
fn profiler() -> Cast {
    let configuration = Some(xmlcon::parse(invented::SBE_911_XMLCON).unwrap());
    let known = Supplement { configuration, ..Supplement::default() };
    from_sea_bird(invented::SBE_911_HEX.as_bytes(), &known, BadScans::Blank).unwrap()
}

/// A profile of a metre a second, sampled at 4 Hz, 20 s down and 20 s up, by a 19plus.
fn profile() -> Cast {
    let configuration = Some(xmlcon::parse(invented::SBE_19_XMLCON).unwrap());
    let known = Supplement { configuration, ..Supplement::default() };
    let mut file = invented::SBE_19_HEX.split_once("*END*").unwrap().0.to_owned() + "*END*\n";
    for scan in 0..160_i32 {
        let steps = if scan < 80 { scan } else { 160 - scan };
        let (temperature, conductivity) = (0x08_0000 + 40 * steps, 0x1B_5880 + 60 * steps);
        let pressure = 0x0C_8000 + 100 * steps;
        file += &format!("{temperature:06X}{conductivity:06X}{pressure:06X}666633330000\n");
    }
    from_sea_bird(file.as_bytes(), &known, BadScans::Blank).unwrap()
}

fn plan(steps: &str) -> Plan {
    Plan::parse(&format!("schema = \"hadal-processing/1\"\n{steps}")).unwrap()
}
