//! Standard uncertainties beside the quantities that they are of: columns that follow every step of the processing.

use super::{Cast, Kind, Variable};

/// Quantities that a calibration gives an uncertainty, in the order of [`Cast::set_standard_uncertainties`].
const QUANTITIES: [&str; 4] = ["temperature", "conductivity", "pressure", "practical_salinity"];
/// How the name of such a column ends.
const ENDING: &str = "_standard_uncertainty";

/// What is said where a step has changed values.
const CHANGED: &str = "standard uncertainty: none for values that a step of the processing has changed, or that are made of such";

impl Kind {
    /// Whether it is the standard uncertainty of another quantity.
    pub fn is_standard_uncertainty(&self) -> bool {
        self.name.ends_with(ENDING)
    }
}

impl Cast {
    /// Puts standard uncertainties (k = 1) beside temperature in K, conductivity in S/m, pressure in dbar and practical
    /// salinity, one for each scan, NaN where there is none.
    pub fn set_standard_uncertainties(&mut self, columns: [Vec<f64>; 4]) {
        for (quantity, values) in QUANTITIES.into_iter().zip(columns) {
            if let Some(kind) = Kind::named(&name_beside(quantity)) {
                self.set(Variable::of_kind(kind, 1, values));
            }
        }
        self.sort();
    }

    /// The standard uncertainty of a column, if there is one.
    pub fn standard_uncertainty(&self, quantity: &str) -> Option<&Variable> {
        self.variable(&name_beside(quantity))
    }

    /// Drops the standard uncertainty of a column and of what is made of it.
    pub(super) fn drop_standard_uncertainty(&mut self, quantity: &str) {
        for name in affected(quantity) {
            self.variables.retain(|known| known.name != name);
        }
    }

    /// Takes away the standard uncertainty of the values that a step is about to change.
    pub(super) fn forget_standard_uncertainty(&mut self, quantity: &str, changed: &[f64]) {
        if self.standard_uncertainty(quantity).is_none() {
            return;
        }
        let before = self.values(quantity).unwrap_or_default();
        let is_changed: Vec<bool> =
            before.iter().zip(changed).map(|(old, new)| old.to_bits() != new.to_bits()).collect();
        // A value that is marked bad says itself that it has none.
        let silent =
            before.iter().zip(changed).all(|(old, new)| new.is_nan() || old.to_bits() == new.to_bits());
        for name in affected(quantity) {
            let column = self.variables.iter_mut().filter(|known| known.name == name);
            let rows = column.flat_map(|known| known.values.iter_mut().zip(&is_changed));
            rows.filter(|(_, is_changed)| **is_changed).for_each(|(value, _)| *value = f64::NAN);
        }
        if !silent && !self.remarks.iter().any(|remark| remark == CHANGED) {
            self.remarks.push(CHANGED.to_owned());
        }
    }

    /// Columns of standard uncertainties, each with 1 where a value of its quantity has none, 0 where it has one, and NaN where
    /// there is no value: their means tell which bins hold a value without one.
    pub(super) fn lacking_standard_uncertainty(&self) -> Vec<(usize, Vec<f64>)> {
        let lacking = |(place, known): (usize, &Variable)| {
            let quantity = self.values(known.name.strip_suffix(ENDING)?)?;
            let row = |(value, uncertainty): (&f64, &f64)| match value.is_nan() {
                true => f64::NAN,
                false => f64::from(u8::from(uncertainty.is_nan())),
            };
            Some((place, quantity.iter().zip(&known.values).map(row).collect()))
        };
        self.variables.iter().enumerate().filter_map(lacking).collect()
    }
}

fn name_beside(quantity: &str) -> String {
    format!("{quantity}{ENDING}")
}

/// Names of the columns that lose their meaning with a quantity.
fn affected(quantity: &str) -> Vec<String> {
    match QUANTITIES.contains(&quantity) {
        true => vec![name_beside(quantity), name_beside("practical_salinity")],
        false => Vec::new(),
    }
}
