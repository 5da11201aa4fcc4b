//! An equation as a file describes it: names, units, steps and formula, from TOML.
//!
//! The makers' equations of this crate are such files (`models/equation/catalog`), and a laboratory's own may be one:
//!
//! ```
//! use hadal_models::equation::describe;
//!
//! let equation = describe(r#"
//!     schema = "hadal-equation/1"
//!     id = "our-lab/turbidity"
//!     version = 1
//!     quantity = "turbidity"
//!     unit = "1"
//!     plausible = [-1.0, 1000.0]
//!     source = "bench sheet 12"
//!     formula = "scale * (volts - dark)"
//!     input = [{ name = "volts", unit = "V", range = [0.0, 5.0] }]
//!     coefficient = [
//!         { name = "scale", unit = "V-1", typical = 10.0 },
//!         { name = "dark", unit = "V", typical = 0.07 },
//!     ]
//! "#).unwrap();
//! assert_eq!(equation.inputs()[0].range, Some((0.0, 5.0)));
//! assert!((equation.value(&[25.0, 0.0625], &[0.5625]) - 12.5).abs() < 1e-12);
//! ```

use super::linear::least_squares;
use super::{Formula, FormulaError, Input};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What the schema line of a description must say.
const SCHEMA: &str = "hadal-equation/1";
/// Longest description that is read, bytes; the catalog's have up to 5 kB.
pub(super) const MAX_BYTES: usize = 64 << 10;

/// What is wrong with a description.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DescriptionError {
    /// Not the TOML of a description: line and field are in the message.
    #[error("{0}")]
    Text(String),
    /// Longer than any sensor's.
    #[error("the description has {bytes} bytes; at most {MAX_BYTES} are read")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Another schema.
    #[error("schema = \"{found}\": accepted: \"{SCHEMA}\"")]
    Schema {
        /// The schema found.
        found: String,
    },
    /// A formula that cannot be read.
    #[error("{field}: {error}")]
    Formula {
        /// Where it stands.
        field: String,
        /// What is wrong with it.
        error: FormulaError,
    },
    /// A field whose value cannot be.
    #[error("{field} = {value}: accepted: {accepted}")]
    Field {
        /// The field.
        field: String,
        /// Its value.
        value: String,
        /// What may stand there.
        accepted: &'static str,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    schema: String,
    id: String,
    version: u32,
    quantity: String,
    unit: String,
    plausible: [f64; 2],
    #[serde(default)]
    reference_names: Vec<String>,
    source: String,
    #[serde(default)]
    remarks: String,
    #[serde(default)]
    step: Vec<StepText>,
    formula: String,
    /// A formula of `value` that is linear in the free coefficients: where a fit starts.
    #[serde(default)]
    linear_in: Option<String>,
    input: Vec<InputText>,
    coefficient: Vec<CoefficientText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepText {
    name: String,
    formula: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InputText {
    name: String,
    unit: String,
    #[serde(default)]
    plain_names: Vec<String>,
    /// What it ordinarily lies between.
    #[serde(default)]
    range: Option<[f64; 2]>,
    #[serde(default)]
    default: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CoefficientText {
    name: String,
    unit: String,
    typical: f64,
    #[serde(default)]
    held: Option<f64>,
}

/// A maker's formula: value and analytic gradient. Equations are few and live as long as the program.
///
/// `coefficients` and `inputs` are in the order of [`Equation::coefficients`] and [`Equation::inputs`]; slices of
/// another length are the caller's mistake and end in an index panic.
#[derive(Debug)]
pub struct Equation {
    id: &'static str,
    version: u32,
    quantity: &'static str,
    unit: &'static str,
    plausible: (f64, f64),
    reference_names: &'static [&'static str],
    source: &'static str,
    remarks: &'static str,
    text: &'static str,
    inputs: &'static [Input],
    coefficients: &'static [&'static str],
    coefficient_units: &'static [&'static str],
    held: &'static [(&'static str, f64)],
    typical: Vec<f64>,
    formula: Formula,
    linear_in: Option<Formula>,
}

/// The equation that a description makes. It is kept as long as the program runs.
///
/// # Errors
/// Text that is no description, with line, field, value and what is accepted; text of more than 64 KiB.
pub fn describe(text: &str) -> Result<&'static Equation, DescriptionError> {
    Ok(Box::leak(Box::new(Equation::new(read(text)?))))
}

/// A description that has been checked.
pub(super) struct Checked {
    text: Text,
    pub(super) formula: Formula,
    linear_in: Option<Formula>,
}

/// Reads and checks a description, of which nothing is kept yet.
pub(super) fn read(text: &str) -> Result<Checked, DescriptionError> {
    if text.len() > MAX_BYTES {
        return Err(DescriptionError::TooLong { bytes: text.len() });
    }
    let text: Text = toml::from_str(text).map_err(|error| DescriptionError::Text(error.to_string()))?;
    if text.schema != SCHEMA {
        return Err(DescriptionError::Schema { found: text.schema });
    }
    check(&text)?;
    let inputs: Vec<&str> = text.input.iter().map(|input| input.name.as_str()).collect();
    let coefficients: Vec<&str> = text.coefficient.iter().map(|one| one.name.as_str()).collect();
    let steps: Vec<(&str, &str)> =
        text.step.iter().map(|step| (step.name.as_str(), step.formula.as_str())).collect();
    let in_field = |field: &str| {
        let field = field.to_owned();
        move |error| DescriptionError::Formula { field, error }
    };
    let formula =
        Formula::parse(&coefficients, &inputs, &steps, &text.formula).map_err(in_field("formula"))?;
    let linear_in = match &text.linear_in {
        Some(formula) => Some(Formula::parse(&[], &["value"], &[], formula).map_err(in_field("linear_in"))?),
        None => None,
    };
    Ok(Checked { text, formula, linear_in })
}

impl Checked {
    /// Number of coefficients and of inputs.
    #[cfg(test)]
    pub(super) fn size(&self) -> (usize, usize) {
        (self.text.coefficient.len(), self.text.input.len())
    }
}

impl Equation {
    fn new(Checked { text, formula, linear_in }: Checked) -> Self {
        let written: Vec<String> =
            text.step.iter().map(|step| format!("{} = {}", step.name, step.formula)).collect();
        let written = std::iter::once(format!("{} = {}", text.quantity, text.formula)).chain(written);
        let held = text.coefficient.iter().filter_map(|one| Some((keep(&one.name), one.held?)));
        let input = |input: &InputText| Input {
            name: keep(&input.name),
            unit: keep(&input.unit),
            plain_names: keep_all(&input.plain_names),
            range: input.range.map(|[low, high]| (low, high)),
            default: input.default,
        };
        Self {
            id: keep(&text.id),
            version: text.version,
            quantity: keep(&text.quantity),
            unit: keep(&text.unit),
            plausible: (text.plausible[0], text.plausible[1]),
            reference_names: keep_all(&text.reference_names),
            source: keep(&text.source),
            remarks: keep(&text.remarks),
            text: keep(&written.collect::<Vec<_>>().join("; ")),
            inputs: Box::leak(text.input.iter().map(input).collect()),
            coefficients: Box::leak(text.coefficient.iter().map(|one| keep(&one.name)).collect()),
            coefficient_units: Box::leak(text.coefficient.iter().map(|one| keep(&one.unit)).collect()),
            held: Box::leak(held.collect()),
            typical: text.coefficient.iter().map(|one| one.typical).collect(),
            formula,
            linear_in,
        }
    }

    /// The transformed value, and its slope by the value.
    fn linearised(&self, value: f64) -> (f64, f64) {
        let mut slope = [0.0];
        match &self.linear_in {
            Some(formula) => (formula.gradient(&[], &[value], &mut [], &mut slope), slope[0]),
            None => (value, 1.0),
        }
    }
}

fn check(text: &Text) -> Result<(), DescriptionError> {
    let field =
        |field: String, value: String, accepted| Err(DescriptionError::Field { field, value, accepted });
    let letters = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let named = text.id.split_once('/').is_some_and(|(maker, form)| {
        !maker.is_empty() && !form.is_empty() && maker.chars().all(letters) && form.chars().all(letters)
    });
    if !named {
        return field("id".to_owned(), text.id.clone(), "maker/form, of letters, digits and hyphens");
    }
    let plausible = ("plausible".to_owned(), text.plausible);
    let ranges = text.input.iter().filter_map(|one| Some((format!("input {}: range", one.name), one.range?)));
    for (name, [low, high]) in std::iter::once(plausible).chain(ranges) {
        if !(low < high && low.is_finite() && high.is_finite()) {
            return field(name, format!("{:?}", [low, high]), "two finite numbers, the lesser first");
        }
    }
    if text.input.is_empty() {
        return field("input".to_owned(), "[]".to_owned(), "one at least");
    }
    for input in &text.input {
        if let Some(value) = input.default.filter(|value| !value.is_finite()) {
            return field(format!("input {}: default", input.name), value.to_string(), "a finite number");
        }
    }
    for one in &text.coefficient {
        for (which, value) in [("typical", Some(one.typical)), ("held", one.held)] {
            if let Some(value) = value.filter(|value| !value.is_finite()) {
                return field(
                    format!("coefficient {}: {which}", one.name),
                    value.to_string(),
                    "a finite number",
                );
            }
        }
    }
    Ok(())
}

fn keep(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn keep_all(texts: &[String]) -> &'static [&'static str] {
    Box::leak(texts.iter().map(|text| keep(text)).collect())
}

impl Equation {
    /// Its name, such as `sea-bird/sbe-37-temperature`.
    pub fn id(&self) -> &'static str {
        self.id
    }
    /// Raised whenever the same coefficients would give another value.
    pub fn version(&self) -> u32 {
        self.version
    }
    /// The name of what it gives, such as `temperature`.
    pub fn quantity(&self) -> &'static str {
        self.quantity
    }
    /// Unit of the value (UDUNITS).
    pub fn output_unit(&self) -> &'static str {
        self.unit
    }
    /// Column names under which reference values of the output are recognised without being told.
    pub fn reference_names(&self) -> &'static [&'static str] {
        self.reference_names
    }
    /// Its raw inputs, in order; the first is the one called `raw` in a table.
    pub fn inputs(&self) -> &'static [Input] {
        self.inputs
    }
    /// The formula as text, steps after it: what is printed is what is computed.
    pub fn formula(&self) -> &'static str {
        self.text
    }
    /// Where the form is published.
    pub fn source(&self) -> &'static str {
        self.source
    }
    /// What else to know: scales, units, terms that are not the maker's.
    pub fn remarks(&self) -> &'static str {
        self.remarks
    }
    /// Names of its coefficients, in order.
    pub fn coefficients(&self) -> &'static [&'static str] {
        self.coefficients
    }
    /// Units of its coefficients, in order (UDUNITS).
    pub fn coefficient_units(&self) -> &'static [&'static str] {
        self.coefficient_units
    }
    /// Coefficients of an ordinary sensor, in order.
    pub fn typical(&self) -> &[f64] {
        &self.typical
    }
    /// Least and greatest reference value that a calibration can have, in [`Equation::output_unit`]: outside, the
    /// number is of another unit or from another column.
    pub fn plausible_reference(&self) -> (f64, f64) {
        self.plausible
    }
    /// Coefficients that are held, unless a calibration frees them, and the values they are held at.
    pub fn held(&self) -> &'static [(&'static str, f64)] {
        self.held
    }
    /// The value in [`Equation::output_unit`].
    pub fn value(&self, coefficients: &[f64], inputs: &[f64]) -> f64 {
        self.formula.value(coefficients, inputs)
    }
    /// The value row by row, with the bits of [`Self::value`], from one column for each input; many times faster.
    pub fn values(&self, coefficients: &[f64], inputs: &[&[f64]], results: &mut [f64]) {
        self.formula.column(coefficients, inputs, results);
    }
    /// Derivatives of the value by each coefficient and by each input.
    pub fn gradient(
        &self,
        coefficients: &[f64],
        inputs: &[f64],
        by_coefficient: &mut [f64],
        by_input: &mut [f64],
    ) {
        self.formula.gradient(coefficients, inputs, by_coefficient, by_input);
    }

    /// Coefficients from which an iterative fit to these points will find its way, some being `held` at a value.
    ///
    /// From typical coefficients, one step of linear least squares in what the description says is linear in them.
    pub fn start(&self, inputs: &[Vec<f64>], reference: &[f64], held: &BTreeMap<String, f64>) -> Vec<f64> {
        let mut start = self.typical.clone();
        for (slot, name) in start.iter_mut().zip(self.coefficients) {
            if let Some(value) = held.get(*name) {
                *slot = *value;
            }
        }
        let free: Vec<usize> =
            (0..start.len()).filter(|index| !held.contains_key(self.coefficients[*index])).collect();
        let (mut rows, mut residuals) = (Vec::new(), Vec::new());
        let (mut by_coefficient, mut by_input) = (vec![0.0; start.len()], vec![0.0; self.inputs.len()]);
        for (inputs, reference) in inputs.iter().zip(reference) {
            let value = self.formula.gradient(&start, inputs, &mut by_coefficient, &mut by_input);
            let ((here, slope), (there, _)) = (self.linearised(value), self.linearised(*reference));
            rows.push(free.iter().map(|index| slope * by_coefficient[*index]).collect());
            residuals.push(there - here);
        }
        for (index, step) in free.iter().zip(least_squares(&rows, &residuals)) {
            start[*index] += step;
        }
        start
    }

    /// Place of a coefficient by name.
    pub fn coefficient_index(&self, name: &str) -> Option<usize> {
        self.coefficients.iter().position(|known| *known == name)
    }
}
