//! What an instrument does with its raw output before it sends it: the maker's equation, with the coefficients in its memory.
//!
//! This is the one room of the twin that knows makers' equations. Firmware is no truth: it turns what the elements truly put out
//! into what the maker believes, errors included.

use hadal_models::equation;
use std::collections::BTreeMap;

/// An equation and its coefficients.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Conversion {
    id: String,
    coefficients: Vec<f64>,
}

impl Conversion {
    /// `name_in_memory` turns the equation's name of a coefficient into the item file's. What the file does not have is as the
    /// equation holds it, or zero.
    pub(super) fn new(
        id: &str,
        memory: &BTreeMap<String, f64>,
        name_in_memory: impl Fn(&str) -> String,
    ) -> Self {
        let coefficients = equation::find(id).map_or_else(
            |_| Vec::new(),
            |equation| {
                let held =
                    |name: &&str| equation.held().iter().find(|(known, _)| known == name).map(|(_, v)| *v);
                let value = |name: &&str| memory.get(&name_in_memory(name)).copied().or_else(|| held(name));
                equation.coefficients().iter().map(|name| value(name).unwrap_or(0.0)).collect()
            },
        );
        Self { id: id.to_owned(), coefficients }
    }

    /// What the equation makes of raw output.
    pub(super) fn value(&self, inputs: &[f64]) -> f64 {
        equation::find(&self.id).map_or(f64::NAN, |equation| equation.value(&self.coefficients, inputs))
    }
}
