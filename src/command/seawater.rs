//! `hadal seawater`: properties of seawater from the surface to 127 MPa, of one state or of a table.

#[cfg(test)]
mod tests;

use super::Ending;
use crate::columns::{self, Table, number};
use crate::seawater::{Input, Instructions, Recipe, Tally, Uncertainty, column_names, compute, properties};
use anyhow::{Context as _, bail};
use hadal_models::seawater::property::{ALL, Property, Standing};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Arguments of `hadal seawater`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    hadal seawater rho,sound_speed,t_freezing --sp 34.7 --t 2.3 --p 11000\n  \
    hadal seawater SP,CT,rho --input cast.csv --output cast-with-density.csv --uncertainty\n  \
    hadal seawater --list\n\n\
    Salinity: SP, SA (g/kg) or C (mS/cm). Temperature: t (ITS-90) or CT (degC). Sea pressure: p (dbar).\n\
    Names and units follow GSW; where it has several functions, ours is the exact one (rho is rho_t_exact):\n\
    --list says which. Without lon and lat, SA is Reference Salinity (Standard Seawater).\n\
    TEOS-10 and PSS-78 end at 10,000 dbar: beyond, values are extrapolated, in_range is 0, and the uncertainty\n\
    grows. Columns are known by these names, by those of Argo (PRES, TEMP, PSAL) and of Sea-Bird (prDM, t090C,\n\
    sal00); others by --columns. An empty cell, NaN and Sea-Bird's -9.990e-29 mean no value, and give none.")]
pub struct Arguments {
    /// Properties by name, with commas between, such as rho,sound_speed,CT
    #[arg(required_unless_present = "list", value_name = "PROPERTY[,PROPERTY...]", value_delimiter = ',')]
    properties: Vec<String>,
    /// List all properties with units and meaning
    #[arg(long)]
    list: bool,
    /// A table (CSV) with columns SP, SA or C; t or CT; p; and lat, lon if known. `-` is standard input
    #[arg(long, value_name = "CSV")]
    input: Option<PathBuf>,
    /// Where the table goes, its own columns kept [default: standard output]
    #[arg(long, value_name = "CSV")]
    output: Option<PathBuf>,
    /// Practical Salinity
    #[arg(long, allow_hyphen_values = true)]
    sp: Option<f64>,
    /// Absolute Salinity, g/kg
    #[arg(long, allow_hyphen_values = true)]
    sa: Option<f64>,
    /// Conductivity, mS/cm
    #[arg(long, allow_hyphen_values = true)]
    c: Option<f64>,
    /// In-situ temperature, degC (ITS-90)
    #[arg(long, allow_hyphen_values = true)]
    t: Option<f64>,
    /// Conservative Temperature, degC
    #[arg(long, allow_hyphen_values = true)]
    ct: Option<f64>,
    /// Sea pressure (absolute less one standard atmosphere), dbar
    #[arg(long, allow_hyphen_values = true)]
    p: Option<f64>,
    /// Latitude, degrees north; depth and gravity need it
    #[arg(long, allow_hyphen_values = true)]
    lat: Option<f64>,
    /// Longitude, degrees east; with lat, SA is that of the place
    #[arg(long, allow_hyphen_values = true)]
    lon: Option<f64>,
    /// Which column is what, where names do not tell or several would do, such as p=prSM,SP=sal11
    #[arg(long, value_name = "INPUT=COLUMN,...", value_delimiter = ',')]
    columns: Vec<String>,
    /// Numbers that mean no value, such as -999
    #[arg(long, value_name = "NUMBER,...", value_delimiter = ',', allow_hyphen_values = true)]
    missing: Vec<f64>,
    /// The standard uncertainty of each property too: that of the formulation for the state as it is, not what the
    /// inputs and their conversion contribute
    #[arg(long)]
    uncertainty: bool,
}

impl Arguments {
    fn instructions(&self) -> anyhow::Result<Instructions> {
        let given = [
            (Input::PracticalSalinity, self.sp),
            (Input::AbsoluteSalinity, self.sa),
            (Input::Conductivity, self.c),
            (Input::Temperature, self.t),
            (Input::ConservativeTemperature, self.ct),
            (Input::Pressure, self.p),
            (Input::Latitude, self.lat),
            (Input::Longitude, self.lon),
        ];
        let constants: Vec<(Input, f64)> =
            given.into_iter().filter_map(|(input, value)| Some((input, value?))).collect();
        if let Some((input, value)) = constants.iter().find(|(_, value)| !value.is_finite()) {
            bail!("{} {value}: accepted: a finite number", input.option());
        }
        let column = |text: &String| match text.split_once('=') {
            Some((input, column)) => {
                Ok((Input::named(input.trim()).context("--columns")?, column.trim().to_owned()))
            }
            None => bail!("--columns: `{text}`: accepted: INPUT=COLUMN, such as p=prDM"),
        };
        let columns: Vec<(Input, String)> = self.columns.iter().map(column).collect::<anyhow::Result<_>>()?;
        for (index, (input, column)) in columns.iter().enumerate() {
            if columns[..index].iter().any(|(other, taken)| other == input || taken == column) {
                bail!("--columns {}={column}: that input or that column is named twice", input.name());
            }
        }
        Ok(Instructions { constants, columns, missing: self.missing.clone() })
    }

    fn uncertainty(&self) -> Uncertainty {
        if self.uncertainty { Uncertainty::Shown } else { Uncertainty::Left }
    }
}

/// Prints or appends the properties.
///
/// # Errors
/// An unknown property, a state that is not wholly said, or a table that cannot be read, naming line, column and value.
pub fn execute(arguments: &Arguments) -> anyhow::Result<Ending> {
    if arguments.list {
        super::say(&list())?;
        return Ok(Ending::Success);
    }
    let wanted = properties(&arguments.properties)?;
    let uncertainty = arguments.uncertainty();
    let Some(input) = &arguments.input else {
        if arguments.output.is_some() {
            bail!("--output is for tables: add --input, or leave it out");
        }
        let recipe = Recipe::new(&arguments.instructions()?, None, &wanted)?;
        super::say(&one_state(&wanted, &recipe, uncertainty))?;
        return Ok(Ending::Success);
    };
    columns::refuse_overwriting(input, arguments.output.as_deref())?;
    let table = Table::open(input)?;
    let recipe = Recipe::new(&arguments.instructions()?, Some(&table), &wanted)?;
    super::mention(&recipe.describe(&table));
    let names = column_names(&wanted, uncertainty);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut tally = Tally::default();
    columns::append(table, arguments.output.as_deref(), &names, |batch| {
        let computed = compute(&recipe, &wanted, &recipe.states(batch)?, uncertainty);
        tally.add(&computed.tally);
        Ok(computed.columns)
    })?;
    super::mention(&tally.describe());
    Ok(Ending::Success)
}

/// A line for each property of one state.
fn one_state(wanted: &[&Property], recipe: &Recipe, uncertainty: Uncertainty) -> String {
    let state = recipe.state();
    let mut text = String::new();
    for property in wanted {
        let assessed = recipe.assess(property, &state);
        let mut line = format!("{:<24} {:>24} {:<10}", property.name, number(assessed.value), property.unit);
        if uncertainty == Uncertainty::Shown {
            write!(line, " u = {:<9.1e}", assessed.standard_uncertainty).ok();
        }
        let standing = match assessed.standing {
            Standing::InRange => String::new(),
            Standing::Extrapolated => {
                format!(" extrapolated beyond the range of {}", property.serving(&state).name())
            }
            Standing::Undefined | Standing::Absent => format!(" none: {}", property.absence(&state)),
        };
        // Writing to a String cannot fail.
        writeln!(text, "{}", (line + &standing).trim_end()).ok();
    }
    text
}

/// All properties.
fn list() -> String {
    let mut text =
        format!("{:<24} {:<9} {:<40} meaning\n", "property", "unit", "function of GSW, else formulation");
    for Property { name, unit, meaning, formulation, gsw, .. } in ALL {
        let source = if gsw.is_empty() { formulation.name() } else { gsw };
        // Writing to a String cannot fail.
        writeln!(text, "{name:<24} {unit:<9} {source:<40} {meaning}").ok();
    }
    text
}
