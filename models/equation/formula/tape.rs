//! A parsed formula: operations in order, values forwards, derivatives backwards, whole columns in blocks.

use super::parse::{FormulaError, Parser};

/// Rows of a column that go through each operation together.
const BLOCK: usize = 128;

/// One operation on results of earlier ones, by their places in the tape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Operation {
    Number(f64),
    Coefficient(usize),
    Input(usize),
    Negative(usize),
    Sum(usize, usize),
    Difference(usize, usize),
    Product(usize, usize),
    Quotient(usize, usize),
    /// To a whole power.
    Power(usize, i32),
    /// To any power.
    RealPower(usize, usize),
    Logarithm(usize),
    DecimalLogarithm(usize),
    Exponential(usize),
    Root(usize),
    Sine(usize),
    Cosine(usize),
    Tangent(usize),
    ArcSine(usize),
    ArcCosine(usize),
    ArcTangent(usize),
    Absolute(usize),
}

/// A formula of coefficients and inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    operations: Vec<Operation>,
    /// Whether an operation depends on coefficients and numbers only, and so is the same in every row.
    uniform: Vec<bool>,
}

impl Formula {
    /// Parses `steps`, each a name and the formula of an intermediate quantity that later ones may use, and then `formula`.
    ///
    /// # Errors
    /// Text that is no formula, or a name that is neither a coefficient, an input nor an earlier step.
    pub fn parse(
        coefficients: &[&str],
        inputs: &[&str],
        steps: &[(&str, &str)],
        formula: &str,
    ) -> Result<Self, FormulaError> {
        let mut parser = Parser::new(coefficients, inputs)?;
        for (name, text) in steps {
            parser.step(name, text)?;
        }
        let operations = parser.finish(formula)?;
        let mut uniform: Vec<bool> = Vec::with_capacity(operations.len());
        for operation in &operations {
            let alike = match *operation {
                Operation::Input(_) => false,
                _ => operation.operands().into_iter().flatten().all(|operand| uniform[operand]),
            };
            uniform.push(alike);
        }
        Ok(Self { operations, uniform })
    }

    /// Whether the value depends on an input, by its place.
    pub fn uses(&self, input: usize) -> bool {
        let mut needed = vec![false; self.operations.len()];
        if let Some(last) = needed.last_mut() {
            *last = true;
        }
        for (place, operation) in self.operations.iter().enumerate().rev() {
            if needed[place] {
                operation.operands().into_iter().flatten().for_each(|operand| needed[operand] = true);
            }
        }
        self.operations
            .iter()
            .zip(needed)
            .any(|(operation, needed)| needed && *operation == Operation::Input(input))
    }

    /// The value. Slices of another length than the names given are the caller's mistake and end in an index panic.
    pub fn value(&self, coefficients: &[f64], inputs: &[f64]) -> f64 {
        self.forwards(coefficients, inputs).last().copied().unwrap_or(f64::NAN)
    }

    /// The value, with its derivatives by every coefficient and every input.
    pub fn gradient(
        &self,
        coefficients: &[f64],
        inputs: &[f64],
        by_coefficient: &mut [f64],
        by_input: &mut [f64],
    ) -> f64 {
        let values = self.forwards(coefficients, inputs);
        by_coefficient.fill(0.0);
        by_input.fill(0.0);
        let mut adjoint = vec![0.0; values.len()];
        if let Some(last) = adjoint.last_mut() {
            *last = 1.0;
        }
        for (place, operation) in self.operations.iter().enumerate().rev() {
            let (result, weight) = (values[place], adjoint[place]);
            match *operation {
                Operation::Number(_) => {}
                Operation::Coefficient(index) => by_coefficient[index] += weight,
                Operation::Input(index) => by_input[index] += weight,
                Operation::Negative(a) => adjoint[a] -= weight,
                Operation::Sum(a, b) => {
                    adjoint[a] += weight;
                    adjoint[b] += weight;
                }
                Operation::Difference(a, b) => {
                    adjoint[a] += weight;
                    adjoint[b] -= weight;
                }
                Operation::Product(a, b) => {
                    adjoint[a] += weight * values[b];
                    adjoint[b] += weight * values[a];
                }
                Operation::Quotient(a, b) => {
                    adjoint[a] += weight / values[b];
                    adjoint[b] -= weight * result / values[b];
                }
                Operation::Power(_, 0) => {}
                Operation::Power(a, n) => {
                    adjoint[a] += weight * f64::from(n) * power(values[a], n - 1);
                }
                Operation::RealPower(a, b) => {
                    adjoint[a] += weight * values[b] * libm::pow(values[a], values[b] - 1.0);
                    adjoint[b] += weight * result * libm::log(values[a]);
                }
                Operation::Logarithm(a) => adjoint[a] += weight / values[a],
                Operation::DecimalLogarithm(a) => {
                    adjoint[a] += weight / (values[a] * std::f64::consts::LN_10);
                }
                Operation::Exponential(a) => adjoint[a] += weight * result,
                Operation::Root(a) => adjoint[a] += weight * 0.5 / result,
                Operation::Sine(a) => adjoint[a] += weight * libm::cos(values[a]),
                Operation::Cosine(a) => adjoint[a] -= weight * libm::sin(values[a]),
                Operation::Tangent(a) => adjoint[a] += weight * (1.0 + result * result),
                Operation::ArcSine(a) => adjoint[a] += weight / (1.0 - values[a] * values[a]).sqrt(),
                Operation::ArcCosine(a) => adjoint[a] -= weight / (1.0 - values[a] * values[a]).sqrt(),
                Operation::ArcTangent(a) => adjoint[a] += weight / (1.0 + values[a] * values[a]),
                Operation::Absolute(a) => adjoint[a] += weight * 1.0_f64.copysign(values[a]),
            }
        }
        values.last().copied().unwrap_or(f64::NAN)
    }

    /// The value row by row: the bits of [`Self::value`], many rows at a time. Columns shall be of one length; rows beyond the
    /// shortest are left as they are.
    pub fn column(&self, coefficients: &[f64], inputs: &[&[f64]], results: &mut [f64]) {
        let rows = inputs.iter().map(|column| column.len()).fold(results.len(), usize::min);
        let alike = self.forwards_where(coefficients, |operation| self.uniform[operation]);
        let mut registers = vec![[0.0; BLOCK]; self.operations.len()];
        for (register, value) in registers.iter_mut().zip(&alike) {
            register.fill(*value);
        }
        let mut first = 0;
        while first < rows {
            let count = BLOCK.min(rows - first);
            for (place, operation) in self.operations.iter().enumerate() {
                if self.uniform[place] {
                    continue;
                }
                let (earlier, here) = registers.split_at_mut(place);
                let result = &mut here[0];
                if let Operation::Input(index) = *operation {
                    result[..count].copy_from_slice(&inputs[index][first..first + count]);
                } else {
                    operation.over_block(earlier, result);
                }
            }
            if let Some(last) = registers.last() {
                results[first..first + count].copy_from_slice(&last[..count]);
            }
            first += count;
        }
    }

    fn forwards(&self, coefficients: &[f64], inputs: &[f64]) -> Vec<f64> {
        let mut values = Vec::with_capacity(self.operations.len());
        for operation in &self.operations {
            let value = match *operation {
                Operation::Coefficient(index) => coefficients[index],
                Operation::Input(index) => inputs[index],
                _ => operation.of(|place| values[place]),
            };
            values.push(value);
        }
        values
    }

    /// The values of some operations; what is not among them is NaN.
    fn forwards_where(&self, coefficients: &[f64], wanted: impl Fn(usize) -> bool) -> Vec<f64> {
        let mut values: Vec<f64> = Vec::with_capacity(self.operations.len());
        for (place, operation) in self.operations.iter().enumerate() {
            let value = match *operation {
                _ if !wanted(place) => f64::NAN,
                Operation::Coefficient(index) => coefficients[index],
                _ => operation.of(|place| values[place]),
            };
            values.push(value);
        }
        values
    }
}

impl Operation {
    fn operands(self) -> [Option<usize>; 2] {
        match self {
            Self::Number(_) | Self::Coefficient(_) | Self::Input(_) => [None, None],
            Self::Negative(a)
            | Self::Power(a, _)
            | Self::Logarithm(a)
            | Self::DecimalLogarithm(a)
            | Self::Exponential(a)
            | Self::Root(a)
            | Self::Sine(a)
            | Self::Cosine(a)
            | Self::Tangent(a)
            | Self::ArcSine(a)
            | Self::ArcCosine(a)
            | Self::ArcTangent(a)
            | Self::Absolute(a) => [Some(a), None],
            Self::Sum(a, b)
            | Self::Difference(a, b)
            | Self::Product(a, b)
            | Self::Quotient(a, b)
            | Self::RealPower(a, b) => [Some(a), Some(b)],
        }
    }

    /// The result, given those of earlier operations. Leaves that are not numbers are their owner's business.
    fn of(self, earlier: impl Fn(usize) -> f64) -> f64 {
        match self {
            Self::Number(value) => value,
            Self::Coefficient(_) | Self::Input(_) => f64::NAN,
            Self::Negative(a) => -earlier(a),
            Self::Sum(a, b) => earlier(a) + earlier(b),
            Self::Difference(a, b) => earlier(a) - earlier(b),
            Self::Product(a, b) => earlier(a) * earlier(b),
            Self::Quotient(a, b) => earlier(a) / earlier(b),
            Self::Power(a, n) => power(earlier(a), n),
            Self::RealPower(a, b) => libm::pow(earlier(a), earlier(b)),
            Self::Logarithm(a) => libm::log(earlier(a)),
            Self::DecimalLogarithm(a) => libm::log10(earlier(a)),
            Self::Exponential(a) => libm::exp(earlier(a)),
            Self::Root(a) => earlier(a).sqrt(),
            Self::Sine(a) => libm::sin(earlier(a)),
            Self::Cosine(a) => libm::cos(earlier(a)),
            Self::Tangent(a) => libm::tan(earlier(a)),
            Self::ArcSine(a) => libm::asin(earlier(a)),
            Self::ArcCosine(a) => libm::acos(earlier(a)),
            Self::ArcTangent(a) => libm::atan(earlier(a)),
            Self::Absolute(a) => earlier(a).abs(),
        }
    }

    /// The results of a block of rows. One loop for each operation: the compiler vectorises the plain ones.
    fn over_block(self, earlier: &[[f64; BLOCK]], result: &mut [f64; BLOCK]) {
        let mut unary = |a: usize, law: fn(f64) -> f64| {
            for (result, a) in result.iter_mut().zip(&earlier[a]) {
                *result = law(*a);
            }
        };
        match self {
            Self::Number(_) | Self::Coefficient(_) | Self::Input(_) => {}
            Self::Negative(a) => unary(a, |a| -a),
            Self::Logarithm(a) => unary(a, libm::log),
            Self::DecimalLogarithm(a) => unary(a, libm::log10),
            Self::Exponential(a) => unary(a, libm::exp),
            Self::Sine(a) => unary(a, libm::sin),
            Self::Cosine(a) => unary(a, libm::cos),
            Self::Tangent(a) => unary(a, libm::tan),
            Self::ArcSine(a) => unary(a, libm::asin),
            Self::ArcCosine(a) => unary(a, libm::acos),
            Self::ArcTangent(a) => unary(a, libm::atan),
            Self::Absolute(a) => unary(a, f64::abs),
            Self::Root(a) => {
                for (result, a) in result.iter_mut().zip(&earlier[a]) {
                    *result = a.sqrt();
                }
            }
            Self::Power(a, n) => {
                for (result, a) in result.iter_mut().zip(&earlier[a]) {
                    *result = power(*a, n);
                }
            }
            Self::Sum(a, b) => binary(earlier, [a, b], result, |a, b| a + b),
            Self::Difference(a, b) => binary(earlier, [a, b], result, |a, b| a - b),
            Self::Product(a, b) => binary(earlier, [a, b], result, |a, b| a * b),
            Self::Quotient(a, b) => binary(earlier, [a, b], result, |a, b| a / b),
            Self::RealPower(a, b) => binary(earlier, [a, b], result, libm::pow),
        }
    }
}

fn binary(
    earlier: &[[f64; BLOCK]],
    [a, b]: [usize; 2],
    result: &mut [f64; BLOCK],
    law: impl Fn(f64, f64) -> f64,
) {
    for ((result, a), b) in result.iter_mut().zip(&earlier[a]).zip(&earlier[b]) {
        *result = law(*a, *b);
    }
}

/// x to a whole power, by repeated multiplication in one fixed order.
fn power(x: f64, n: i32) -> f64 {
    let product = (0..n.unsigned_abs()).fold(1.0, |product, _| product * x);
    if n < 0 { 1.0 / product } else { product }
}
