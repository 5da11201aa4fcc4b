//! Which of our equations an RBR channel's coefficients belong to, and the way back.
//!
//! Sources, all of the L3 command reference: `tmp` (temperature); example 3, `corr_pres2`; example 4, `corr_cond`;
//! example 19, `corr_cond1`; example 21, `corr_cond3`. An equation that is not listed stays [`Conversion::Unknown`],
//! never a guess.

use crate::equation;

/// How a channel's voltage ratio becomes a quantity.
#[derive(Clone, Debug, PartialEq)]
pub enum Conversion {
    /// By one of our equations.
    Equation(Calibration),
    /// By none of ours; the coefficients are as the maker names them.
    Unknown,
}

/// Coefficients of one equation.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// The equation's name, such as `rbr/temperature`.
    pub equation: &'static str,
    /// Coefficients by the equation's names. One that is not listed is zero.
    pub coefficients: Vec<(&'static str, f64)>,
}

impl Calibration {
    /// A coefficient by name.
    pub fn coefficient(&self, name: &str) -> Option<f64> {
        self.coefficients.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

/// One of the maker's equations: his name, ours, and the names of the coefficients, his first.
pub(super) struct Form {
    pub(super) theirs: &'static str,
    pub(super) ours: &'static str,
    pub(super) names: &'static [(&'static str, &'static str)],
    /// Coefficients of our equation that his does not have, and what they then are.
    pub(super) fixed: &'static [(&'static str, f64)],
    /// Coefficients of his that ours does not have: where one is not zero, the equation is another.
    pub(super) without: &'static [&'static str],
}

const TEMPERATURE: Form = Form {
    theirs: "tmp",
    ours: "rbr/temperature",
    names: &[("c0", "c0"), ("c1", "c1"), ("c2", "c2"), ("c3", "c3")],
    fixed: &[],
    without: &[],
};
const PRESSURE: Form = Form {
    theirs: "corr_pres2",
    ours: "rbr/pressure",
    names: &[
        ("c0", "c0"),
        ("c1", "c1"),
        ("c2", "c2"),
        ("c3", "c3"),
        ("x0", "x0"),
        ("x1", "x1"),
        ("x2", "x2"),
        ("x3", "x3"),
        ("x4", "x4"),
        ("x5", "x5"),
    ],
    fixed: &[],
    without: &[],
};
const CONDUCTIVITY_LINEAR: Form = Form {
    theirs: "corr_cond",
    ours: "rbr/conductivity",
    names: &[
        ("c0", "c0"),
        ("c1", "c1"),
        ("x0", "x0"),
        ("x1", "x1"),
        ("x2", "x2"),
        ("x3", "x5"),
        ("x4", "x6"),
    ],
    fixed: &[("c2", 1.0)],
    without: &[],
};
/// Its last pressure term, x5·Δp^x6, is ours where x5 is zero.
const CONDUCTIVITY_DEEP: Form = Form {
    theirs: "corr_cond1",
    ours: "rbr/conductivity",
    names: &[
        ("c0", "c0"),
        ("c1", "c1"),
        ("x0", "x0"),
        ("x1", "x1"),
        ("x2", "x2"),
        ("x3", "x3"),
        ("x4", "x4"),
        ("x7", "x5"),
        ("x8", "x6"),
    ],
    fixed: &[("c2", 1.0)],
    without: &["x5"],
};
const CONDUCTIVITY_CUBIC: Form = Form {
    theirs: "corr_cond3",
    ours: "rbr/conductivity",
    names: &[
        ("c0", "c0"),
        ("c1", "c1"),
        ("c2", "c2"),
        ("x0", "x0"),
        ("x1", "x1"),
        ("x2", "x2"),
        ("x3", "x3"),
        ("x4", "x4"),
        ("x5", "x5"),
        ("x6", "x6"),
    ],
    fixed: &[],
    without: &[],
};

/// Every form that is ours.
pub(super) const FORMS: [&Form; 5] =
    [&TEMPERATURE, &PRESSURE, &CONDUCTIVITY_LINEAR, &CONDUCTIVITY_DEEP, &CONDUCTIVITY_CUBIC];

/// What the maker's equation of this name is with us, given a way to look up his coefficients (`c0`, `x3`).
///
/// A coefficient that is missing or no finite number leaves it [`Conversion::Unknown`]: a conversion with a hole in it
/// would be a guess.
pub fn conversion(theirs: &str, coefficient: impl Fn(&str) -> Option<f64>) -> Conversion {
    let read = |form: &Form| -> Option<Calibration> {
        let value = |name: &str| coefficient(name).filter(|value| value.is_finite());
        let zero = |name: &&str| value(name).is_none_or(|value| value.abs() <= 0.0);
        if !form.without.iter().all(zero) {
            return None;
        }
        let read = form.names.iter().map(|(theirs, ours)| value(theirs).map(|value| (*ours, value)));
        let mut coefficients: Vec<(&'static str, f64)> = read.collect::<Option<_>>()?;
        coefficients.extend_from_slice(form.fixed);
        let equation = equation::find(form.ours).ok()?;
        coefficients.sort_by_key(|(name, _)| equation.coefficient_index(name));
        Some(Calibration { equation: form.ours, coefficients })
    };
    let form = FORMS.iter().find(|form| form.theirs.eq_ignore_ascii_case(theirs.trim()));
    form.and_then(|form| read(form)).map_or(Conversion::Unknown, Conversion::Equation)
}
