//! Monte Carlo as a whole: as many trials as were asked for, or as many as make the results stable (JCGM 101:2008, 7.9).

use super::measurement::{Measurement, Model};
use super::order::Tails;
use super::region::{Regions, regions};
use super::trials::{Batch, NotFinite, Trials};
use nalgebra::DMatrix;
use std::ops::Range;

/// Most trials of one run: the tails of each output then take some 200 MB for 95 %.
pub const MOST_TRIALS: u64 = 100_000_000;
/// Batches before the adaptive procedure may stop: the scatter of fewer says too little about itself.
const FEWEST_BATCHES: u64 = 10;
/// Share of one trial in the sum of squared deviations from which on it carries the standard uncertainty. The largest share
/// goes to zero with the number of trials where the variance is finite, and only there (Embrechts, Klüppelberg and Mikosch
/// 1997, Modelling Extremal Events, 6.2.6): of 10⁵ normal values it is about 2e-4, and a tenth is what Student's t with three
/// degrees of freedom has in one run of 10⁵ out of about thirty.
const CARRIED: f64 = 0.1;
/// Batches that are handed out together. No result depends on it.
const WAVE: u64 = 16;

/// How many trials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// So many.
    Trials(u64),
    /// Until two standard errors of the mean, the standard uncertainty and both ends of the symmetric interval of each output
    /// are below half a unit in the last of so many significant digits of the standard uncertainty (7.9.4).
    Adaptive {
        /// Significant digits, 1 or 2 as a rule.
        digits: u32,
    },
}

/// Who makes batches: one thread, or many.
pub trait Workers {
    /// Does the work for each number; answers in their order.
    fn run<T: Send>(&mut self, numbers: Range<u64>, work: &(impl Fn(u64) -> T + Sync)) -> Vec<T>;

    /// Hears how many trials of how many expected are made.
    fn hear(&mut self, done: u64, expected: u64);
}

/// Makes batches one after the other.
#[derive(Clone, Copy, Debug, Default)]
pub struct OneThread;

impl Workers for OneThread {
    fn run<T: Send>(&mut self, numbers: Range<u64>, work: &(impl Fn(u64) -> T + Sync)) -> Vec<T> {
        numbers.map(work).collect()
    }

    fn hear(&mut self, _done: u64, _expected: u64) {}
}

/// What Monte Carlo says of one output.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Simulated {
    /// Mean of the values (7.6, eq. 16).
    pub mean: f64,
    /// Their standard deviation (eq. 17).
    pub standard_uncertainty: f64,
    /// Probabilistically symmetric coverage interval.
    pub symmetric: [f64; 2],
    /// Shortest coverage interval.
    pub shortest: [f64; 2],
    /// Standard errors of mean, standard uncertainty and both ends of the symmetric interval, from the scatter of batches;
    /// NaN where there were fewer than two whole ones.
    pub standard_errors: [f64; 4],
    /// Share of the farthest value in the sum of squared deviations from the mean; zero where all values are the same.
    pub largest_share: f64,
}

impl Simulated {
    /// Whether mean and standard uncertainty rest on one trial, as they do where no variance exists.
    pub fn rests_on_one_trial(&self) -> bool {
        self.largest_share > CARRIED
    }
}

/// What Monte Carlo says.
#[derive(Clone, Debug)]
pub struct MonteCarlo {
    /// The outputs.
    pub outputs: Vec<Simulated>,
    /// Covariance matrix of the outputs (JCGM 102:2011, 7.6).
    pub covariance: DMatrix<f64>,
    /// Trials made.
    pub trials: u64,
    /// Whether the results became stable, where that was asked for: not while one rests on one trial.
    pub stable: Option<bool>,
    /// Regions that hold all outputs together with the coverage probability, where there are several.
    pub regions: Option<Regions>,
}

/// A simulation that says nothing.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TrialError {
    /// Fewer trials than an interval needs, or more than fit the memory.
    #[error("{found} trials: accepted: {least} to {MOST_TRIALS}")]
    Count {
        /// Trials asked for.
        found: u64,
        /// Fewest.
        least: u64,
    },
    /// An output that is no finite number.
    #[error(
        "the output `{output}` is no finite number in {trials} of the first {of} trials, first for {inputs}"
    )]
    NotFinite {
        /// The output.
        output: String,
        /// Trials.
        trials: u64,
        /// Trials made.
        of: u64,
        /// The inputs of the first such trial.
        inputs: String,
    },
}

/// Makes trials. The result depends on measurement, seed and length alone, not on the workers.
///
/// # Errors
/// [`TrialError`].
pub fn simulate<M: Model>(
    measurement: &Measurement<M>,
    seed: u64,
    length: Length,
    workers: &mut impl Workers,
) -> Result<MonteCarlo, TrialError> {
    let trials = Trials::new(measurement, seed);
    let least = 2 * trials.batch as u64 / 100;
    if let Length::Trials(found) = length
        && !(least..=MOST_TRIALS).contains(&found)
    {
        return Err(TrialError::Count { found, least });
    }
    // Limits that turn out too narrow are widened and the same trials made again, in the end with all values kept.
    let mut room = 1.0;
    loop {
        let kept = trials.limits(room);
        let gathered = gather(measurement, &trials, &kept, length, workers)?;
        if let Some(mut result) = gathered.conclude(measurement.coverage) {
            if result.outputs.len() > 1 {
                let coverage = measurement.coverage;
                result.regions = Some(regions(&trials, &result, coverage, workers));
            }
            return Ok(result);
        }
        room *= 4.0;
    }
}

fn gather<M: Model>(
    measurement: &Measurement<M>,
    trials: &Trials<'_, M>,
    kept: &[[f64; 2]],
    length: Length,
    workers: &mut impl Workers,
) -> Result<Gathered, TrialError> {
    let batch = trials.batch as u64;
    let most = match length {
        Length::Trials(trials) => trials,
        Length::Adaptive { .. } => MOST_TRIALS / batch * batch,
    };
    let mut gathered = Gathered::new(measurement.outputs.len());
    let mut first = 0;
    let batches = most.div_ceil(batch);
    while first < batches {
        let numbers = first..batches.min(first + WAVE);
        first = numbers.end;
        #[expect(clippy::cast_possible_truncation, reason = "a batch at most")]
        let count = |number: u64| batch.min(most - number * batch) as usize;
        let made = workers.run(numbers, &|number| trials.batch(number, count(number), kept));
        for made in made {
            if let Some(fault) = &made.fault {
                return Err(gathered.refuse(measurement, fault, made.trials));
            }
            gathered.add(&made, trials.batch, measurement.coverage);
            if let Length::Adaptive { digits } = length
                && gathered.batches >= FEWEST_BATCHES
                && gathered.excess(digits) < 1.0
            {
                gathered.stable = Some(true);
                return Ok(gathered);
            }
        }
        workers.hear(gathered.trials, gathered.expected(length, most));
    }
    if let Length::Adaptive { .. } = length {
        gathered.stable = Some(false);
    }
    Ok(gathered)
}

/// Running mean and sum of squared deviations of a quantity over batches.
#[derive(Clone, Copy, Debug, Default)]
struct Scatter {
    mean: f64,
    squares: f64,
}

/// All batches so far.
struct Gathered {
    trials: u64,
    /// Whole batches.
    batches: u64,
    means: Vec<f64>,
    comoments: DMatrix<f64>,
    tails: Vec<Tails>,
    /// For each output: mean, standard uncertainty, ends of the symmetric interval of the batches.
    scatter: Vec<[Scatter; 4]>,
    /// Whether a batch kept too little of its tails.
    short: bool,
    stable: Option<bool>,
}

#[expect(clippy::cast_precision_loss, reason = "counts of trials are far below 2⁵³")]
impl Gathered {
    fn new(outputs: usize) -> Self {
        Self {
            trials: 0,
            batches: 0,
            means: vec![0.0; outputs],
            comoments: DMatrix::zeros(outputs, outputs),
            tails: vec![Tails::default(); outputs],
            scatter: vec![[Scatter::default(); 4]; outputs],
            short: false,
            stable: None,
        }
    }

    /// Chan, Golub and LeVeque's update of means and co-moments, in the order of the batches.
    fn add(&mut self, batch: &Batch, whole: usize, coverage: f64) {
        let (before, new) = (self.trials as f64, batch.trials as f64);
        let total = before + new;
        let steps: Vec<f64> = batch.means.iter().zip(&self.means).map(|(new, old)| new - old).collect();
        let weight = before * new / total;
        let between =
            DMatrix::from_fn(steps.len(), steps.len(), |row, column| steps[row] * steps[column] * weight);
        self.comoments += &batch.comoments + between;
        for (mean, step) in self.means.iter_mut().zip(&steps) {
            *mean += step * new / total;
        }
        for (all, tails) in self.tails.iter_mut().zip(&batch.tails) {
            all.append(tails);
        }
        self.trials += batch.trials as u64;
        if batch.trials == whole {
            self.batches += 1;
            for place in 0..steps.len() {
                let Some([low, high]) = batch.tails[place].symmetric(whole, coverage) else {
                    self.short = true;
                    continue;
                };
                let deviation = (batch.comoments[(place, place)] / (new - 1.0)).sqrt();
                let values = [batch.means[place], deviation, low, high];
                for (scatter, value) in self.scatter[place].iter_mut().zip(values) {
                    let step = value - scatter.mean;
                    scatter.mean += step / self.batches as f64;
                    scatter.squares += step * (value - scatter.mean);
                }
            }
        }
    }

    fn standard_uncertainty(&self, place: usize) -> f64 {
        (self.comoments[(place, place)] / (self.trials as f64 - 1.0)).sqrt()
    }

    fn standard_errors(&self, place: usize) -> [f64; 4] {
        let count = self.batches as f64;
        self.scatter[place].map(|scatter| (scatter.squares / (count * (count - 1.0))).sqrt())
    }

    /// Of ordered tails.
    fn largest_share(&self, place: usize) -> f64 {
        let (tails, sum) = (&self.tails[place], self.comoments[(place, place)]);
        let ends = [tails.low.first(), tails.low.last(), tails.high.last()].into_iter().flatten();
        let farthest = ends.map(|value| (value - self.means[place]).abs()).fold(0.0, f64::max);
        if sum > 0.0 { farthest * farthest / sum } else { 0.0 }
    }

    /// The largest of two standard errors in units of the tolerance.
    fn excess(&self, digits: u32) -> f64 {
        let excess = |place: usize| {
            let errors = self.standard_errors(place);
            let worst = errors.into_iter().fold(0.0, f64::max);
            let tolerance = numerical_tolerance(self.standard_uncertainty(place), digits);
            if worst > 0.0 { 2.0 * worst / tolerance } else { 0.0 }
        };
        (0..self.means.len()).map(excess).fold(0.0, f64::max)
    }

    /// Trials until the end, as far as it can be told.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between zero and the most")]
    fn expected(&self, length: Length, most: u64) -> u64 {
        match length {
            Length::Trials(trials) => trials,
            Length::Adaptive { digits } => {
                let excess = self.excess(digits);
                ((self.trials as f64 * excess * excess) as u64).clamp(self.trials, most)
            }
        }
    }

    fn refuse<M>(&self, measurement: &Measurement<M>, fault: &NotFinite, batch: usize) -> TrialError {
        let inputs = measurement.inputs.list().iter().zip(&fault.inputs);
        let inputs: Vec<String> =
            inputs.map(|(input, value)| format!("{} = {value:e}", input.name)).collect();
        TrialError::NotFinite {
            output: measurement.outputs[fault.output].name.clone(),
            trials: fault.trials as u64,
            of: self.trials + batch as u64,
            inputs: inputs.join(", "),
        }
    }

    /// The results, if enough of the tails was kept.
    fn conclude(mut self, coverage: f64) -> Option<MonteCarlo> {
        if self.short {
            return None;
        }
        let trials = usize::try_from(self.trials).ok()?;
        let mut outputs = Vec::new();
        for place in 0..self.means.len() {
            self.tails[place].order();
            outputs.push(Simulated {
                mean: self.means[place],
                standard_uncertainty: self.standard_uncertainty(place),
                symmetric: self.tails[place].symmetric(trials, coverage)?,
                shortest: self.tails[place].shortest(trials, coverage)?,
                standard_errors: self.standard_errors(place),
                largest_share: self.largest_share(place),
            });
        }
        let rests = outputs.iter().any(Simulated::rests_on_one_trial);
        let stable = self.stable.map(|stable| stable && !rests);
        let covariance = &self.comoments / (self.trials as f64 - 1.0);
        Some(MonteCarlo { outputs, covariance, trials: self.trials, stable, regions: None })
    }
}

/// Half a unit in the last of so many significant digits of a standard uncertainty (JCGM 101, 7.9.2); zero for zero.
pub fn numerical_tolerance(standard_uncertainty: f64, digits: u32) -> f64 {
    if standard_uncertainty <= 0.0 || !standard_uncertainty.is_finite() {
        return 0.0;
    }
    // The first digit after rounding: 0.0996 is 0.10 to two digits.
    let scale = |exponent: f64| libm::exp10(exponent - f64::from(digits) + 1.0);
    let exponent = libm::log10(standard_uncertainty).floor();
    let rounds_up = standard_uncertainty / scale(exponent) >= libm::exp10(f64::from(digits)) - 0.5;
    0.5 * scale(if rounds_up { exponent + 1.0 } else { exponent })
}
