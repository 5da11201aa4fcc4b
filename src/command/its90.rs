//! `hadal its90`: W, resistance, t90 and t68 of a platinum thermometer, one value or a table of them.

mod table;
#[cfg(test)]
mod tests;
mod thermometer;

use super::Ending;
use crate::columns::number;
use anyhow::bail;
use std::fmt::Write as _;
use std::path::PathBuf;
use thermometer::{Given, Thermometer, Values};

/// Arguments of `hadal its90`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    value: Value,
    /// Table to write (standard output without it); it appears whole or not at all
    #[arg(long, requires = "input")]
    output: Option<PathBuf>,
    #[command(flatten)]
    thermometer: ThermometerArguments,
    #[command(flatten)]
    uncertainty: UncertaintyArguments,
}

const EXAMPLES: &str = "Columns of a table: one of W, R (ohm), t90 (degC), t68 (degC); all columns are kept, and t90 [degC], t68 [degC], W [1], \
    Wr [1] and in_range (1 or 0) appended. An empty cell or NaN means no value, and gives none. t68 is given from -200 to \
    630 degC.\n\n\
    Uncertainties are standard ones (k = 1). The triple point of water counts twice, at calibration and, in another cell, at \
    use. Neither the non-uniqueness of the scale (some tenths of a mK at most) nor the thermometer's drift is in them.\n\n\
    Examples:\n  hadal its90 --t90 29.7646\n  \
    hadal its90 --r 28.51 --rtpw 25.5 --subrange hg-ga --a -2.79669e-4 --b -3.19947e-4\n  \
    hadal its90 --w 1.1181 --subrange tpw-ga --a -2.8e-4 --uncertainty --u-tpw 0.05 --u-ga 0.1 --u-w 1e-7\n  \
    hadal its90 --input points.csv --output out.csv --subrange tpw-in --a -2.8e-4";

/// What to start from.
#[derive(clap::Args)]
#[group(required = true, multiple = false)]
struct Value {
    /// Resistance ratio R(t)/R(0.01 °C)
    #[arg(long, value_parser = finite, allow_hyphen_values = true)]
    w: Option<f64>,
    /// Resistance at zero current, ohm; needs --rtpw
    #[arg(long, value_parser = finite, allow_hyphen_values = true, requires = "rtpw")]
    r: Option<f64>,
    /// Temperature on the ITS-90, °C
    #[arg(long, value_parser = finite, allow_hyphen_values = true)]
    t90: Option<f64>,
    /// Temperature on the IPTS-68, °C
    #[arg(long, value_parser = finite, allow_hyphen_values = true)]
    t68: Option<f64>,
    /// A table (CSV) with one such column; - is standard input
    #[arg(long)]
    input: Option<PathBuf>,
}

/// The thermometer; without --subrange, the ideal one of the reference functions.
#[derive(clap::Args)]
struct ThermometerArguments {
    /// Subrange of the deviation function: hg-ga (-38.8344 to 29.7646 °C), tpw-ga (0 to 29.7646 °C), tpw-in
    /// (0 to 156.5985 °C) or tpw-sn (0 to 231.928 °C)
    #[arg(long)]
    subrange: Option<hadal_models::standards::its90::Subrange>,
    /// First coefficient of the deviation function
    #[arg(long, value_parser = finite, allow_hyphen_values = true, requires = "subrange")]
    a: Option<f64>,
    /// Second coefficient; hg-ga and tpw-sn only
    #[arg(long, value_parser = finite, allow_hyphen_values = true, requires = "a")]
    b: Option<f64>,
    /// Resistance at the triple point of water, ohm
    #[arg(long, value_parser = finite, allow_hyphen_values = true)]
    rtpw: Option<f64>,
}

/// Standard uncertainties (k = 1).
#[derive(clap::Args)]
struct UncertaintyArguments {
    /// Give a standard uncertainty too: of t90 or, where a temperature is given, of W; every point of
    /// the subrange, water and the reading need theirs
    #[arg(long, requires = "subrange")]
    uncertainty: bool,
    /// Triple point of water, mK: once at calibration and, in another cell, once at use
    #[arg(long, value_parser = not_negative, allow_hyphen_values = true, requires = "uncertainty")]
    u_tpw: Option<f64>,
    /// Triple point of mercury, mK
    #[arg(long, value_parser = not_negative, allow_hyphen_values = true, requires = "uncertainty")]
    u_hg: Option<f64>,
    /// Melting point of gallium, mK
    #[arg(long, value_parser = not_negative, allow_hyphen_values = true, requires = "uncertainty")]
    u_ga: Option<f64>,
    /// Freezing point of indium, mK
    #[arg(long, value_parser = not_negative, allow_hyphen_values = true, requires = "uncertainty")]
    u_in: Option<f64>,
    /// Freezing point of tin, mK
    #[arg(long, value_parser = not_negative, allow_hyphen_values = true, requires = "uncertainty")]
    u_sn: Option<f64>,
    /// The reading W itself: a ratio, not mK
    #[arg(long, value_parser = not_negative, allow_hyphen_values = true, requires = "uncertainty")]
    u_w: Option<f64>,
}

/// Converts one value, or every row of a table.
///
/// # Errors Coefficients or resistances that fit no thermometer, a table that cannot be read, or an output
/// that cannot be written. A value outside the subrange is no error; it is flagged.
pub fn execute(arguments: &Arguments) -> anyhow::Result<Ending> {
    let thermometer = Thermometer::new(&arguments.thermometer, &arguments.uncertainty)?;
    if !thermometer.is_acceptable() {
        super::mention(
            "note: no thermometer of the ITS-90 has these coefficients: it asks for W(Ga) of 1.11807 or more, or W(Hg) of \
             0.844235 or less",
        );
    }
    let Value { w, r, t90, t68, input } = &arguments.value;
    if let Some(input) = input {
        table::convert(&thermometer, input, arguments.output.as_deref())?;
        return Ok(Ending::Success);
    }
    let given = [(Given::Ratio, w), (Given::Resistance, r), (Given::T90, t90), (Given::T68, t68)];
    let mut given = given.into_iter().filter_map(|(given, value)| value.map(|value| (given, value)));
    let Some((given, value)) = given.next() else {
        bail!("nothing to convert: give one of --w, --r, --t90, --t68, --input");
    };
    let values = thermometer.values(given, value)?;
    super::say(&described(&thermometer, given, &values))?;
    Ok(Ending::Success)
}

/// One value, a line for each quantity.
fn described(thermometer: &Thermometer, given: Given, values: &Values) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: String| writeln!(text, "{name:<11}{value}").unwrap_or_default();
    line("t90", format!("{} °C", number(values.t90_celsius)));
    line("t68", format!("{} °C", number(values.t68_celsius)));
    line("W", number(values.ratio));
    line("Wr", number(values.reference_ratio));
    let answer = if values.in_range { "yes" } else { "no" };
    line("in range", format!("{answer} ({})", thermometer.range_in_words()));
    if let Some(uncertainty) = values.uncertainty {
        let name = given.uncertainty_name();
        line(name, number(uncertainty));
        for (name, kelvin) in thermometer.contributions(values.ratio) {
            line("", format!("{name}: {:.4} mK", kelvin * 1e3));
        }
    }
    text
}

fn finite(text: &str) -> Result<f64, String> {
    let value = text.parse::<f64>().ok().filter(|value| value.is_finite());
    value.ok_or_else(|| "accepted: a finite decimal number such as 1.11813889".to_owned())
}

fn not_negative(text: &str) -> Result<f64, String> {
    let value = finite(text).ok().filter(|value| *value >= 0.0);
    value.ok_or_else(|| "accepted: a finite decimal number, zero or more".to_owned())
}
