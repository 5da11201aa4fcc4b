//! From text to operations: a precedence-climbing parser that names what it stumbles over.

use super::tape::Operation;
use std::collections::BTreeMap;

/// Brackets and signs inside each other; more is no formula of a sensor.
const DEPTH_MAX: usize = 64;
/// Operations of one equation with all its steps.
const OPERATIONS_MAX: usize = 4_096;
/// Letters of one formula.
const LETTERS_MAX: usize = 65_536;
/// Largest whole exponent that is multiplied out.
const EXPONENT_MAX: i32 = 32;

/// What is wrong with a formula.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormulaError {
    /// Something else stands where a number, a name, a bracket or a function should.
    #[error("`{formula}`: at character {at}: found {found}; accepted: {accepted}")]
    Unexpected {
        /// The formula.
        formula: String,
        /// Place of the character, from 1.
        at: usize,
        /// What stands there.
        found: String,
        /// What may stand there.
        accepted: &'static str,
    },
    /// A name that nobody gave.
    #[error("`{formula}`: at character {at}: `{name}` is no name here; accepted: {known}")]
    UnknownName {
        /// The formula.
        formula: String,
        /// Place of the character, from 1.
        at: usize,
        /// The name.
        name: String,
        /// The names there are.
        known: String,
    },
    /// A name before a bracket that is no function's.
    #[error("`{formula}`: at character {at}: `{name}` is no function; accepted: {functions}", functions = FUNCTIONS.join(", "))]
    UnknownFunction {
        /// The formula.
        formula: String,
        /// Place of the character, from 1.
        at: usize,
        /// The name.
        name: String,
    },
    /// A name given twice, or one that a function has.
    #[error("the name `{name}` means two things; give one of them another")]
    NameTwice {
        /// The name.
        name: String,
    },
    /// Something that is no name.
    #[error("`{name}` is no name: accepted: a letter, then letters, digits and underscores")]
    NoName {
        /// The text.
        name: String,
    },
    /// Longer or deeper than any formula of a sensor or a budget.
    #[error(
        "`{formula}`: too long or too deep; accepted: up to {OPERATIONS_MAX} operations, {DEPTH_MAX} brackets in each other and {LETTERS_MAX} letters"
    )]
    TooLong {
        /// The formula.
        formula: String,
    },
}

const FUNCTIONS: [&str; 11] =
    ["ln", "log10", "exp", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "abs"];

/// Builds the operations of an equation.
pub(super) struct Parser {
    operations: Vec<Operation>,
    names: BTreeMap<String, usize>,
}

impl Parser {
    pub(super) fn new(coefficients: &[&str], inputs: &[&str]) -> Result<Self, FormulaError> {
        let mut parser = Self { operations: Vec::new(), names: BTreeMap::new() };
        for (index, name) in coefficients.iter().enumerate() {
            let place = parser.push(Operation::Coefficient(index), name)?;
            parser.name(name, place)?;
        }
        for (index, name) in inputs.iter().enumerate() {
            let place = parser.push(Operation::Input(index), name)?;
            parser.name(name, place)?;
        }
        Ok(parser)
    }

    /// An intermediate quantity that later formulas may use.
    pub(super) fn step(&mut self, name: &str, formula: &str) -> Result<(), FormulaError> {
        let place = self.formula(formula)?;
        self.name(name, place)
    }

    /// The formula itself; its result is the last operation.
    pub(super) fn finish(mut self, formula: &str) -> Result<Vec<Operation>, FormulaError> {
        let place = self.formula(formula)?;
        if place + 1 != self.operations.len() {
            let zero = self.push(Operation::Number(0.0), formula)?;
            self.push(Operation::Sum(place, zero), formula)?;
        }
        Ok(self.operations)
    }

    fn name(&mut self, name: &str, place: usize) -> Result<(), FormulaError> {
        let mut letters = name.chars();
        let begins = letters.next().is_some_and(|c| c.is_ascii_alphabetic());
        if !begins || !letters.all(|c| c.is_ascii_alphanumeric() || c == '_') {
            return Err(FormulaError::NoName { name: name.to_owned() });
        }
        if FUNCTIONS.contains(&name) || self.names.insert(name.to_owned(), place).is_some() {
            return Err(FormulaError::NameTwice { name: name.to_owned() });
        }
        Ok(())
    }

    fn formula(&mut self, text: &str) -> Result<usize, FormulaError> {
        if text.len() > LETTERS_MAX {
            return Err(FormulaError::TooLong { formula: text.chars().take(60).collect() });
        }
        let mut reader = Reader { text, letters: text.chars().collect(), at: 0, depth: 0 };
        let place = self.sum(&mut reader)?;
        match reader.next() {
            None => Ok(place),
            Some(_) => Err(reader.unexpected("an operator (+ - * / ^), a closing bracket, or the end")),
        }
    }

    fn push(&mut self, operation: Operation, text: &str) -> Result<usize, FormulaError> {
        if self.operations.len() >= OPERATIONS_MAX {
            return Err(FormulaError::TooLong { formula: text.to_owned() });
        }
        self.operations.push(operation);
        Ok(self.operations.len() - 1)
    }

    fn sum(&mut self, reader: &mut Reader<'_>) -> Result<usize, FormulaError> {
        let mut left = self.product(reader)?;
        loop {
            let make: fn(usize, usize) -> Operation = match reader.next() {
                Some('+') => Operation::Sum,
                Some('-') => Operation::Difference,
                _ => return Ok(left),
            };
            reader.at += 1;
            let right = self.product(reader)?;
            left = self.push(make(left, right), reader.text)?;
        }
    }

    fn product(&mut self, reader: &mut Reader<'_>) -> Result<usize, FormulaError> {
        let mut left = self.signed(reader)?;
        loop {
            let make: fn(usize, usize) -> Operation = match reader.next() {
                Some('*') => Operation::Product,
                Some('/') => Operation::Quotient,
                _ => return Ok(left),
            };
            reader.at += 1;
            let right = self.signed(reader)?;
            left = self.push(make(left, right), reader.text)?;
        }
    }

    fn signed(&mut self, reader: &mut Reader<'_>) -> Result<usize, FormulaError> {
        if reader.next() != Some('-') {
            return self.power(reader);
        }
        reader.at += 1;
        reader.deeper()?;
        let operand = self.signed(reader)?;
        reader.depth -= 1;
        self.push(Operation::Negative(operand), reader.text)
    }

    fn power(&mut self, reader: &mut Reader<'_>) -> Result<usize, FormulaError> {
        let base = self.atom(reader)?;
        if reader.next() != Some('^') {
            return Ok(base);
        }
        reader.at += 1;
        reader.deeper()?;
        let exponent = self.signed(reader)?;
        reader.depth -= 1;
        let whole = match self.operations[exponent] {
            Operation::Number(value) => whole(value),
            Operation::Negative(of) => match self.operations[of] {
                Operation::Number(value) => whole(-value),
                _ => None,
            },
            _ => None,
        };
        match whole {
            Some(n) => self.push(Operation::Power(base, n), reader.text),
            None => self.push(Operation::RealPower(base, exponent), reader.text),
        }
    }

    fn atom(&mut self, reader: &mut Reader<'_>) -> Result<usize, FormulaError> {
        match reader.next() {
            Some('(') => self.bracket(reader),
            Some(c) if c.is_ascii_digit() || c == '.' => {
                let value = reader.number()?;
                self.push(Operation::Number(value), reader.text)
            }
            Some(c) if c.is_ascii_alphabetic() => {
                let (at, name) = reader.name();
                let make: fn(usize) -> Operation = match name.as_str() {
                    "ln" => Operation::Logarithm,
                    "log10" => Operation::DecimalLogarithm,
                    "exp" => Operation::Exponential,
                    "sqrt" => Operation::Root,
                    "sin" => Operation::Sine,
                    "cos" => Operation::Cosine,
                    "tan" => Operation::Tangent,
                    "asin" => Operation::ArcSine,
                    "acos" => Operation::ArcCosine,
                    "atan" => Operation::ArcTangent,
                    "abs" => Operation::Absolute,
                    _ => return self.known(reader, at, name),
                };
                if reader.next() != Some('(') {
                    return Err(reader.unexpected("an opening bracket after a function"));
                }
                let operand = self.bracket(reader)?;
                self.push(make(operand), reader.text)
            }
            _ => Err(reader.unexpected("a number, a name, a function or an opening bracket")),
        }
    }

    fn bracket(&mut self, reader: &mut Reader<'_>) -> Result<usize, FormulaError> {
        reader.at += 1;
        reader.deeper()?;
        let inside = self.sum(reader)?;
        reader.depth -= 1;
        if reader.next() != Some(')') {
            return Err(reader.unexpected("an operator (+ - * / ^) or a closing bracket"));
        }
        reader.at += 1;
        Ok(inside)
    }

    fn known(&self, reader: &mut Reader<'_>, at: usize, name: String) -> Result<usize, FormulaError> {
        if let Some(place) = self.names.get(&name) {
            return Ok(*place);
        }
        let formula = reader.text.to_owned();
        if reader.next() == Some('(') {
            return Err(FormulaError::UnknownFunction { formula, at, name });
        }
        let known = self.names.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        Err(FormulaError::UnknownName { formula, at, name, known })
    }
}

/// A number that stands for a whole exponent.
#[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
fn whole(value: f64) -> Option<i32> {
    (value.fract() == 0.0 && value.abs() <= f64::from(EXPONENT_MAX)).then_some(value as i32)
}

/// A place in a text.
struct Reader<'a> {
    text: &'a str,
    letters: Vec<char>,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    /// The next character that is no space.
    fn next(&mut self) -> Option<char> {
        while self.letters.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
        self.letters.get(self.at).copied()
    }

    fn deeper(&mut self) -> Result<(), FormulaError> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(FormulaError::TooLong { formula: self.text.to_owned() });
        }
        Ok(())
    }

    fn name(&mut self) -> (usize, String) {
        let start = self.at;
        while self.letters.get(self.at).is_some_and(|c| c.is_ascii_alphanumeric() || *c == '_') {
            self.at += 1;
        }
        (start + 1, self.letters[start..self.at].iter().collect())
    }

    fn number(&mut self) -> Result<f64, FormulaError> {
        let start = self.at;
        while let Some(c) = self.letters.get(self.at) {
            let exponent = ['e', 'E'].contains(c) && self.at > start;
            let sign =
                ['+', '-'].contains(c) && self.at > start && ['e', 'E'].contains(&self.letters[self.at - 1]);
            if !(c.is_ascii_digit() || *c == '.' || exponent || sign) {
                break;
            }
            self.at += 1;
        }
        let text: String = self.letters[start..self.at].iter().collect();
        let value = text.parse::<f64>().ok().filter(|value| value.is_finite());
        value.ok_or_else(|| {
            self.at = start;
            self.unexpected("a decimal number such as 1.5e-3")
        })
    }

    fn unexpected(&self, accepted: &'static str) -> FormulaError {
        let found = match self.letters.get(self.at) {
            Some(c) => format!("`{c}`"),
            None => "the end".to_owned(),
        };
        FormulaError::Unexpected { formula: self.text.to_owned(), at: self.at + 1, found, accepted }
    }
}
