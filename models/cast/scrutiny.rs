//! What a person should know before using a cast: values that no water has, and clocks that run back.

use super::{Cast, Kind};

/// What water and instruments can be, with room to spare: beyond, coefficients and raw output do not belong together.
const PLAUSIBLE: [(&str, f64, f64); 3] =
    [("pressure", -50.0, 15_000.0), ("temperature", -10.0, 60.0), ("conductivity", -0.1, 12.0)];

impl Cast {
    /// Adds remarks on what cannot be right.
    pub fn scrutinise(&mut self) {
        let mut remarks = Vec::new();
        for variable in &self.variables {
            let kind = Kind::of_numbered(&variable.name).map(|(kind, _)| kind.name);
            let Some((_, low, high)) = PLAUSIBLE.iter().find(|(name, ..)| Some(*name) == kind) else {
                continue;
            };
            let odd = |value: &f64| value.is_finite() && !(*low..=*high).contains(value);
            let count = variable.values.iter().filter(|value| odd(value)).count();
            if let Some(first) = variable.values.iter().position(odd) {
                remarks.push(format!(
                    "{}: {count} of {} values lie outside {low} to {high} {}, the first in row {}: do coefficients and file \
                     belong together?",
                    variable.name,
                    self.len(),
                    variable.unit,
                    first + 1
                ));
            }
        }
        let falls = |pair: &[f64]| matches!(pair, [before, after] if after <= before);
        if let Some(row) = self.values("clock").and_then(|clock| clock.windows(2).position(falls)) {
            remarks.push(format!(
                "the instrument's clock stands or runs back in row {}, so it is no axis of time",
                row + 2
            ));
        }
        self.remarks.extend(remarks);
    }
}
