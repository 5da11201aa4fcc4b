//! Monte Carlo trials in batches, each of which can be made alone (JCGM 101:2008, clause 7).

use super::measurement::{Measurement, Model};
use super::order::{Tails, limits};
use super::probability::normal_probability;
use crate::randomness::Lanes;
use nalgebra::DMatrix;

/// Trials that are drawn and evaluated together: their columns stay close to the processor.
const ROWS: usize = 1_000;
/// Trials in a batch, at least (JCGM 101, 7.9.4 b).
const BATCH: usize = 10_000;

/// The trials of one measurement under one seed.
#[derive(Clone, Debug)]
pub(super) struct Trials<'a, M> {
    measurement: &'a Measurement<M>,
    seed: u64,
    /// For each group of correlated inputs a matrix R with R Rᵀ their correlation.
    roots: Vec<DMatrix<f64>>,
    /// Trials in a whole batch.
    pub(super) batch: usize,
}

/// What one batch of trials says.
#[derive(Clone, Debug)]
pub(super) struct Batch {
    pub(super) trials: usize,
    pub(super) means: Vec<f64>,
    /// Sums of products of deviations from the means.
    pub(super) comoments: DMatrix<f64>,
    pub(super) tails: Vec<Tails>,
    pub(super) fault: Option<NotFinite>,
}

/// Trials in which an output was no finite number.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct NotFinite {
    pub(super) output: usize,
    pub(super) trials: usize,
    /// The inputs in the first of them.
    pub(super) inputs: Vec<f64>,
}

impl<'a, M: Model> Trials<'a, M> {
    pub(super) fn new(measurement: &'a Measurement<M>, seed: u64) -> Self {
        let correlation = measurement.inputs.correlation();
        let root = |group: &Vec<usize>| {
            super::square_root(&DMatrix::from_fn(group.len(), group.len(), |row, column| {
                correlation[(group[row], group[column])]
            }))
        };
        let roots = measurement.inputs.groups().iter().map(root).collect();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a million at most")]
        let batch = BATCH.max((100.0 / (1.0 - measurement.coverage)).ceil() as usize);
        Self { measurement, seed, roots, batch }
    }

    /// Outputs of the first trials of batch number `index`, and what is not finite among them.
    pub(super) fn outputs(&self, index: u64, trials: usize) -> (Vec<Vec<f64>>, Option<NotFinite>) {
        let list = self.measurement.inputs.list();
        let mut streams: Vec<Lanes> =
            list.iter().map(|input| Lanes::new(self.seed, index, &input.name)).collect();
        let mut inputs: Vec<Vec<f64>> = vec![vec![0.0; ROWS]; list.len()];
        let mut outputs: Vec<Vec<f64>> = vec![vec![0.0; trials]; self.measurement.outputs.len()];
        let mut fault: Option<NotFinite> = None;
        for first in (0..trials).step_by(ROWS) {
            let rows = ROWS.min(trials - first);
            self.draw(&mut streams, &mut inputs);
            let columns: Vec<&[f64]> = inputs.iter().map(|column| &column[..rows]).collect();
            for (place, (output, values)) in self.measurement.outputs.iter().zip(&mut outputs).enumerate() {
                let values = &mut values[first..first + rows];
                output.model.column(&columns, values);
                // A sum is finite only if all its parts are, or else they are counted.
                if (values.iter().sum::<f64>() * 0.0).is_nan() {
                    note_not_finite(&mut fault, place, values, &columns);
                }
            }
        }
        (outputs, fault)
    }

    /// One batch, of which the tails within these limits are kept.
    pub(super) fn batch(&self, index: u64, trials: usize, kept: &[[f64; 2]]) -> Batch {
        let (mut outputs, fault) = self.outputs(index, trials);
        let tails = outputs.iter().zip(kept).map(|(values, kept)| Tails::choose(values, *kept)).collect();
        #[expect(clippy::cast_precision_loss, reason = "a million at most")]
        let means: Vec<f64> = outputs.iter().map(|values| sum(values, |x| x) / trials as f64).collect();
        for (values, mean) in outputs.iter_mut().zip(&means) {
            values.iter_mut().for_each(|value| *value -= mean);
        }
        let mut comoments = DMatrix::zeros(means.len(), means.len());
        for row in 0..means.len() {
            for column in 0..=row {
                let moment = if row == column {
                    sum(&outputs[row], |x| x * x)
                } else {
                    outputs[row].iter().zip(&outputs[column]).map(|(a, b)| a * b).sum()
                };
                comoments[(row, column)] = moment;
                comoments[(column, row)] = moment;
            }
        }
        Batch { trials, means, comoments, tails, fault }
    }

    /// Limits of the tails to keep, from the first batch.
    pub(super) fn limits(&self, room: f64) -> Vec<[f64; 2]> {
        let (outputs, _) = self.outputs(0, self.batch);
        outputs.iter().map(|values| limits(values, self.measurement.coverage, room)).collect()
    }

    /// Independent inputs from their distributions; correlated ones through a Gaussian copula.
    fn draw(&self, streams: &mut [Lanes], inputs: &mut [Vec<f64>]) {
        let list = self.measurement.inputs.list();
        for (group, root) in self.measurement.inputs.groups().iter().zip(&self.roots) {
            if let [alone] = group[..] {
                list[alone].distribution.fill(&mut streams[alone], &mut inputs[alone]);
                continue;
            }
            let standard = super::distribution::Distribution::Normal { mean: 0.0, standard_deviation: 1.0 };
            for place in group {
                standard.fill(&mut streams[*place], &mut inputs[*place]);
            }
            let mut scores = vec![0.0; group.len()];
            #[expect(clippy::needless_range_loop, reason = "a row goes across the columns")]
            for row in 0..ROWS {
                for (score, parts) in scores.iter_mut().zip(root.row_iter()) {
                    *score = parts.iter().zip(group).map(|(part, place)| part * inputs[*place][row]).sum();
                }
                for (score, place) in scores.iter().zip(group) {
                    inputs[*place][row] = from_score(&list[*place].distribution, *score);
                }
            }
        }
    }
}

/// The value of a quantity as probable as this standard normal score.
fn from_score(distribution: &super::distribution::Distribution, score: f64) -> f64 {
    use super::distribution::Distribution::Normal;
    match distribution {
        Normal { mean, standard_deviation } => mean + standard_deviation * score,
        // Scores beyond eight, whose probability a double cannot tell from one, do not occur in 10⁹ trials.
        other => other.quantile(normal_probability(score)),
    }
}

fn note_not_finite(fault: &mut Option<NotFinite>, output: usize, values: &[f64], columns: &[&[f64]]) {
    let mut places = values.iter().enumerate().filter(|(_, value)| !value.is_finite()).map(|(row, _)| row);
    let Some(first) = places.next() else { return };
    let count = 1 + places.count();
    match fault {
        None => {
            let inputs = columns.iter().map(|column| column[first]).collect();
            *fault = Some(NotFinite { output, trials: count, inputs });
        }
        Some(fault) if fault.output == output => fault.trials += count,
        Some(_) => {}
    }
}

/// A sum in eight lanes: the order of its terms is fixed, and the compiler may use vectors for it.
fn sum(values: &[f64], law: impl Fn(f64) -> f64) -> f64 {
    let mut lanes = [0.0; 8];
    let (groups, rest) = values.as_chunks::<8>();
    for group in groups {
        for (lane, value) in lanes.iter_mut().zip(group) {
            *lane += law(*value);
        }
    }
    lanes.iter().sum::<f64>() + rest.iter().map(|value| law(*value)).sum::<f64>()
}
