//! What is done to a cast, step by step, as a file says it.
//!
//! ```toml
//! schema = "hadal-processing/1"
//! title = "Profile of a 19plus"
//!
//! [[step]]
//! low_pass = { columns = ["temperature", "conductivity"], time_constant_s = 0.5 }
//!
//! [[step]]
//! bin_average = { of = "pressure", size = 1.0, cast = "descent" }
//! ```
//!
//! A column is named as the cast names it; `temperature` means every thermometer, `temperature_2` the second alone. A
//! known quantity that the cast does not have is passed over, and said in the history; a name that means nothing is
//! refused. Quantities are derived where the plan says `derive`, or else before the first average, or else at the end.

use super::derived::{self, AbsoluteSalinityOf};
use super::step::Step;
use super::{Cast, Kind};
use crate::format::sea_bird::model::Model;
use crate::processing::{ProcessingError, is_bad};
use serde::Deserialize;

/// What the schema line of a plan must say.
const SCHEMA: &str = "hadal-processing/1";

/// The steps that makers recommend, by instrument.
const STANDARD: [(&[Model], &str); 2] = [
    (&[Model::Sbe911Plus], include_str!("standard/sbe-911plus.toml")),
    (&[Model::Sbe19Plus], include_str!("standard/sbe-19plus.toml")),
];

/// Steps in their order.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What it is for.
    pub title: String,
    steps: Vec<Step>,
    /// How practical salinity becomes absolute salinity.
    pub absolute_salinity: AbsoluteSalinityOf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    schema: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    #[expect(dead_code, reason = "for the reader of the file")]
    source: String,
    #[serde(default)]
    step: Vec<Step>,
}

/// What is wrong with a plan, or with a plan for this cast.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// Not the TOML of a plan: line and field are in the message.
    #[error("{0}")]
    Text(String),
    /// Another schema.
    #[error("schema = \"{found}\": accepted: \"{SCHEMA}\"")]
    Schema {
        /// The schema found.
        found: String,
    },
    /// A column that the cast does not have, and that is no quantity.
    #[error("step {number}, {step}: there is no column `{column}`; there are: {there}")]
    UnknownColumn {
        /// Place of the step, from 1.
        number: usize,
        /// The step.
        step: &'static str,
        /// The name.
        column: String,
        /// What there is.
        there: String,
    },
    /// A number or list without meaning.
    #[error("step {number}, {step}: {field}: accepted: {accepted}")]
    Field {
        /// Place of the step, from 1.
        number: usize,
        /// The step.
        step: &'static str,
        /// The field with its value.
        field: String,
        /// What may stand there.
        accepted: &'static str,
    },
    /// A step that needs what the cast does not have.
    #[error("step {number}, {step}: needs {what}, which this cast does not have")]
    Needs {
        /// Place of the step, from 1.
        number: usize,
        /// The step.
        step: &'static str,
        /// What is missing.
        what: &'static str,
    },
    /// A step refuses its parameters.
    #[error("step {number}, {step}: {problem}")]
    Step {
        /// Place of the step, from 1.
        number: usize,
        /// The step.
        step: &'static str,
        /// What is wrong. Part of the message, and so not its source.
        problem: ProcessingError,
    },
}

impl Plan {
    /// Nothing but derived quantities.
    pub fn conversion_only() -> Self {
        Self { title: "conversion only".to_owned(), steps: Vec::new(), absolute_salinity: derived::reference }
    }

    /// The plan of a file.
    ///
    /// # Errors
    /// [`PlanError::Text`], [`PlanError::Schema`], and whatever no cast could make sense of, naming the step.
    pub fn parse(text: &str) -> Result<Self, PlanError> {
        let text: Text = toml::from_str(text).map_err(|error| PlanError::Text(error.to_string()))?;
        if text.schema != SCHEMA {
            return Err(PlanError::Schema { found: text.schema });
        }
        for (number, step) in (1..).zip(&text.step) {
            step.check(number)?;
        }
        Ok(Self { title: text.title, steps: text.step, absolute_salinity: derived::reference })
    }

    /// Text of the plan with the steps that the maker recommends for this instrument, if there are any: a mooring's record
    /// needs none.
    pub fn standard(model: Model) -> Option<&'static str> {
        STANDARD.iter().find(|(models, _)| models.contains(&model)).map(|(_, text)| *text)
    }

    /// Adds an average over bins of sea pressure at the end.
    #[must_use]
    pub fn with_bins_of_pressure(mut self, size_dbar: f64) -> Self {
        self.steps.push(Step::bins_of_pressure(size_dbar));
        self
    }

    /// Does the steps, and derives quantities in their place.
    ///
    /// # Errors
    /// [`PlanError`] names the step.
    pub fn apply(&self, cast: &mut Cast) -> Result<(), PlanError> {
        // Steps change rows and values: raw output would no longer be what the quantities were made of.
        cast.raw = Vec::new();
        let mut derived = self.steps.iter().any(|step| matches!(step, Step::Derive(_)));
        for (number, step) in (1..).zip(&self.steps) {
            if matches!(step, Step::BinAverage(_)) && !derived {
                self.derive(cast);
                derived = true;
            }
            step.apply(number, cast, self.absolute_salinity)?;
        }
        if !derived {
            self.derive(cast);
        }
        let unconverted = cast.waiting.iter().map(|sensor| {
            let needs: Vec<&str> = sensor.needs().collect();
            format!("{} is not converted: it needs {}", sensor.variable, needs.join(", "))
        });
        let unconverted: Vec<String> = unconverted.collect();
        cast.remarks.extend(unconverted);
        let marked = cast.flags.iter().all(|flag| is_bad(*flag));
        if marked {
            cast.remarks.push(
                "not one row is left that no step has marked bad: is the plan one for this cast?".to_owned(),
            );
        }
        Ok(())
    }

    fn derive(&self, cast: &mut Cast) {
        derived::derive(cast, derived::Derive::default(), self.absolute_salinity);
    }
}

/// The columns of the cast that these names mean.
pub(super) fn columns(
    cast: &Cast,
    names: &[String],
    number: usize,
    step: &'static str,
) -> Result<Vec<String>, PlanError> {
    let mut found = Vec::new();
    for name in names {
        let is_meant = |known: &str| {
            let of_kind = Kind::named(name).is_some()
                && Kind::of_numbered(known).is_some_and(|(kind, _)| kind.name == name);
            known == name || of_kind
        };
        let meant: Vec<String> = cast
            .variables
            .iter()
            .filter(|known| is_meant(&known.name))
            .map(|known| known.name.clone())
            .collect();
        if meant.is_empty() && Kind::of_numbered(name).is_none() {
            let there: Vec<&str> = cast.variables.iter().map(|known| known.name.as_str()).collect();
            return Err(PlanError::UnknownColumn {
                number,
                step,
                column: name.clone(),
                there: there.join(", "),
            });
        }
        // `temperature` means the second too: nothing is done twice.
        found.extend(meant);
    }
    let mut once: Vec<String> = Vec::new();
    found.into_iter().for_each(|name| {
        if !once.contains(&name) {
            once.push(name);
        }
    });
    Ok(once)
}
