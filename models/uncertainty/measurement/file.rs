//! A budget's file: TOML with inputs, correlations, outputs and what they must satisfy.
//!
//! ```toml
//! coverage = 0.95
//! [inputs.x]
//! distribution = "normal"
//! mean = 1.0
//! standard_deviation = 0.1
//! [inputs.k]
//! distribution = "uniform"
//! low = 0.9
//! high = 1.1
//! [[correlations]]
//! between = ["x", "k"]
//! coefficient = 0.5
//! [outputs]
//! y = "k * x^2"
//! ```

use super::{
    BudgetError, CorrelationFault, Expression, Input, Inputs, MOST_COVERAGE, Measurement, Output,
    USUAL_COVERAGE,
};
use crate::uncertainty::conformity::Requirement;
use crate::uncertainty::distribution::Distribution;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Longest file: a million samples in full length.
const MAX_BYTES: usize = 32 << 20;
/// Most inputs: the matrix of their correlations is dense.
const MAX_INPUTS: usize = 500;
/// Most outputs.
const MAX_OUTPUTS: usize = 50;

const DISTRIBUTIONS: &str = "\"normal\", \"student\", \"uniform\", \"trapezoidal\", \"curvilinear-trapezoid\", \
    \"triangular\", \"arcsine\", \"exponential\", \"samples\"";

impl Measurement<Expression> {
    /// The measurement of a budget's file.
    ///
    /// # Errors
    /// [`BudgetError`] names line, field, value and what is accepted.
    pub fn parse(text: &str) -> Result<Self, BudgetError> {
        if text.len() > MAX_BYTES {
            return Err(BudgetError::TooLong { found: text.len(), most: MAX_BYTES });
        }
        let document = DeTable::parse(text).map_err(|error| BudgetError::Toml(error.to_string()))?;
        let top = Table { text, path: String::new(), at: 0..0, entries: document.get_ref() };
        top.only(&["title", "coverage", "inputs", "correlations", "outputs", "conformity"])?;
        let coverage = top.number_or("coverage", USUAL_COVERAGE)?;
        if !(coverage > 0.0 && coverage <= MOST_COVERAGE) {
            return Err(top.refuse(
                "coverage",
                coverage.to_string(),
                format!("a probability above 0, up to {MOST_COVERAGE}"),
            ));
        }
        let inputs = inputs(&top)?;
        let names: Vec<&str> = inputs.list().iter().map(|input| input.name.as_str()).collect();
        let outputs = outputs(&top, &names)?;
        Ok(Self { title: top.word_or("title", "")?.to_owned(), inputs, outputs, coverage })
    }
}

fn inputs(top: &Table<'_>) -> Result<Inputs, BudgetError> {
    let table = top.table("inputs")?.ok_or_else(|| top.missing("inputs", "a table for each input"))?;
    let entries = table.in_order();
    if entries.is_empty() || entries.len() > MAX_INPUTS {
        let found = format!("{} inputs", entries.len());
        return Err(top.refuse("inputs", found, format!("1 to {MAX_INPUTS} inputs")));
    }
    let list: Vec<Input> = entries.into_iter().map(|name| input(&table, name)).collect::<Result<_, _>>()?;
    let (pairs, places) = pairs(top, &list)?;
    let names: Vec<String> = list.iter().map(|input| input.name.clone()).collect();
    Inputs::new(list, &pairs).map_err(|fault| {
        let (place, found, accepted) = match fault {
            CorrelationFault::Pair(index) => {
                (index, "a pair named twice, or of one with itself".to_owned(), "each pair once")
            }
            CorrelationFault::Coefficient(index) => {
                (index, format!("coefficient = {}", pairs[index].1), "a number from -1 to 1")
            }
            CorrelationFault::Together(group) => {
                let group: Vec<&str> = group.iter().map(|place| names[*place].as_str()).collect();
                let found = format!("{} cannot be correlated so", group.join(", "));
                (0, found, "coefficients whose matrix has no negative eigenvalue")
            }
        };
        let line = places.get(place).map_or(1, |offset| line_at(top.text, *offset));
        BudgetError::Field { line, field: "correlations".to_owned(), found, accepted: accepted.to_owned() }
    })
}

fn input(table: &Table<'_>, name: &str) -> Result<Input, BudgetError> {
    let fields = table.table(name)?.ok_or_else(|| table.missing(name, "a table with a distribution"))?;
    let limits = || Ok::<_, BudgetError>([fields.number("low")?, fields.number("high")?]);
    let mut named: Vec<&str> = vec!["distribution", "degrees_of_freedom", "unit", "description"];
    let kind = fields.word("distribution", DISTRIBUTIONS)?;
    let distribution = match kind {
        "normal" => {
            named.extend(["mean", "standard_deviation"]);
            Distribution::Normal {
                mean: fields.number("mean")?,
                standard_deviation: fields.number("standard_deviation")?,
            }
        }
        "student" => {
            named.extend(["mean", "scale"]);
            Distribution::Student {
                mean: fields.number("mean")?,
                scale: fields.number("scale")?,
                degrees_of_freedom: fields.number("degrees_of_freedom")?,
            }
        }
        "exponential" => {
            named.push("mean");
            Distribution::Exponential { mean: fields.number("mean")? }
        }
        "samples" => {
            named.push("values");
            let mut sorted = fields.numbers("values")?;
            sorted.sort_unstable_by(f64::total_cmp);
            Distribution::Samples { sorted }
        }
        _ => {
            named.extend(["low", "high"]);
            match kind {
                "uniform" => Distribution::Uniform { limits: limits()? },
                "arcsine" => Distribution::Arcsine { limits: limits()? },
                "trapezoidal" => {
                    named.push("shape");
                    Distribution::Trapezoidal { limits: limits()?, top: fields.number("shape")? }
                }
                "curvilinear-trapezoid" => {
                    named.push("shape");
                    let inexactness = fields.number("shape")?;
                    Distribution::CurvilinearTrapezoid { limits: limits()?, inexactness }
                }
                "triangular" => {
                    named.push("mode");
                    let [low, high] = limits()?;
                    let mode = fields.number_or("mode", low + 0.5 * (high - low))?;
                    Distribution::Triangular { limits: [low, high], mode }
                }
                other => {
                    return Err(fields.refuse("distribution", format!("\"{other}\""), DISTRIBUTIONS));
                }
            }
        }
    };
    fields.only(&named)?;
    for remark in ["unit", "description"] {
        fields.word_or(remark, "")?;
    }
    if let Some(fault) = distribution.fault() {
        return Err(fields.refuse(fault.parameter, fault.value.to_string(), fault.accepted));
    }
    let degrees_of_freedom = fields.number_or("degrees_of_freedom", distribution.degrees_of_freedom())?;
    if degrees_of_freedom.is_nan() || degrees_of_freedom <= 0.0 {
        return Err(fields.refuse("degrees_of_freedom", degrees_of_freedom.to_string(), "a number above 0"));
    }
    Ok(Input { name: name.to_owned(), distribution, degrees_of_freedom })
}

type Pair = ([usize; 2], f64);

/// Pairs of inputs with their coefficients, and where each stands.
fn pairs(top: &Table<'_>, list: &[Input]) -> Result<(Vec<Pair>, Vec<usize>), BudgetError> {
    const ACCEPTED: &str = "a list of tables: [[correlations]] with `between` and `coefficient`";
    let Some(value) = top.get("correlations") else { return Ok(Default::default()) };
    let Some(array) = value.get_ref().as_array() else {
        return Err(top.refuse("correlations", value.get_ref().type_str(), ACCEPTED));
    };
    let (mut pairs, mut places) = (Vec::new(), Vec::new());
    for (index, item) in array.iter().enumerate() {
        let Some(entries) = item.get_ref().as_table() else {
            return Err(top.refuse("correlations", item.get_ref().type_str(), ACCEPTED));
        };
        let path = format!("correlations[{index}].");
        let table = Table { text: top.text, path, at: item.span(), entries };
        table.only(&["between", "coefficient", "description"])?;
        let accepted = "the names of two inputs, such as [\"a\", \"b\"]";
        let between = table.get("between").ok_or_else(|| table.missing("between", accepted))?;
        let names: Option<Vec<&str>> = between
            .get_ref()
            .as_array()
            .and_then(|names| names.iter().map(|name| name.get_ref().as_str()).collect());
        let Some([a, b]) = names.as_deref() else {
            return Err(table.refuse("between", between.get_ref().type_str(), accepted));
        };
        let place = |name: &str| {
            list.iter().position(|input| input.name == name).ok_or_else(|| {
                let known: Vec<&str> = list.iter().map(|input| input.name.as_str()).collect();
                table.refuse("between", format!("\"{name}\""), known.join(", "))
            })
        };
        pairs.push(([place(a)?, place(b)?], table.number("coefficient")?));
        places.push(item.span().start);
    }
    Ok((pairs, places))
}

fn outputs(top: &Table<'_>, inputs: &[&str]) -> Result<Vec<Output<Expression>>, BudgetError> {
    let accepted = "NAME = \"formula\" for each output";
    let table = top.table("outputs")?.ok_or_else(|| top.missing("outputs", accepted))?;
    let names = table.in_order();
    if names.is_empty() || names.len() > MAX_OUTPUTS {
        let found = format!("{} outputs", names.len());
        return Err(top.refuse("outputs", found, format!("1 to {MAX_OUTPUTS} outputs")));
    }
    let requirements = top.table("conformity")?;
    if let Some(requirements) = &requirements {
        requirements.only(&names)?;
    }
    let output = |name: &&str| {
        let text = table.word(name, accepted)?;
        let model = Expression::parse(inputs, text).map_err(|problem| BudgetError::Formula {
            line: table.line(name),
            field: format!("outputs.{name}"),
            problem,
        })?;
        let requirement = match &requirements {
            Some(requirements) => requirements.table(name)?.map(|table| requirement(&table)).transpose()?,
            None => None,
        };
        Ok(Output { name: (*name).to_owned(), model, requirement })
    };
    names.iter().map(output).collect()
}

fn requirement(table: &Table<'_>) -> Result<Requirement, BudgetError> {
    table.only(&["low", "high", "guard_factor", "prior_mean", "prior_standard_deviation"])?;
    let low = table.number_or("low", f64::NEG_INFINITY)?;
    let high = table.number_or("high", f64::INFINITY)?;
    if low >= high || (low.is_infinite() && high.is_infinite()) {
        return Err(table.refuse(
            "high",
            high.to_string(),
            "tolerance limits: low, high or both, low below high",
        ));
    }
    let guard_factor = table.number_or("guard_factor", 1.0)?;
    let prior = match (table.get("prior_mean"), table.get("prior_standard_deviation")) {
        (None, None) => None,
        _ => Some([table.number("prior_mean")?, table.number("prior_standard_deviation")?]),
    };
    if prior.is_some_and(|[_, deviation]| deviation <= 0.0) {
        let found = prior.map_or(0.0, |[_, deviation]| deviation);
        return Err(table.refuse("prior_standard_deviation", found.to_string(), "a number above 0"));
    }
    Ok(Requirement { tolerance: [low, high], guard_factor, prior })
}

/// Line, from 1, of a byte offset.
fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// A table with the place it stands in.
struct Table<'a> {
    text: &'a str,
    path: String,
    at: Range<usize>,
    entries: &'a DeTable<'a>,
}

impl<'a> Table<'a> {
    fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.entries.get(key)
    }

    /// Keys as they stand in the file.
    fn in_order(&self) -> Vec<&'a str> {
        let mut keys: Vec<_> = self.entries.keys().collect();
        keys.sort_by_key(|key| key.span().start);
        keys.into_iter().map(|key| key.get_ref().as_ref()).collect()
    }

    fn line(&self, key: &str) -> usize {
        let value = self.get(key).map(|value| value.span().start);
        line_at(self.text, value.unwrap_or(self.at.start))
    }

    fn refuse(&self, key: &str, found: impl Into<String>, accepted: impl Into<String>) -> BudgetError {
        let found = found.into();
        let (line, field) = (self.line(key), format!("{}{key}", self.path));
        BudgetError::Field { line, field, found, accepted: accepted.into() }
    }

    fn missing(&self, key: &str, accepted: &str) -> BudgetError {
        self.refuse(key, "missing", accepted)
    }

    fn only(&self, accepted: &[&str]) -> Result<(), BudgetError> {
        match self.in_order().into_iter().find(|key| !accepted.contains(key)) {
            Some(key) => Err(self.refuse(key, "no such field", accepted.join(", "))),
            None => Ok(()),
        }
    }

    fn table(&self, key: &str) -> Result<Option<Self>, BudgetError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let Some(entries) = value.get_ref().as_table() else {
            return Err(self.refuse(key, value.get_ref().type_str(), "a table"));
        };
        let path = format!("{}{key}.", self.path);
        Ok(Some(Self { text: self.text, path, at: value.span(), entries }))
    }

    fn word(&self, key: &str, accepted: &str) -> Result<&'a str, BudgetError> {
        let value = self.get(key).ok_or_else(|| self.missing(key, accepted))?;
        value.get_ref().as_str().ok_or_else(|| self.refuse(key, value.get_ref().type_str(), accepted))
    }

    fn word_or(&self, key: &str, usual: &'a str) -> Result<&'a str, BudgetError> {
        self.get(key).map_or(Ok(usual), |_| self.word(key, "text in quotes"))
    }

    fn number(&self, key: &str) -> Result<f64, BudgetError> {
        let value = self.get(key).ok_or_else(|| self.missing(key, "a finite number"))?;
        self.finite(key, value)
    }

    fn number_or(&self, key: &str, usual: f64) -> Result<f64, BudgetError> {
        self.get(key).map_or(Ok(usual), |value| self.finite(key, value))
    }

    fn numbers(&self, key: &str) -> Result<Vec<f64>, BudgetError> {
        let accepted = "a list of finite numbers, two at least";
        let value = self.get(key).ok_or_else(|| self.missing(key, accepted))?;
        match value.get_ref().as_array() {
            Some(array) if array.len() >= 2 => array.iter().map(|item| self.finite(key, item)).collect(),
            _ => Err(self.refuse(key, value.get_ref().type_str(), accepted)),
        }
    }

    fn finite(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Result<f64, BudgetError> {
        let found = match value.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
            DeValue::Float(float) => float.as_str(),
            other => return Err(self.refuse(key, other.type_str(), "a finite number")),
        };
        let number: Option<f64> = found.parse().ok().filter(|number: &f64| number.is_finite());
        number.ok_or_else(|| self.refuse(key, found, "a finite number"))
    }
}
