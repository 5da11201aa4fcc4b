//! Coefficients of a reply under the names of our equations.

use super::Group;
use crate::format::sea_bird::model::Model;
use crate::format::sea_bird::xmlcon::Calibration;

/// Our name and the names that firmware has given the same coefficient.
pub(super) type Names = &'static [(&'static str, &'static [&'static str])];

pub(super) const COUNTS: Names =
    &[("a0", &["TA0", "A0"]), ("a1", &["TA1", "A1"]), ("a2", &["TA2", "A2"]), ("a3", &["TA3", "A3"])];
pub(super) const CONDUCTIVITY: Names = &[
    ("g", &["G", "CG"]),
    ("h", &["H", "CH"]),
    ("i", &["I", "CI"]),
    ("j", &["J", "CJ"]),
    ("CTCOR", &["CTCOR", "TCOR"]),
    ("CPCOR", &["CPCOR", "PCOR"]),
];
/// SeaCATs have none; a MicroCAT's is small.
pub(super) const WIDTH: &str = "WBOTC";
pub(super) const STRAIN_GAUGE: Names = &[
    ("PA0", &["PA0"]),
    ("PA1", &["PA1"]),
    ("PA2", &["PA2"]),
    ("PTCA0", &["PTCA0"]),
    ("PTCA1", &["PTCA1"]),
    ("PTCA2", &["PTCA2"]),
    ("PTCB0", &["PTCB0", "PTCSB0"]),
    ("PTCB1", &["PTCB1", "PTCSB1"]),
    ("PTCB2", &["PTCB2", "PTCSB2"]),
    ("PTEMPA0", &["PTEMPA0"]),
    ("PTEMPA1", &["PTEMPA1"]),
    ("PTEMPA2", &["PTEMPA2"]),
];

const SBE_63: Names = &[
    ("a0", &["OXA0"]),
    ("a1", &["OXA1"]),
    ("a2", &["OXA2"]),
    ("b0", &["OXB0"]),
    ("b1", &["OXB1"]),
    ("c0", &["OXC0"]),
    ("c1", &["OXC1"]),
    ("c2", &["OXC2"]),
    ("E", &["OXE"]),
];
const SBE_63_TEMPERATURE: Names =
    &[("ta0", &["OXTA0"]), ("ta1", &["OXTA1"]), ("ta2", &["OXTA2"]), ("ta3", &["OXTA3"])];
const DIGIQUARTZ: Names = &[
    ("C1", &["PC1"]),
    ("C2", &["PC2"]),
    ("C3", &["PC3"]),
    ("D1", &["PD1"]),
    ("D2", &["PD2"]),
    ("T1", &["PT1"]),
    ("T2", &["PT2"]),
    ("T3", &["PT3"]),
    ("T4", &["PT4"]),
];
/// The fifth, and what a SeaCAT's compensation counts are: firmware does not print them where they are these (defaults of
/// the maker's own reader for 16plus V2 and 19plus V2).
const DIGIQUARTZ_DEFAULTS: [(&str, f64); 3] = [("T5", 0.0), ("AD590M", 0.028_927), ("AD590B", -41.173_3)];

pub(super) fn of(group: &Group) -> Vec<Calibration> {
    let is_sea_cat = matches!(group.model, Model::Sbe16Plus | Model::Sbe19Plus | Model::Sbe49);
    let temperature =
        if is_sea_cat { "sea-bird/sbe-16plus-temperature" } else { "sea-bird/sbe-37-temperature" };
    let forms = [
        (temperature, COUNTS, ("none", 1.0), "TOFFSET"),
        ("sea-bird/sbe-37-conductivity", CONDUCTIVITY, ("CSLOPE", 1.0), "none"),
        ("sea-bird/sbe-37-pressure", STRAIN_GAUGE, ("PSLOPE", 1.0), "POFFSET"),
        ("sea-bird/digiquartz-pressure", DIGIQUARTZ, ("PSLOPE", 1.0), "POFFSET"),
        ("sea-bird/sbe-63-temperature", SBE_63_TEMPERATURE, ("none", 1.0), "none"),
        ("sea-bird/sbe-63-oxygen", SBE_63, ("none", 1.0), "none"),
    ];
    // Counts mean nothing until it is known which converter counted.
    let known = !matches!(group.model, Model::Other);
    let fitting = forms.into_iter().filter_map(|(equation, names, slope, offset)| {
        let read = |(ours, theirs): &(&'static str, &'static [&'static str])| {
            theirs.iter().find_map(|name| group.coefficient(name)).map(|value| (*ours, value))
        };
        let mut coefficients: Vec<(&'static str, f64)> = names.iter().map(read).collect::<Option<_>>()?;
        if equation.ends_with("conductivity") {
            coefficients.push((WIDTH, group.coefficient(WIDTH).unwrap_or(0.0)));
        } else if equation == temperature && !known {
            return None;
        } else if equation.ends_with("digiquartz-pressure") {
            coefficients.extend(DIGIQUARTZ_DEFAULTS);
        }
        Some(Calibration {
            equation,
            coefficients,
            slope: group.coefficient(slope.0).unwrap_or(slope.1),
            offset: group.coefficient(offset).unwrap_or(0.0),
        })
    });
    fitting.collect()
}
