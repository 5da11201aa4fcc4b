//! States of seawater from what is at hand (columns of a table, constants), and many properties of them at once.

use crate::columns::{Batch, Column, Table};
use anyhow::bail;
use hadal_models::quantity::{
    AbsoluteSalinity, Conductivity, ConservativeTemperature, Latitude, Longitude, Place, PracticalSalinity,
    SeaPressure, Temperature,
};
use hadal_models::seawater::absolute_salinity::{absolute_from_practical, practical_from_absolute};
use hadal_models::seawater::property::{self, Assessed, Property, Standing};
use hadal_models::seawater::{self, State};
use rayon::prelude::*;

/// A number that makes part of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Practical Salinity.
    PracticalSalinity,
    /// Absolute Salinity, g/kg.
    AbsoluteSalinity,
    /// Conductivity, mS/cm.
    Conductivity,
    /// In-situ temperature, °C (ITS-90).
    Temperature,
    /// Conservative Temperature, °C.
    ConservativeTemperature,
    /// Sea pressure, dbar.
    Pressure,
    /// Latitude, degrees north.
    Latitude,
    /// Longitude, degrees east.
    Longitude,
}

impl Input {
    /// All of them, alternatives beside each other.
    pub const ALL: [Self; 8] = [
        Self::PracticalSalinity,
        Self::AbsoluteSalinity,
        Self::Conductivity,
        Self::Temperature,
        Self::ConservativeTemperature,
        Self::Pressure,
        Self::Latitude,
        Self::Longitude,
    ];
    const SALINITY: [Self; 3] = [Self::PracticalSalinity, Self::AbsoluteSalinity, Self::Conductivity];
    const HEAT: [Self; 2] = [Self::Temperature, Self::ConservativeTemperature];

    /// Headers that mean it in a table; the first is the name that is spoken of. What `hadal seawater` itself appends is
    /// among them.
    pub const fn headers(self) -> &'static [&'static str] {
        match self {
            Self::PracticalSalinity => &["SP", "SP [1]", "sp"],
            Self::AbsoluteSalinity => &["SA", "SA [g/kg]", "sa"],
            Self::Conductivity => &["C", "C [mS/cm]", "c"],
            Self::Temperature => &["t", "t [degC]"],
            Self::ConservativeTemperature => &["CT", "CT [degC]", "ct"],
            Self::Pressure => &["p", "p [dbar]"],
            Self::Latitude => &["lat", "latitude"],
            Self::Longitude => &["lon", "longitude"],
        }
    }

    /// The option that sets it for all rows.
    pub const fn option(self) -> &'static str {
        match self {
            Self::PracticalSalinity => "--sp",
            Self::AbsoluteSalinity => "--sa",
            Self::Conductivity => "--c",
            Self::Temperature => "--t",
            Self::ConservativeTemperature => "--ct",
            Self::Pressure => "--p",
            Self::Latitude => "--lat",
            Self::Longitude => "--lon",
        }
    }

    const fn index(self) -> usize {
        self as usize
    }
}

/// Where a number comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Origin {
    /// The same for every row.
    Constant(f64),
    /// A column of the table, by its place.
    Column(usize),
}

/// How states are made: which numbers serve and where each comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    salinity: Input,
    heat: Input,
    origins: [Option<Origin>; 8],
}

impl Recipe {
    /// From constants, and from the columns of a table where there is one. `chosen` are the inputs to take where a table
    /// holds several that say the same, such as SP and SA.
    ///
    /// # Errors
    /// A number that is missing, given twice, or said in two ways.
    pub fn new(constants: &[(Input, f64)], table: Option<&Table>, chosen: &[Input]) -> anyhow::Result<Self> {
        let mut origins = [None; 8];
        for input in Input::ALL {
            let column = match table {
                Some(table) => table.find(input.headers())?,
                None => None,
            };
            let constant = constants.iter().find(|(which, _)| *which == input).map(|(_, value)| *value);
            origins[input.index()] = match (column, constant) {
                (Some(_), Some(_)) => {
                    bail!("{}: the table has a column `{}` too; keep one", input.option(), input.headers()[0])
                }
                (Some(column), None) => Some(Origin::Column(column)),
                (None, Some(constant)) => Some(Origin::Constant(constant)),
                (None, None) => None,
            };
        }
        let salinity = one_of(&Input::SALINITY, &origins, chosen)?;
        let heat = one_of(&Input::HEAT, &origins, chosen)?;
        one_of(&[Input::Pressure], &origins, chosen)?;
        if salinity == Input::Conductivity && heat == Input::ConservativeTemperature {
            bail!("C with CT: conductivity means a salinity at in-situ temperature only; give t");
        }
        if origins[Input::Longitude.index()].is_some() && origins[Input::Latitude.index()].is_none() {
            bail!("lon without lat: a place needs both; add a column `lat` or --lat");
        }
        Ok(Self { salinity, heat, origins })
    }

    /// Whether latitude is known.
    pub fn has_latitude(&self) -> bool {
        self.origins[Input::Latitude.index()].is_some()
    }

    /// The state that the constants describe; only for a recipe without columns.
    pub fn state(&self) -> State {
        let constant = |origin: &Option<Origin>| match origin {
            Some(Origin::Constant(value)) => Some(*value),
            _ => None,
        };
        self.state_of(&self.origins.each_ref().map(constant))
    }

    /// One state for each row.
    ///
    /// # Errors
    /// A cell that is no number, with file, line and column. An empty cell and `NaN` mean that there is no value.
    pub fn states(&self, batch: &Batch) -> anyhow::Result<Vec<State>> {
        let mut columns: [Option<Vec<f64>>; 8] = Default::default();
        for (column, origin) in columns.iter_mut().zip(&self.origins) {
            *column = match origin {
                Some(Origin::Column(index)) => Some(batch.column_with_gaps(*index)?),
                Some(Origin::Constant(value)) => Some(vec![*value; batch.len()]),
                None => None,
            };
        }
        let row = |index: usize| columns.each_ref().map(|column| column.as_ref().map(|values| values[index]));
        Ok((0..batch.len()).into_par_iter().map(|index| self.state_of(&row(index))).collect())
    }

    /// The state of one row; what is missing in it becomes NaN.
    fn state_of(&self, row: &[Option<f64>; 8]) -> State {
        let number = |input: Input| row[input.index()].unwrap_or(f64::NAN);
        let pressure = SeaPressure::from_dbar(number(Input::Pressure));
        let latitude = row[Input::Latitude.index()].map(Latitude::from_degrees_north);
        let longitude = row[Input::Longitude.index()].map(Longitude::from_degrees_east);
        let place = latitude.zip(longitude).map(|(latitude, longitude)| Place { longitude, latitude });
        let salinity = number(self.salinity);
        let (absolute, practical) = match self.salinity {
            Input::AbsoluteSalinity => {
                let absolute = AbsoluteSalinity::from_g_per_kg(salinity);
                (absolute, practical_of(absolute, place, pressure))
            }
            Input::Conductivity => {
                let conductivity = Conductivity::from_millisiemens_per_cm(salinity);
                let temperature = Temperature::from_celsius(number(Input::Temperature));
                let practical = seawater::practical_salinity(conductivity, temperature, pressure);
                (absolute_of(practical, place, pressure), practical)
            }
            _ => {
                let practical = PracticalSalinity::new(salinity);
                (absolute_of(practical, place, pressure), practical)
            }
        };
        let celsius = number(self.heat);
        let temperature = if self.heat == Input::Temperature {
            Temperature::from_celsius(celsius)
        } else {
            let conservative = ConservativeTemperature::from_celsius(celsius);
            seawater::temperature_from_conservative(absolute, conservative, pressure)
        };
        State { absolute, practical, temperature, pressure, latitude, longitude }
    }
}

/// Absolute Salinity of a place, or Reference Salinity where no place is given.
fn absolute_of(
    practical: PracticalSalinity,
    place: Option<Place>,
    pressure: SeaPressure,
) -> AbsoluteSalinity {
    match place {
        None => practical.reference(),
        Some(place) => absolute_from_practical(practical, place, pressure)
            .unwrap_or(AbsoluteSalinity::from_g_per_kg(f64::NAN)),
    }
}

fn practical_of(
    absolute: AbsoluteSalinity,
    place: Option<Place>,
    pressure: SeaPressure,
) -> PracticalSalinity {
    match place {
        None => absolute.practical(),
        Some(place) => {
            practical_from_absolute(absolute, place, pressure).unwrap_or(PracticalSalinity::new(f64::NAN))
        }
    }
}

/// The one of several inputs that say the same which is there, or which of those that are there was chosen.
fn one_of(alternatives: &[Input], origins: &[Option<Origin>; 8], chosen: &[Input]) -> anyhow::Result<Input> {
    let there: Vec<Input> =
        alternatives.iter().copied().filter(|input| origins[input.index()].is_some()).collect();
    let names = |inputs: &[Input], word: &str| {
        inputs.iter().map(|input| input.headers()[0]).collect::<Vec<_>>().join(word)
    };
    match there.as_slice() {
        [only] => Ok(*only),
        [] => {
            let options: Vec<&str> = alternatives.iter().map(|input| input.option()).collect();
            bail!(
                "no {}: give {} or a column of that name",
                names(alternatives, " or "),
                options.join(" or ")
            )
        }
        several => match several.iter().find(|input| chosen.contains(input)) {
            Some(input) => Ok(*input),
            None => bail!(
                "{} say the same in two ways: choose with --use {}",
                names(several, " and "),
                several[0].headers()[0]
            ),
        },
    }
}

/// The properties of these names, in this order.
///
/// # Errors
/// A name that no property has, or one that comes twice.
pub fn properties(names: &[String]) -> anyhow::Result<Vec<&'static Property>> {
    let mut found: Vec<&'static Property> = Vec::new();
    for name in names {
        let Some(property) = property::find(name) else {
            bail!("no property is called `{name}`; `hadal seawater --list` lists them all");
        };
        if found.iter().any(|other| other.name == property.name) {
            bail!("`{name}` is asked for twice");
        }
        found.push(property);
    }
    Ok(found)
}

/// Names of the appended columns.
pub fn column_names(properties: &[&Property], uncertainty: Uncertainty) -> Vec<String> {
    let values = properties.iter().map(|property| format!("{} [{}]", property.name, property.unit));
    let mut names: Vec<String> = values.collect();
    if uncertainty == Uncertainty::Shown {
        names.extend(properties.iter().map(|property| format!("u({}) [{}]", property.name, property.unit)));
    }
    names.push("in_range".to_owned());
    names
}

/// Whether standard uncertainties are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncertainty {
    /// A column for each.
    Shown,
    /// None.
    Left,
}

/// The columns to append for these states: values, uncertainties if wanted, and whether every value of the row is in range.
pub fn columns(properties: &[&Property], states: &[State], uncertainty: Uncertainty) -> Vec<Column> {
    let assessed: Vec<Vec<Assessed>> = properties
        .iter()
        .map(|property| states.par_iter().map(|state| property.assess(state)).collect())
        .collect();
    let pick = |pick: fn(&Assessed) -> f64| {
        assessed.iter().map(move |column| Column::Numbers(column.iter().map(pick).collect()))
    };
    let mut columns: Vec<Column> = pick(|assessed| assessed.value).collect();
    if uncertainty == Uncertainty::Shown {
        columns.extend(pick(|assessed| assessed.standard_uncertainty));
    }
    let in_range = |row: usize| assessed.iter().all(|column| column[row].standing == Standing::InRange);
    columns.push(Column::Flags((0..states.len()).map(in_range).collect()));
    columns
}
