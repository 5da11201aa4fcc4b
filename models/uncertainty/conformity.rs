//! Whether an item conforms, and how wrong that may be (JCGM 106:2012; ILAC-G8:09/2019).
//!
//! Quantities are taken as normal: what is known of the item before, and the measurement.

use super::probability::{normal_density, normal_probability, normal_quantile};

/// What a quantity must satisfy, and how a decision is taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Requirement {
    /// Tolerance limits; an infinite one is none.
    pub tolerance: [f64; 2],
    /// Guard band in units of the expanded uncertainty at 95 %: 1 is the guarded acceptance of ILAC-G8 (w = U), 0 simple
    /// acceptance, a negative number guarded rejection.
    pub guard_factor: f64,
    /// Mean and standard deviation of the quantity over items like this one, for risks before a measurement.
    pub prior: Option<[f64; 2]>,
}

/// The decision that the measured value leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Within the acceptance interval.
    Accepted,
    /// Outside.
    Rejected,
}

/// What the measurement says about conformity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conformity {
    /// Limits for the measured value between which an item is accepted.
    pub acceptance: [f64; 2],
    /// The decision.
    pub decision: Decision,
    /// Probability that this item conforms (JCGM 106, 7.2).
    pub conformance_probability: f64,
    /// Of this item: the probability that the decision is wrong, the consumer's risk where it is accepted and the
    /// producer's where it is rejected (JCGM 106, 9.3.1).
    pub specific_risk: f64,
    /// Of all such items, where a prior is given.
    pub global: Option<GlobalRisk>,
}

/// Risks for an item drawn from the prior and then measured (JCGM 106, 9.5).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GlobalRisk {
    /// Probability that it does not conform and is accepted.
    pub consumer: f64,
    /// Probability that it conforms and is rejected.
    pub producer: f64,
}

/// Probability that a normal quantity lies within limits.
pub fn conformance_probability(value: f64, standard_uncertainty: f64, [low, high]: [f64; 2]) -> f64 {
    let (from, to) = ((low - value) / standard_uncertainty, (high - value) / standard_uncertainty);
    // Of two tails the smaller is the exact one.
    if from > 0.0 {
        normal_probability(-from) - normal_probability(-to)
    } else {
        normal_probability(to) - normal_probability(from)
    }
}

impl Requirement {
    /// Limits for the measured value: the tolerance limits, moved inwards by the guard band.
    pub fn acceptance(&self, standard_uncertainty: f64) -> [f64; 2] {
        let guard = self.guard_factor * normal_quantile(0.975) * standard_uncertainty;
        [self.tolerance[0] + guard, self.tolerance[1] - guard]
    }

    /// Decides about one measured value.
    pub fn decide(&self, value: f64, standard_uncertainty: f64) -> Conformity {
        let acceptance = self.acceptance(standard_uncertainty);
        let accepted = acceptance[0] <= value && value <= acceptance[1];
        let probability = conformance_probability(value, standard_uncertainty, self.tolerance);
        let global =
            self.prior.map(|prior| global_risk(prior, standard_uncertainty, self.tolerance, acceptance));
        Conformity {
            acceptance,
            decision: if accepted { Decision::Accepted } else { Decision::Rejected },
            conformance_probability: probability,
            specific_risk: if accepted { 1.0 - probability } else { probability },
            global,
        }
    }
}

/// Global risks (JCGM 106, eq. 17 and 18): integrals over true values of the prior's density times the probability that a
/// measurement lands on the wrong side. Where the acceptance limits cross, nothing is accepted.
pub fn global_risk(
    [mean, deviation]: [f64; 2],
    standard_uncertainty: f64,
    tolerance: [f64; 2],
    acceptance: [f64; 2],
) -> GlobalRisk {
    let accepted = |truth: f64| {
        if acceptance[0] < acceptance[1] {
            conformance_probability(truth, standard_uncertainty, acceptance)
        } else {
            0.0
        }
    };
    let weight = |truth: f64| normal_density((truth - mean) / deviation) / deviation;
    // Beyond nine standard deviations lies less than 1e-18 of all items.
    let [low, high] = [mean - 9.0 * deviation, mean + 9.0 * deviation];
    let [below, above] = tolerance.map(|limit| limit.clamp(low, high));
    let consumer = |truth: f64| weight(truth) * accepted(truth);
    let producer = |truth: f64| weight(truth) * (1.0 - accepted(truth));
    let marks: Vec<f64> = acceptance.into_iter().collect();
    let scale = standard_uncertainty.min(deviation);
    GlobalRisk {
        consumer: integral([low, below], scale, &marks, consumer)
            + integral([above, high], scale, &marks, consumer),
        producer: integral([below, above], scale, &marks, producer),
    }
}

/// Gauss and Legendre's rule with five points over parts that are short where the integrand is steep: within ten standard
/// uncertainties of a mark, half the smaller scale long.
fn integral([low, high]: [f64; 2], scale: f64, marks: &[f64], law: impl Fn(f64) -> f64) -> f64 {
    const NODES: [(f64, f64); 5] = [
        (-0.906_179_845_938_664, 0.236_926_885_056_189_1),
        (-0.538_469_310_105_683, 0.478_628_670_499_366_5),
        (0.0, 0.568_888_888_888_888_9),
        (0.538_469_310_105_683, 0.478_628_670_499_366_5),
        (0.906_179_845_938_664, 0.236_926_885_056_189_1),
    ];
    let mut cuts = vec![low, high];
    for mark in marks.iter().filter(|mark| mark.is_finite()) {
        cuts.extend((-20..=20).map(|part| mark + 0.5 * scale * f64::from(part)));
    }
    cuts.extend((1..100).map(|part| low + (high - low) * f64::from(part) / 100.0));
    cuts.retain(|cut| (low..=high).contains(cut));
    cuts.sort_unstable_by(f64::total_cmp);
    let part = |ends: &[f64]| {
        let (half, middle) = (0.5 * (ends[1] - ends[0]), 0.5 * (ends[0] + ends[1]));
        half * NODES.iter().map(|(node, weight)| weight * law(middle + half * node)).sum::<f64>()
    };
    cuts.windows(2).map(part).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The setting of JCGM 106's example with u0 = 0.12, um = 0.04 and tolerance limits ±0.2; the risks of eq. 17 and
    /// 18 by SciPy's `quad` at a tolerance of 1e-14: 0.018942, 0.037208 and 0.000469, 0.247670.
    #[test]
    fn val_global_risks_are_those_of_independent_quadrature() {
        let risk = |limit: f64| global_risk([0.0, 0.12], 0.04, [-0.2, 0.2], [-limit, limit]);
        for (limit, consumer, producer) in [
            (0.2, 0.018_942_206_717_029, 0.037_207_800_178_058),
            (0.12, 0.000_468_633_598_870, 0.247_669_640_201_152),
        ] {
            let found = risk(limit);
            let close = |ours: f64, theirs: f64| (ours - theirs).abs() <= 1e-12;
            assert!(close(found.consumer, consumer) && close(found.producer, producer), "{found:?}");
        }
    }

    /// JCGM 106:2012, 7.3: a one-sided limit 1.4 standard uncertainties away leaves a conformance probability of 0.919.
    #[test]
    fn val_the_conformance_probability_is_that_of_the_standard() {
        let probability = conformance_probability(0.0, 1.0, [f64::NEG_INFINITY, 1.4]);
        assert!((probability - 0.919).abs() < 0.0005, "{probability}");
    }

    #[test]
    fn guard_bands_move_the_limits_and_the_risk() {
        let requirement = Requirement { tolerance: [0.0, 10.0], guard_factor: 1.0, prior: None };
        let [low, high] = requirement.acceptance(0.5);
        assert!((low - 0.979_98).abs() < 1e-4 && (high - 9.020_02).abs() < 1e-4);
        let at_guard = requirement.decide(high, 0.5);
        assert_eq!(at_guard.decision, Decision::Accepted);
        // At the guarded limit the consumer's risk is what the guard band leaves: 2.5 %.
        assert!((at_guard.specific_risk - 0.025).abs() < 1e-9, "{at_guard:?}");
        let beyond = requirement.decide(9.5, 0.5);
        assert_eq!(beyond.decision, Decision::Rejected);
        assert!((beyond.specific_risk - normal_probability(1.0)).abs() < 1e-9, "{beyond:?}");
    }

    #[test]
    fn without_uncertainty_in_the_measurement_no_decision_is_wrong() {
        let risk = global_risk([0.0, 1.0], 1e-6, [-1.0, 1.0], [-1.0, 1.0]);
        assert!(risk.consumer < 1e-6 && risk.producer < 1e-6, "{risk:?}");
        let all_rejected = global_risk([0.0, 1.0], 0.1, [-1.0, 1.0], [1.0, -1.0]);
        assert!(all_rejected.consumer == 0.0 && (all_rejected.producer - 0.682_689_492_137_086).abs() < 1e-9);
    }
}
