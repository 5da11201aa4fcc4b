//! The fault: growth on the nephelometer's window.

use hadal_sim::{Checks, Faults, Settings};
use schemars::JsonSchema;
use serde::Deserialize;

/// Growth on the window. Its fields are the `settings` of a `[[fault]]`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fouling {
    /// Share of the light that it takes away, 0 to 0.95.
    pub share: f64,
}

impl Settings for Fouling {
    const NAME: &'static str = "acme-turbidity/fouling";

    fn check(&self, checks: &mut Checks) {
        checks.range("share", self.share, 0.0, 0.95);
    }
}

/// Share of the light that still passes. `size` is what the fault's course has made of it by now, 0 to 1.
pub(crate) fn passes(faults: &Faults) -> f64 {
    faults.of::<Fouling>().map(|(fouling, size)| 1.0 - fouling.share * size).product()
}
