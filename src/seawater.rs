//! States of seawater from what is at hand (columns of a table, constants), and many properties of them at once.

use crate::columns::{Batch, Column, Table};
use anyhow::bail;
use hadal_models::processing::BAD_FLAG;
use hadal_models::quantity::{
    AbsoluteSalinity, Conductivity, ConservativeTemperature, Latitude, Longitude, Place, PracticalSalinity,
    SeaPressure, Temperature,
};
use hadal_models::seawater::absolute_salinity::{absolute_from_practical, practical_from_absolute};
use hadal_models::seawater::property::{self, Assessed, Need, Property, Standing};
use hadal_models::seawater::{self, Formulation, State};
use rayon::prelude::*;
use std::collections::BTreeMap;

mod input;

pub use input::Input;

/// Where a number comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Origin {
    /// The same for every row.
    Constant(f64),
    /// A column of the table, by its place.
    Column(usize),
}

/// What a person says about the inputs, beside the table itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Instructions {
    /// Numbers that hold for all rows.
    pub constants: Vec<(Input, f64)>,
    /// Columns by name, where the name does not say what they are, or where several would do.
    pub columns: Vec<(Input, String)>,
    /// Numbers that stand for no value.
    pub missing: Vec<f64>,
}

/// How states are made: which numbers serve and where each comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    salinity: Option<Input>,
    heat: Option<Input>,
    origins: [Option<Origin>; Input::ALL.len()],
    missing: Vec<f64>,
}

impl Recipe {
    /// From what a person says, and from the columns of a table where there is one, so that everything which the
    /// properties need is there.
    ///
    /// # Errors
    /// A number that is missing, given twice, said in two ways, or in another unit; the table's columns are named.
    pub fn new(
        instructions: &Instructions,
        table: Option<&Table>,
        properties: &[&Property],
    ) -> anyhow::Result<Self> {
        let mut origins = [None; Input::ALL.len()];
        for input in Input::ALL {
            let named = instructions.columns.iter().any(|(which, _)| *which == input);
            // Where a column is named for one of several that say the same, the others are not meant.
            let another = instructions.columns.iter().any(|(which, _)| which.is_alternative_to(input));
            let column = match table {
                Some(table) if named || !another => input.column(table, &instructions.columns)?,
                Some(_) => None,
                None if named => bail!("--columns: there is no table; give --input"),
                None => None,
            };
            let constant = instructions.constants.iter().find(|(which, _)| *which == input);
            origins[input as usize] = match (column, constant) {
                (Some(_), Some(_)) => {
                    bail!("{}: the table has a column `{}` too; keep one", input.option(), input.name())
                }
                (Some(column), None) => Some(Origin::Column(column)),
                (None, Some((_, constant))) => Some(Origin::Constant(*constant)),
                (None, None) => None,
            };
        }
        let needed = |need: Need| properties.iter().any(|property| property.needs.contains(&need));
        let choose = |need: Need, alternatives: &[Input]| one_of(alternatives, &origins, needed(need), table);
        let salinity = choose(Need::Salinity, &Input::SALINITY)?;
        let heat = choose(Need::Temperature, &Input::HEAT)?;
        choose(Need::Pressure, &[Input::Pressure])?;
        choose(Need::Latitude, &[Input::Latitude])?;
        if salinity == Some(Input::Conductivity) && heat != Some(Input::Temperature) {
            bail!("C without t: conductivity means a salinity only at its in-situ temperature; give t");
        }
        if origins[Input::Longitude as usize].is_some() && origins[Input::Latitude as usize].is_none() {
            bail!("lon without lat: a place needs both; add a column `lat` or --lat");
        }
        let missing = instructions.missing.iter().copied().chain([BAD_FLAG]).collect();
        Ok(Self { salinity, heat, origins, missing })
    }

    /// What serves as what, in one line.
    pub fn describe(&self, table: &Table) -> String {
        let said = Input::ALL.into_iter().filter_map(|input| {
            let origin = match self.origins[input as usize]? {
                Origin::Column(index) => format!("column `{}`", table.headers()[index]),
                Origin::Constant(value) => format!("{value}"),
            };
            let used = !(Input::SALINITY.contains(&input) || Input::HEAT.contains(&input))
                || Some(input) == self.salinity
                || Some(input) == self.heat;
            used.then(|| format!("{}{} from {origin}", input.name(), input.in_unit()))
        });
        let said: Vec<String> = said.collect();
        let placed = self.origins[Input::Longitude as usize].is_some();
        let reference = !placed && self.salinity != Some(Input::AbsoluteSalinity);
        let salinity = if reference { "; no place (lat, lon), so SA is Reference Salinity" } else { "" };
        format!("{}: {}{salinity}", table.name(), said.join(", "))
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
    /// A cell that is no number, with file, line and column. An empty cell, `NaN` and what was declared missing mean that
    /// there is no value.
    pub fn states(&self, batch: &Batch) -> anyhow::Result<Vec<State>> {
        let mut columns: [Option<Vec<f64>>; Input::ALL.len()] = Default::default();
        for (column, origin) in columns.iter_mut().zip(&self.origins) {
            *column = match origin {
                Some(Origin::Column(index)) => Some(self.without_missing(batch.column_with_gaps(*index)?)),
                Some(Origin::Constant(value)) => Some(vec![*value; batch.len()]),
                None => None,
            };
        }
        let row = |index: usize| columns.each_ref().map(|column| column.as_ref().map(|values| values[index]));
        Ok((0..batch.len()).into_par_iter().map(|index| self.state_of(&row(index))).collect())
    }

    fn without_missing(&self, mut values: Vec<f64>) -> Vec<f64> {
        for value in &mut values {
            if self.missing.iter().any(|missing| missing.to_bits() == value.to_bits()) {
                *value = f64::NAN;
            }
        }
        values
    }

    /// A property of a state. What was given is not computed: it is exact, and in range wherever it has a value.
    pub fn assess(&self, property: &Property, state: &State) -> Assessed {
        // Salinities of each other, without a conductivity or a place between them, are exact multiples.
        let placed = self.origins[Input::Longitude as usize].is_some();
        let multiples: &[&str] = match self.salinity {
            Some(Input::PracticalSalinity) if placed => &["SP", "SR"],
            Some(Input::PracticalSalinity | Input::AbsoluteSalinity) if !placed => &["SP", "SR", "SA"],
            _ => &[],
        };
        let given = multiples.contains(&property.name)
            || [self.salinity, self.heat].into_iter().flatten().any(|input| input.name() == property.name);
        let assessed = property.assess(state);
        if !matches!(assessed.standing, Standing::InRange | Standing::Extrapolated) {
            return assessed;
        }
        if given {
            return Assessed { standard_uncertainty: 0.0, standing: Standing::InRange, ..assessed };
        }
        // A salinity from conductivity is no better than the scale that it was read from.
        let from_conductivity =
            self.salinity == Some(Input::Conductivity) && property.needs.contains(&Need::Salinity);
        if from_conductivity && !Formulation::Pss78.at(state).contains(state) {
            return Assessed { standing: Standing::Extrapolated, ..assessed };
        }
        assessed
    }

    /// The state of one row; what is missing in it becomes NaN.
    fn state_of(&self, row: &[Option<f64>; Input::ALL.len()]) -> State {
        let number = |input: Input| row[input as usize].unwrap_or(f64::NAN);
        let pressure = SeaPressure::from_dbar(number(Input::Pressure));
        let latitude = row[Input::Latitude as usize].map(Latitude::from_degrees_north);
        let longitude = row[Input::Longitude as usize].map(Longitude::from_degrees_east);
        let place = latitude.zip(longitude).map(|(latitude, longitude)| Place { longitude, latitude });
        let salinity = self.salinity.map_or(f64::NAN, number);
        let (absolute, practical) = match self.salinity {
            Some(Input::AbsoluteSalinity) => {
                let absolute = AbsoluteSalinity::from_g_per_kg(salinity);
                (absolute, practical_of(absolute, place, pressure))
            }
            Some(Input::Conductivity) => {
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
        let temperature = match self.heat {
            Some(Input::ConservativeTemperature) => {
                let conservative =
                    ConservativeTemperature::from_celsius(number(Input::ConservativeTemperature));
                seawater::temperature_from_conservative(absolute, conservative, pressure)
            }
            _ => Temperature::from_celsius(number(Input::Temperature)),
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

/// The one of several inputs that say the same which is there.
fn one_of(
    alternatives: &[Input],
    origins: &[Option<Origin>; Input::ALL.len()],
    needed: bool,
    table: Option<&Table>,
) -> anyhow::Result<Option<Input>> {
    let there: Vec<Input> =
        alternatives.iter().copied().filter(|input| origins[*input as usize].is_some()).collect();
    let names =
        |inputs: &[Input], word: &str| inputs.iter().map(|input| input.name()).collect::<Vec<_>>().join(word);
    match (there.as_slice(), table) {
        ([only], _) => Ok(Some(*only)),
        ([], _) if !needed => Ok(None),
        ([], None) => {
            let options: Vec<&str> = alternatives.iter().map(|input| input.option()).collect();
            bail!("no {}: give {}", names(alternatives, " or "), options.join(" or "))
        }
        ([], Some(table)) => bail!(
            "{}: no column for {}; the columns are {}; say which it is, as in --columns {}=COLUMN",
            table.name(),
            names(alternatives, " or "),
            table.headers().iter().map(|header| format!("`{header}`")).collect::<Vec<_>>().join(", "),
            alternatives[0].name()
        ),
        (several, None) => bail!("{} say the same; give one", names(several, " and ")),
        (several, Some(_)) => bail!(
            "{} say the same; choose one, as in --columns {}=COLUMN",
            names(several, " and "),
            several[0].name()
        ),
    }
}

/// The properties of these names, in this order.
///
/// # Errors
/// A name that no property has, or one that comes twice.
pub fn properties(names: &[String]) -> anyhow::Result<Vec<&'static Property>> {
    let mut found: Vec<&'static Property> = Vec::new();
    for name in names.iter().map(|name| name.trim()) {
        let Some(property) = property::find(name) else {
            let near = property::nearest(name).name;
            bail!(
                "no property is called `{name}`; did you mean `{near}`? `hadal seawater --list` names them all"
            );
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

/// What was computed for some rows.
pub struct Computed {
    /// The columns to append: values, uncertainties if wanted, and whether every value of the row is in range.
    pub columns: Vec<Column>,
    /// What became of the rows.
    pub tally: Tally,
}

/// How many rows came out how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All rows.
    pub rows: usize,
    /// Rows with every value in range.
    pub in_range: usize,
    /// Rows that lack a value.
    pub without_value: usize,
    /// Rows beyond the range of a formulation, by its name.
    pub beyond: BTreeMap<&'static str, usize>,
}

impl Tally {
    /// Adds what became of more rows.
    pub fn add(&mut self, more: &Self) {
        self.rows += more.rows;
        self.in_range += more.in_range;
        self.without_value += more.without_value;
        for (name, count) in &more.beyond {
            *self.beyond.entry(name).or_default() += count;
        }
    }

    /// In one line, for whoever waits.
    pub fn describe(&self) -> String {
        let beyond: Vec<String> =
            self.beyond.iter().map(|(name, count)| format!("{count} beyond the range of {name}")).collect();
        let mut said = vec![format!("{} rows", self.rows), format!("{} in range", self.in_range)];
        said.extend(beyond);
        if self.without_value > 0 {
            said.push(format!("{} lack a value", self.without_value));
        }
        said.join(", ")
    }
}

/// Computes the properties of these states.
pub fn compute(
    recipe: &Recipe,
    properties: &[&Property],
    states: &[State],
    uncertainty: Uncertainty,
) -> Computed {
    let assessed: Vec<Vec<Assessed>> = properties
        .iter()
        .map(|property| states.par_iter().map(|state| recipe.assess(property, state)).collect())
        .collect();
    let pick = |pick: fn(&Assessed) -> f64| {
        assessed.iter().map(move |column| Column::Numbers(column.iter().map(pick).collect()))
    };
    let mut columns: Vec<Column> = pick(|assessed| assessed.value).collect();
    if uncertainty == Uncertainty::Shown {
        columns.extend(pick(|assessed| assessed.standard_uncertainty));
    }
    let mut tally = Tally { rows: states.len(), ..Tally::default() };
    let mut flags = Vec::with_capacity(states.len());
    for row in 0..states.len() {
        let standings = || assessed.iter().map(|column| column[row].standing);
        // What water cannot have by its nature, such as a pressure that freezes it, is no fault of the row.
        flags.push(standings().all(|standing| matches!(standing, Standing::InRange | Standing::Absent)));
        tally.without_value += usize::from(standings().any(|standing| standing == Standing::Undefined));
        let mut beyond: Vec<&'static str> = properties
            .iter()
            .zip(standings())
            .filter(|(_, standing)| *standing == Standing::Extrapolated)
            .map(|(property, _)| property.serving(&states[row]).name())
            .collect();
        beyond.sort_unstable();
        beyond.dedup();
        for name in beyond {
            *tally.beyond.entry(name).or_default() += 1;
        }
    }
    tally.in_range = flags.iter().filter(|flag| **flag).count();
    columns.push(Column::Flags(flags));
    Computed { columns, tally }
}
