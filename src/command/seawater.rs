//! `hadal seawater`: properties of seawater from the surface to 127 MPa, of one state or of a table.

use super::Ending;
use crate::columns::{self, Table, number};
use crate::seawater::{Input, Recipe, Uncertainty, column_names, columns as computed, properties};
use anyhow::bail;
use clap::builder::PossibleValuesParser;
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
    Names and units are those of GSW. Without lon and lat, SA is Reference Salinity (Standard Seawater).\n\
    TEOS-10 and PSS-78 end at 10,000 dbar: beyond, values are extrapolated, in_range is 0, and the\n\
    uncertainty grows. An empty cell or NaN in a table means no value, and gives none.")]
pub struct Arguments {
    /// Properties by name, with commas between, such as rho,sound_speed,CT
    #[arg(
        required_unless_present = "list",
        value_name = "PROPERTY[,PROPERTY...]",
        value_delimiter = ',',
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(ALL.iter().map(|property| property.name))
    )]
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
    #[arg(long, allow_negative_numbers = true)]
    sp: Option<f64>,
    /// Absolute Salinity, g/kg
    #[arg(long, allow_negative_numbers = true)]
    sa: Option<f64>,
    /// Conductivity, mS/cm
    #[arg(long, allow_negative_numbers = true)]
    c: Option<f64>,
    /// In-situ temperature, degC (ITS-90)
    #[arg(long, allow_negative_numbers = true)]
    t: Option<f64>,
    /// Conservative Temperature, degC
    #[arg(long, allow_negative_numbers = true)]
    ct: Option<f64>,
    /// Sea pressure (absolute less one standard atmosphere), dbar
    #[arg(long, allow_negative_numbers = true)]
    p: Option<f64>,
    /// Latitude, degrees north; depth and gravity need it
    #[arg(long, allow_negative_numbers = true)]
    lat: Option<f64>,
    /// Longitude, degrees east; with lat, SA is that of the place
    #[arg(long, allow_negative_numbers = true)]
    lon: Option<f64>,
    /// Which columns serve where a table has several that say the same, such as SP and SA
    #[arg(long = "use", value_name = "COLUMN,COLUMN")]
    use_columns: Option<String>,
    /// The standard uncertainty of each property too: that of the formulation, not of the inputs
    #[arg(long)]
    uncertainty: bool,
}

impl Arguments {
    /// The numbers given as options.
    fn constants(&self) -> anyhow::Result<Vec<(Input, f64)>> {
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
        match constants.iter().find(|(_, value)| !value.is_finite()) {
            Some((input, value)) => bail!("{} {value}: accepted: a finite number", input.option()),
            None => Ok(constants),
        }
    }

    /// The inputs named by `--use`.
    fn chosen(&self) -> anyhow::Result<Vec<Input>> {
        let mut chosen = Vec::new();
        for name in self.use_columns.iter().flat_map(|text| text.split(',')).map(str::trim) {
            match Input::ALL.into_iter().find(|input| input.headers().contains(&name)) {
                Some(input) => chosen.push(input),
                None => bail!("--use: `{name}` is no input: accepted: SP, SA, C, t, CT"),
            }
        }
        Ok(chosen)
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
    let (constants, chosen) = (arguments.constants()?, arguments.chosen()?);
    let table = arguments.input.as_deref().map(Table::open).transpose()?;
    let recipe = Recipe::new(&constants, table.as_ref(), &chosen)?;
    if let Some(property) = wanted.iter().find(|property| property.needs_latitude() && !recipe.has_latitude())
    {
        bail!("{}: it needs a latitude: give --lat or a column `lat`", property.name);
    }
    let uncertainty = arguments.uncertainty();
    match table {
        Some(table) => {
            let names = column_names(&wanted, uncertainty);
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            columns::append(table, arguments.output.as_deref(), &names, |batch| {
                Ok(computed(&wanted, &recipe.states(batch)?, uncertainty))
            })?;
        }
        None if arguments.output.is_some() => bail!("--output is for tables: add --input, or leave it out"),
        None => super::say(&one_state(&wanted, &recipe, uncertainty))?,
    }
    Ok(Ending::Success)
}

/// A line for each property of one state.
fn one_state(wanted: &[&Property], recipe: &Recipe, uncertainty: Uncertainty) -> String {
    let state = recipe.state();
    let mut text = String::new();
    for property in wanted {
        let assessed = property.assess(&state);
        let mut line = format!("{:<24} {:>24} {:<10}", property.name, number(assessed.value), property.unit);
        if uncertainty == Uncertainty::Shown {
            write!(line, " u = {:<9.1e}", assessed.standard_uncertainty).ok();
        }
        let standing = match assessed.standing {
            Standing::InRange => String::new(),
            Standing::Extrapolated => {
                format!(" extrapolated beyond the range of {}", property.formulation.name())
            }
            Standing::Undefined => " no value here".to_owned(),
        };
        // Writing to a String cannot fail.
        writeln!(text, "{}", (line + &standing).trim_end()).ok();
    }
    text
}

/// All properties.
fn list() -> String {
    let mut text = String::new();
    for property in ALL {
        let Property { name, unit, meaning, formulation, .. } = property;
        writeln!(text, "{name:<24} {unit:<9} {meaning} ({})", formulation.name()).ok();
    }
    text
}
