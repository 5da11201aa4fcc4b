//! What no number of points goes below: the errors of references that all points share.

use super::expected::{Expected, Quantity};
use super::ocean::Place;
use super::search::{COVERAGE_FACTOR, Criterion, Target};
use hadal_models::calibration::ctd::Contribution;

/// Contributions that a message names.
const NAMED: usize = 3;

/// The floor under a target.
#[derive(Clone, Debug)]
pub struct Floor {
    /// Which target.
    pub target: Target,
    /// Expanded uncertainty (k = 2) that shared errors leave.
    pub expanded_uncertainty: f64,
    /// Where it is largest.
    pub place: Place,
    /// What makes it there, the largest first.
    pub shared: Vec<Contribution>,
}

impl Floor {
    /// Of a calibration from so many points that only shared errors are left; none without places.
    pub fn of(expected: &Expected, target: Target, criterion: Criterion, places: &[Place]) -> Option<Self> {
        let names = expected.shared_components();
        let shared_at = |place: &Place| -> Vec<Contribution> {
            let mut shared = expected.contributions(target.quantity, place);
            shared.retain(|one| names.iter().any(|name| *name == source_name(&one.name)));
            shared
        };
        let expanded = |place: &Place| {
            let shared = shared_at(place);
            COVERAGE_FACTOR * shared.iter().map(|one| one.standard_uncertainty).fold(0.0, f64::hypot)
        };
        let found: Vec<f64> = places.iter().map(expanded).collect();
        let (worst, largest) = places.iter().zip(&found).max_by(|one, other| one.1.total_cmp(other.1))?;
        let expanded_uncertainty = match criterion {
            Criterion::Worst => *largest,
            Criterion::Mean => {
                let count = u32::try_from(found.len()).map_or(f64::INFINITY, f64::from);
                (found.iter().map(|one| one * one).sum::<f64>() / count).sqrt()
            }
        };
        Some(Self { target, expanded_uncertainty, place: *worst, shared: shared_at(worst) })
    }
}

/// A component's name without the quantity that it passes through.
pub(super) fn source_name(name: &str) -> &str {
    name.rsplit(": ").next().unwrap_or(name)
}

impl std::fmt::Display for Floor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Target { quantity, expanded_uncertainty } = self.target;
        let unit = if quantity == Quantity::Salinity { "in practical salinity" } else { quantity.unit() };
        write!(
            f,
            "target {} = {expanded_uncertainty}: accepted: more than {:.1e} {unit} (k = 2): errors that all points share leave so much at {} however long one measures:",
            quantity.name(),
            self.expanded_uncertainty,
            self.place
        )?;
        for (number, one) in self.shared.iter().take(NAMED).enumerate() {
            let comma = if number == 0 { "" } else { "," };
            write!(f, "{comma} {} ({}) u = {:.1e}", one.name, one.source, one.standard_uncertainty)?;
        }
        write!(f, "; a better certificate for the first of these would help most")
    }
}
