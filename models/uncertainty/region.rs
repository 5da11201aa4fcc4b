//! Regions that hold several outputs together (JCGM 102:2011, 6.5 and 7.7).

use super::measurement::Model;
use super::order::{Tails, limits};
use super::probability::chi_squared_quantile;
use super::simulation::{MonteCarlo, Workers};
use super::trials::Trials;
use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

/// Least eigenvalue of a correlation matrix whose outputs are still taken to vary each for itself.
const DISTINCT: f64 = 1e-9;

/// Coverage regions about the means of a Monte Carlo run, and how large they would be for normal outputs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regions {
    /// Factor k_p of the smallest ellipsoid of its shape: (η − y)ᵀ U⁻¹ (η − y) ≤ k_p². None where one output follows
    /// from the others.
    pub ellipsoid: Option<f64>,
    /// Factor k_q of the box: each output within k_q standard uncertainties of its mean.
    pub rectangle: f64,
    /// k_p of as many normal outputs: the root of a quantile of chi-squared.
    pub normal_ellipsoid: f64,
}

/// Makes the same trials again, now that means and covariance are known, and orders their distances.
pub(super) fn regions<M: Model>(
    trials: &Trials<'_, M>,
    result: &MonteCarlo,
    coverage: f64,
    workers: &mut impl Workers,
) -> Regions {
    let means: Vec<f64> = result.outputs.iter().map(|output| output.mean).collect();
    let deviations: Vec<f64> = result.outputs.iter().map(|output| output.standard_uncertainty).collect();
    let shape = distinct(&result.covariance, &deviations);
    let batch = trials.batch as u64;
    #[expect(clippy::cast_possible_truncation, reason = "a batch at most")]
    let distances = |number: u64| {
        let count = batch.min(result.trials - number * batch) as usize;
        let (outputs, _) = trials.outputs(number, count);
        distances(&outputs, &means, &deviations, shape.as_ref())
    };
    let first = distances(0);
    let mut room = 1.0;
    loop {
        // Only what is far counts.
        let kept = first.each_ref().map(|values| match limits(values, coverage, room) {
            [_, high] if high.is_finite() => [f64::NEG_INFINITY, high],
            all => all,
        });
        let work = |number: u64| {
            let [elliptic, greatest] = distances(number);
            [Tails::choose(&elliptic, kept[0]), Tails::choose(&greatest, kept[1])]
        };
        let mut all = [Tails::default(), Tails::default()];
        let batches = result.trials.div_ceil(batch);
        for start in (0..batches).step_by(64) {
            for part in workers.run(start..batches.min(start + 64), &work) {
                all.iter_mut().zip(&part).for_each(|(all, part)| all.append(part));
            }
        }
        all.iter_mut().for_each(Tails::order);
        let count = usize::try_from(result.trials).unwrap_or(usize::MAX);
        if let [Some(elliptic), Some(greatest)] = all.each_ref().map(|tails| tails.quantile(count, coverage))
        {
            #[expect(clippy::cast_precision_loss, reason = "a few outputs")]
            let normal = chi_squared_quantile(coverage, means.len() as f64).sqrt();
            return Regions {
                ellipsoid: shape.is_some().then(|| elliptic.sqrt()),
                rectangle: greatest,
                normal_ellipsoid: normal,
            };
        }
        room *= 4.0;
    }
}

/// The factor of the covariance matrix, where no output follows from the others.
fn distinct(covariance: &DMatrix<f64>, deviations: &[f64]) -> Option<Cholesky<f64, Dyn>> {
    let correlation =
        covariance.map_with_location(|row, column, value| value / (deviations[row] * deviations[column]));
    if !correlation.iter().all(|value| value.is_finite()) {
        return None;
    }
    let least = correlation.symmetric_eigenvalues().min();
    if least > DISTINCT { covariance.clone().cholesky() } else { None }
}

/// For each trial the squared distance in the metric of the covariance matrix (zero without one), and the greatest distance of
/// an output from its mean in standard uncertainties.
fn distances(
    outputs: &[Vec<f64>],
    means: &[f64],
    deviations: &[f64],
    shape: Option<&Cholesky<f64, Dyn>>,
) -> [Vec<f64>; 2] {
    let count = outputs.first().map_or(0, Vec::len);
    let (mut elliptic, mut greatest) = (vec![0.0; count], vec![0.0; count]);
    let mut away = DVector::zeros(means.len());
    for row in 0..count {
        let mut most: f64 = 0.0;
        for (place, values) in outputs.iter().enumerate() {
            away[place] = values[row] - means[place];
            if deviations[place] > 0.0 {
                most = most.max((away[place] / deviations[place]).abs());
            }
        }
        greatest[row] = most;
        if let Some(shape) = shape {
            shape.l_dirty().solve_lower_triangular_mut(&mut away);
            elliptic[row] = away.norm_squared();
        }
    }
    [elliptic, greatest]
}
