//! Which Sea-Bird instrument a file is from, as far as its raw output and its equations depend on it.

/// An instrument family with one raw format and one set of equations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Model {
    /// SBE 9plus with 11plus or 17plus: frequencies and 12-bit voltages.
    Sbe911Plus,
    /// SBE 16plus and 16plus V2 SeaCAT recorder.
    Sbe16Plus,
    /// SBE 19plus and 19plus V2 SeaCAT profiler.
    Sbe19Plus,
    /// SBE 25 Sealogger.
    Sbe25,
    /// SBE 25plus Sealogger.
    Sbe25Plus,
    /// SBE 37 MicroCAT, and HydroCAT, which is one inside.
    Sbe37,
    /// SBE 39plus temperature and pressure recorder.
    Sbe39Plus,
    /// SBE 45 MicroTSG.
    Sbe45,
    /// SBE 49 FastCAT.
    Sbe49,
    /// Anything else.
    Other,
}

impl std::fmt::Display for Model {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Model::Sbe911Plus => "SBE 911plus",
            Model::Sbe16Plus => "SBE 16plus",
            Model::Sbe19Plus => "SBE 19plus",
            Model::Sbe25 => "SBE 25",
            Model::Sbe25Plus => "SBE 25plus",
            Model::Sbe37 => "SBE 37",
            Model::Sbe39Plus => "SBE 39plus",
            Model::Sbe45 => "SBE 45",
            Model::Sbe49 => "SBE 49",
            Model::Other => "instrument of another kind",
        })
    }
}

/// Names as files give them, without spaces and in lower case; a longer name stands before the one it begins with.
const NAMES: [(&str, Model); 15] = [
    ("911plus", Model::Sbe911Plus),
    ("917plus", Model::Sbe911Plus),
    ("sbe9plus", Model::Sbe911Plus),
    ("sbe16plus", Model::Sbe16Plus),
    ("sbe19plus", Model::Sbe19Plus),
    ("sbe25plus", Model::Sbe25Plus),
    ("sbe25", Model::Sbe25),
    ("sbe37", Model::Sbe37),
    ("hydrocat", Model::Sbe37),
    ("sbe39plus", Model::Sbe39Plus),
    ("sbe45", Model::Sbe45),
    ("sbe49", Model::Sbe49),
    ("sbe9datafile", Model::Sbe911Plus),
    ("sbe09", Model::Sbe911Plus),
    ("seacatplus", Model::Sbe19Plus),
];

impl Model {
    /// The model that a name means: `SBE 19plus V2 Seacat CTD` in a configuration, `SBE37SM-RS232` in a raw file,
    /// `Sea-Bird SBE 9 Data File:` in a heading.
    pub fn from_name(name: &str) -> Model {
        let plain: String = name.to_lowercase().split_whitespace().collect();
        NAMES.iter().find(|(known, _)| plain.contains(known)).map_or(Model::Other, |(_, model)| *model)
    }

    /// Whether conductivity and temperature come from SBE 4 and SBE 3 sensors, as frequencies.
    pub(super) fn has_modular_sensors(self) -> bool {
        matches!(self, Model::Sbe911Plus | Model::Sbe25 | Model::Sbe25Plus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_real_files_are_recognised() {
        let cases = [
            ("SBE 911plus/917plus CTD", Model::Sbe911Plus),
            ("* Sea-Bird SBE 9 Data File:", Model::Sbe911Plus),
            ("SBE 19plus V2 Seacat CTD", Model::Sbe19Plus),
            ("Sea-Bird SBE19plus  Data File:", Model::Sbe19Plus),
            ("SBE 16plus V2 Seacat CTD", Model::Sbe16Plus),
            ("SBE 25 Sealogger CTD", Model::Sbe25),
            ("SBE 25plus", Model::Sbe25Plus),
            ("SBE37SM-RS232", Model::Sbe37),
            ("SBE39plus", Model::Sbe39Plus),
            ("SBE 49 FastCAT CTD", Model::Sbe49),
            ("SBE 19 Seacat CTD", Model::Other),
            ("", Model::Other),
        ];
        for (name, model) in cases {
            assert_eq!(Model::from_name(name), model, "{name}");
        }
    }
}
