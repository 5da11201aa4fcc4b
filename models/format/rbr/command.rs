//! The command `calibration`, which enters coefficients into a logger and shows what it holds.
//!
//! Sources: L3 command reference and Gen4 command reference, `calibration`. A third-generation logger is told the channel by
//! its number and separates values by commas, a fourth-generation one by its label and separates them by spaces. Date and
//! time go with every change. The equation (`type` in L3, `equation` in Gen4) and the channels that go into it, `n0` and so
//! on, are the maker's: nobody else can set them, so a channel takes only coefficients of the equation it has.
//!
//! ```
//! use hadal_models::format::coefficient_set::{CalendarDate, CoefficientSet};
//! use hadal_models::format::rbr::command::{self, ChannelName};
//!
//! let set = CoefficientSet {
//!     equation: "rbr/temperature",
//!     coefficients: vec![("c0", 3.4e-3), ("c1", -2.55e-4), ("c2", 2.4e-6), ("c3", -8e-8)],
//!     serial_number: "900001".to_owned(),
//!     date: CalendarDate::parse("2026-11-22").unwrap(),
//!     offset: 0.0,
//! };
//! let text = command::commands(&ChannelName::parse("2").unwrap(), "tmp", &set).unwrap();
//! assert!(text.starts_with("calibration 2 datetime = 20261122000000, c0 = 3.4000000e-003, c1 = -2.5500000e-004"));
//! ```

use super::conversion::{FORMS, Form};
use crate::format::coefficient_set::{CoefficientSet, CoefficientSetError, scientific};

/// Significant digits of a coefficient: what a fourth-generation logger shows, and more than single precision holds.
pub const DIGITS: usize = 8;
const FORMAT: &str = "this equation of an RBR logger";
/// Longest reply that is read, bytes.
pub const MAX_BYTES: usize = 1 << 20;

/// Which channel of a logger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChannelName {
    /// Its number, from 1: third generation.
    Number(u8),
    /// Its label, such as `temperature_00`: fourth generation.
    Label(String),
}

/// Why a command is not written, or a reply not read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CommandError {
    /// No channel.
    #[error(
        "channel `{0}`: accepted: a number from 1 to 99 (third generation) or a label such as temperature_00 (fourth)"
    )]
    Channel(String),
    /// No equation of ours, or one of another quantity.
    #[error("RBR's equation `{theirs}` is not what {ours} converts: accepted: {accepted}")]
    Equation {
        /// The maker's name.
        theirs: String,
        /// Our name.
        ours: &'static str,
        /// What would do.
        accepted: String,
    },
    /// The coefficients.
    #[error("{0}")]
    Coefficients(CoefficientSetError),
    /// A reply with a value that is no number.
    #[error("line {line}: `{name}`: value `{value}`: accepted: a finite decimal number")]
    NotANumber {
        /// The line.
        line: u64,
        /// The name.
        name: String,
        /// The value.
        value: String,
    },
    /// A reply that says nothing of a calibration.
    #[error(
        "no calibration found: a line such as `calibration 1 type = tmp, datetime = 20171201000000, c0 = 0.0034` is needed"
    )]
    Empty,
    /// A reply without end.
    #[error("longer than {MAX_BYTES} bytes")]
    TooLong,
}

/// What a line of a reply, or a command, says.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The channel, as written.
    pub channel: String,
    /// `type` or `equation`, if it is given. The type of an L3 channel, such as `temp14`, implies the equation without naming it.
    pub equation: Option<String>,
    /// `datetime`, if it is given.
    pub datetime: Option<String>,
    /// Coefficients by the maker's names.
    pub coefficients: Vec<(String, f64)>,
}

impl ChannelName {
    /// A number or a label.
    ///
    /// # Errors
    /// [`CommandError::Channel`].
    pub fn parse(text: &str) -> Result<Self, CommandError> {
        let wrong = || CommandError::Channel(text.chars().take(40).collect());
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            let number = text.parse().ok().filter(|number| (1..=99).contains(number));
            return number.map(Self::Number).ok_or_else(wrong);
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let is_label = text.len() <= 40
            && text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.chars().all(plain);
        if is_label { Ok(Self::Label(text.to_owned())) } else { Err(wrong()) }
    }
}

/// The maker's equations that hold coefficients of ours, the one that holds most first.
pub fn equations_for(ours: &str) -> Vec<&'static str> {
    let mut forms: Vec<&Form> = FORMS.into_iter().filter(|form| form.ours == ours).collect();
    forms.sort_by_key(|form| std::cmp::Reverse(form.names.len()));
    forms.into_iter().map(|form| form.theirs).collect()
}

/// Names of our equation's coefficients that the maker's equation holds; `None` if it is another.
pub fn held_by(theirs: &str, ours: &str) -> Option<Vec<&'static str>> {
    let form = FORMS.into_iter().find(|form| form.theirs == theirs && form.ours == ours)?;
    Some(form.names.iter().map(|(_, ours)| *ours).collect())
}

/// The commands that enter the coefficients into a channel that has this equation, one to a line: those of the first group,
/// then the corrections.
///
/// # Errors
/// [`CommandError`]: an equation that is another, or a coefficient for which it has no place.
pub fn commands(channel: &ChannelName, theirs: &str, set: &CoefficientSet) -> Result<String, CommandError> {
    let form = FORMS.into_iter().find(|form| form.theirs == theirs && form.ours == set.equation);
    let form = form.ok_or_else(|| CommandError::Equation {
        theirs: theirs.chars().take(40).collect(),
        ours: set.equation,
        accepted: Some(equations_for(set.equation).join(", "))
            .filter(|list| !list.is_empty())
            .unwrap_or_else(|| "an equation of RBR's".to_owned()),
    })?;
    let mut set = set.clone();
    // Pressure terms of temperature are no part of RBR's equation; absent coefficients are what ours says they are.
    let place: Vec<&str> = form.names.iter().map(|(_, ours)| *ours).collect();
    for (name, value) in form.fixed {
        if !set.coefficients.iter().any(|(known, _)| known == name) {
            set.coefficients.push((name, *value));
        }
    }
    set.check(FORMAT, &place, form.fixed).map_err(CommandError::Coefficients)?;
    if set.offset.abs() > 0.0 && matches!(channel, ChannelName::Number(_)) {
        return Err(CommandError::Coefficients(CoefficientSetError::NoPlace {
            equation: set.equation,
            name: "offset",
            value: set.offset,
            format: "a third-generation logger",
            instead: 0.0,
            advice: "a fourth-generation one has one",
        }));
    }
    let mut values: Vec<(String, f64)> =
        form.names.iter().map(|(theirs, ours)| ((*theirs).to_owned(), set.coefficient(ours))).collect();
    values.extend(form.without.iter().map(|theirs| ((*theirs).to_owned(), 0.0)));
    values.sort_by(|(one, _), (other, _)| one.cmp(other));
    let (first, second): (Vec<_>, Vec<_>) = values.into_iter().partition(|(name, _)| name.starts_with('c'));
    let mut text = line(channel, &set, &first);
    if !second.is_empty() {
        text += &line(channel, &set, &second);
    }
    if matches!(channel, ChannelName::Label(_)) {
        text += &line(channel, &set, &[("offset".to_owned(), set.offset), ("slope".to_owned(), 1.0)]);
    }
    Ok(text)
}

fn line(channel: &ChannelName, set: &CoefficientSet, values: &[(String, f64)]) -> String {
    let datetime = format!("{}000000", set.date.digits());
    let (name, equals, comma) = match channel {
        ChannelName::Number(number) => (number.to_string(), " = ", ", "),
        ChannelName::Label(label) => (label.clone(), "=", " "),
    };
    let values: String = values
        .iter()
        .map(|(name, value)| format!("{comma}{name}{equals}{}", scientific(*value, DIGITS - 1, 3)))
        .collect();
    format!("calibration {name} datetime{equals}{datetime}{values}\n")
}

/// What commands or replies say, line by line; prompts and other lines are passed over.
///
/// # Errors
/// [`CommandError`], naming the line.
pub fn read(text: &str) -> Result<Vec<Said>, CommandError> {
    if text.len() > MAX_BYTES {
        return Err(CommandError::TooLong);
    }
    let mut found = Vec::new();
    for (line, content) in (1_u64..).zip(text.lines()) {
        let content = content.trim_start_matches(['>', '<', ' ', '\t']);
        let Some(rest) = content.strip_prefix("calibration ") else { continue };
        let rest = rest.replace('=', " = ").replace(',', " ");
        let words: Vec<&str> = rest.split_whitespace().collect();
        let Some((channel, words)) = words.split_first() else { continue };
        let mut said =
            Said { channel: (*channel).to_owned(), equation: None, datetime: None, coefficients: Vec::new() };
        for assignment in words.windows(3).filter(|words| words[1] == "=") {
            let [name, _, value] = assignment else { continue };
            match *name {
                "type" | "equation" => said.equation = Some((*value).to_owned()),
                "datetime" => said.datetime = Some((*value).to_owned()),
                name if name.starts_with('n') => {}
                name => {
                    let number = value.parse::<f64>().ok().filter(|number| number.is_finite());
                    let short = |text: &str| text.chars().take(60).collect();
                    said.coefficients.push((
                        name.to_owned(),
                        number.ok_or_else(|| CommandError::NotANumber {
                            line,
                            name: short(name),
                            value: short(value),
                        })?,
                    ));
                }
            }
        }
        found.push(said);
    }
    if found.is_empty() { Err(CommandError::Empty) } else { Ok(found) }
}
