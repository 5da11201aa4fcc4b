//! Small files of our own for each parser, whose mutations are tried: in every run some thousands, and by hand ten million.
//!
//! A file that once made a parser fail stays here.

/// Casts.
pub(crate) const CNV: [&[u8]; 6] = [
    include_bytes!("corpus/cnv/binary.cnv"),
    include_bytes!("corpus/cnv/columns-that-touch.cnv"),
    include_bytes!("corpus/cnv/fathom.cnv"),
    include_bytes!("corpus/cnv/from-one.cnv"),
    include_bytes!("corpus/cnv/sensors.cnv"),
    include_bytes!("corpus/cnv/smallest.cnv"),
];
/// Bottle summaries.
pub(crate) const BTL: [&[u8]; 2] =
    [include_bytes!("corpus/btl/serial-numbers.btl"), include_bytes!("corpus/btl/two-rows.btl")];
/// Raw files.
pub(crate) const HEX: [&[u8]; 2] =
    [include_bytes!("corpus/hex/sbe-37.hex"), include_bytes!("corpus/hex/sbe-9.hex")];
/// Calibration replies.
pub(crate) const REPLY: [&[u8]; 4] = [
    include_bytes!("corpus/reply/elements.txt"),
    include_bytes!("corpus/reply/sheet.cal"),
    include_bytes!("corpus/reply/text.txt"),
    include_bytes!("corpus/reply/volts.txt"),
];
/// Commands and replies of a logger.
pub(crate) const RBR: [&[u8]; 3] = [
    include_bytes!("corpus/rbr/fourth-generation.txt"),
    include_bytes!("corpus/rbr/one.txt"),
    include_bytes!("corpus/rbr/third-generation.txt"),
];
/// Configurations.
pub(crate) const XMLCON: [&[u8]; 4] = [
    include_bytes!("corpus/xmlcon/groups.xmlcon"),
    include_bytes!("corpus/xmlcon/heading.xml"),
    include_bytes!("corpus/xmlcon/not-ours.xml"),
    include_bytes!("corpus/xmlcon/one-sensor.xmlcon"),
];
/// Tables.
pub(crate) const CSV: [&[u8]; 4] = [
    include_bytes!("corpus/csv/empty-lines.csv"),
    include_bytes!("corpus/csv/one.csv"),
    include_bytes!("corpus/csv/plain.csv"),
    include_bytes!("corpus/csv/quoted.csv"),
];
/// Descriptions of equations.
pub(crate) const EQUATION: [&[u8]; 2] =
    [include_bytes!("corpus/equation/smallest.toml"), include_bytes!("corpus/equation/whole.toml")];
/// Formulas of the names `a`, `b`, `x` and `y`; each line but the last is a step.
pub(crate) const FORMULA: [&[u8]; 4] = [
    include_bytes!("corpus/formula/depth.txt"),
    include_bytes!("corpus/formula/functions.txt"),
    include_bytes!("corpus/formula/one.txt"),
    include_bytes!("corpus/formula/precedence.txt"),
];
pub(crate) const PLAN: [&[u8]; 2] =
    [include_bytes!("corpus/plan/every-step.toml"), include_bytes!("corpus/plan/bins.toml")];
