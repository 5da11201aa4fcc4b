//! DH Instruments (Fluke) PPCH hydraulic pressure controller: words on RS-232, CR LF, one message outstanding.
//!
//! Sources, DH Instruments' manuals: PPCH (2009), pages 31 and 34 (ready), 124 (`STAT`, `TP`) and 126 (`UL`, `UNIT`);
//! PPCH-G (2007), pages 99 (`HEAD`, `HS`), 105 (`PRR`, `PS`) and 107 (`QPRR`); PPC4 (2009), page 143 (`ABORT` closes the
//! control valves and leaves the exhaust alone) and 151 (`HS`); PPC3, pages 87 (the two syntaxes; every message on COM1
//! is answered, and the answer must be waited for), 103 (`PS` answers with its target) and 109 (`SS`); PPC2+, pages 108
//! (`SR`), 114 (`VENT`) and 116 (`ERR# nn` at once, its text by `ERR`); PPC2 AF, pages 57 (list; CR LF) and 58 (errors).
//!
//! In the *enhanced* syntax `TP?` asks and `HS 0.1` sets; in the *classic* one `TP` asks and `HS=0.1` sets. Which one an
//! instrument takes is set at its front panel; both are read here. `STAT` of the hydraulic PPCH is 1 while it drives,
//! holds or vents and 0 otherwise; its gas sisters give sums of codes (32: at the target), which are read as well.
//!
//! Derived: the length of the line of `VER`, and that a wrong `UNIT` is error 6.

mod reply;
mod request;

pub use reply::{Reply, ReplyDecoder};
pub use request::{Message, Request, RequestDecoder, Setting, Syntax};

/// Numbers of the errors that the twin's controller gives (PPC2 AF manual, page 58).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ErrorCode {
    /// 6: a number is missing or out of range.
    OutOfRange,
    /// 7: an argument is missing or improper.
    ImproperArgument,
    /// 9: no such command.
    UnknownCommand,
    /// 12: too much pressure.
    OverPressured,
    /// 13: letters where a number should be.
    TextInNumber,
}

impl ErrorCode {
    /// Its number.
    pub fn number(self) -> u8 {
        match self {
            Self::OutOfRange => 6,
            Self::ImproperArgument => 7,
            Self::UnknownCommand => 9,
            Self::OverPressured => 12,
            Self::TextInNumber => 13,
        }
    }

    /// Its text, which `ERR` gives.
    pub fn text(self) -> &'static str {
        match self {
            Self::OutOfRange => "Numeric argument missing or out of range",
            Self::ImproperArgument => "Missing or improper command argument(s)",
            Self::UnknownCommand => "Unknown command",
            Self::OverPressured => "System overpressured",
            Self::TextInNumber => "Text detected in numeric field",
        }
    }
}

/// Whether the pressure may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Readiness {
    /// `R`.
    Ready,
    /// `NR`.
    NotReady,
}

/// What pressure is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Zero {
    /// `a`: vacuum.
    Vacuum,
    /// `g`: the atmosphere.
    Atmosphere,
}

/// The column of fluid between the controller and what is under test.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Head {
    /// Height of what is under test above the controller, in the length unit.
    pub height: f64,
    /// The length unit.
    pub unit: HeadUnit,
    /// The fluid.
    pub fluid: Fluid,
}

/// Unit of a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum HeadUnit {
    /// `in`.
    Inch,
    /// `cm`.
    Centimetre,
}

/// Fluids that the controller knows (PPCH-G manual, page 99).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Fluid {
    /// `N2`.
    Nitrogen,
    /// `Air`.
    Air,
    /// `He`.
    Helium,
    /// `Oil`.
    Oil,
    /// `H2O`.
    Water,
    /// `User`: a density entered at the front panel.
    User,
}

impl Head {
    /// No head: the correction is off.
    pub const NONE: Self = Self { height: 0.0, unit: HeadUnit::Centimetre, fluid: Fluid::Nitrogen };

    fn words(self) -> [String; 3] {
        let word = |known: Option<&'static str>| known.unwrap_or_default().to_owned();
        let unit = HEAD_UNITS.iter().find(|(_, unit)| *unit == self.unit).map(|(word, _)| *word);
        let fluid = FLUIDS.iter().find(|(_, fluid)| *fluid == self.fluid).map(|(word, _)| *word);
        [self.height.to_string(), word(unit), word(fluid)]
    }

    /// Height, unit and fluid, separated by commas.
    fn parse(text: &str) -> Option<Self> {
        let [height, unit, fluid] = text.split(',').map(str::trim).collect::<Vec<_>>().try_into().ok()?;
        let height = crate::framing::number(height).ok().filter(|height| height.abs() <= 9999.0)?;
        let unit = HEAD_UNITS.iter().find(|(word, _)| word.eq_ignore_ascii_case(unit))?.1;
        let fluid = FLUIDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(fluid))?.1;
        Some(Self { height, unit, fluid })
    }
}

const HEAD_UNITS: [(&str, HeadUnit); 2] = [("in", HeadUnit::Inch), ("cm", HeadUnit::Centimetre)];

const FLUIDS: [(&str, Fluid); 6] = [
    ("N2", Fluid::Nitrogen),
    ("Air", Fluid::Air),
    ("He", Fluid::Helium),
    ("Oil", Fluid::Oil),
    ("H2O", Fluid::Water),
    ("User", Fluid::User),
];

#[cfg(test)]
mod tests;
