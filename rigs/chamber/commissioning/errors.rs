//! How the reduced model errs, learnt from what a fit leaves: how much, and for how long.
//!
//! In a stretch the errors of one channel are taken for a first-order autoregressive process, r' = φ r + e, with innovations e that are
//! independent, and stretches for independent of each other. Then r' − φ r, and the first residual of a stretch times √(1 − φ²), are as many
//! independent observations (Prais and Winsten, Cowles Commission Discussion Paper 383, 1954). φ and the size of e are those of the fit's own
//! residuals, so that a thousand residuals that all say the same weigh no more than what is new in each.
//!
//! Real misfit is smoother than that. Innovations of a stretch are therefore added up as they pull at the parameters, and a channel is believed
//! less by the ratio of these pulls to those of independent innovations: the mean design effect of Rao and Scott (J. Am. Stat. Assoc. 76
//! (1981) 221), with stretches as clusters.

use super::model::{Channel, Residual, THINNED};
use nalgebra::{DMatrix, DVector};

/// Autocorrelation between neighbours beyond which errors are taken for no more alike.
const MOST_ALIKE: f64 = 0.99;

/// What is taken for the errors of the channels.
#[derive(Clone, Debug)]
pub(super) struct Errors {
    channels: [ChannelErrors; 3],
    /// Stretches of all channels less parameters spent.
    pub(super) degrees_of_freedom: f64,
}

/// Errors of one channel.
#[derive(Clone, Copy, Debug)]
struct ChannelErrors {
    /// Correlation of neighbours, [`THINNED`] ticks apart.
    alike: f64,
    /// Standard deviation of the innovations.
    innovation: f64,
    /// Root mean square of the residuals.
    misfit: f64,
}

/// To begin with, and the standard deviation below which no misfit is believed: K, MPa, share of what was pumped.
const BEGINNING: [(f64, f64); 3] = [(0.01, 1e-4), (0.02, 2e-4), (0.005, 1e-4)];

impl Errors {
    /// Before any fit.
    pub(super) fn before() -> Self {
        let channel = |(misfit, _)| ChannelErrors { alike: 0.9, innovation: misfit, misfit };
        Self { channels: BEGINNING.map(channel), degrees_of_freedom: 1.0 }
    }

    /// Of what a fit leaves, as a first-order process.
    pub(super) fn of(compared: &[Residual]) -> Self {
        let mut found = Self::before();
        for ((errors, channel), (_, least)) in found.channels.iter_mut().zip(Channel::ALL).zip(BEGINNING) {
            let own: Vec<Residual> =
                compared.iter().filter(|residual| residual.channel == channel).copied().collect();
            if !own.is_empty() {
                *errors = ChannelErrors::of(&own, least);
            }
        }
        found
    }

    /// Made larger where the innovations of a stretch pull at the parameters more than independent ones would, and for the parameters
    /// that the fit has spent. `observations` are those of [`Self::independent`], `sensitivities` their derivatives and, below them, the
    /// prior's.
    pub(super) fn widened(
        mut self,
        compared: &[Residual],
        observations: &[f64],
        sensitivities: &DMatrix<f64>,
        spent: f64,
    ) -> Option<Self> {
        let covariance = (sensitivities.transpose() * sensitivities).try_inverse()?;
        let pulls = Channel::ALL
            .map(|channel| Pulls::of(channel, compared, observations, sensitivities, &covariance));
        let stretches: f64 = pulls.iter().map(|pulls| pulls.stretches).sum();
        self.degrees_of_freedom = (stretches - spent).max(2.0);
        let raised = stretches / self.degrees_of_freedom;
        for (errors, pulls) in self.channels.iter_mut().zip(pulls) {
            errors.innovation *= (raised * pulls.ratio()).sqrt();
        }
        Some(self)
    }

    /// Root mean square of what the model leaves, in the order of [`Channel::ALL`].
    pub(super) fn misfit(&self) -> [f64; 3] {
        self.channels.map(|channel| channel.misfit)
    }

    /// The residuals as independent observations of standard deviation one.
    pub(super) fn independent(&self, compared: &[Residual]) -> Vec<f64> {
        let mut before: [Option<&Residual>; 3] = [None; 3];
        let mut found = Vec::with_capacity(compared.len());
        for residual in compared {
            let channel = residual.channel as usize;
            let ChannelErrors { alike, innovation, .. } = self.channels[channel];
            let neighbour = before[channel].filter(|before| before.stretch == residual.stretch);
            let (expected, known) = neighbour.map_or((0.0, 0.0), |before| {
                let share = alike_after(alike, residual.moment - before.moment);
                (share * before.value, share)
            });
            // Of the variance of a residual its neighbour knows the square of their correlation.
            let size = innovation * ((1.0 - known * known) / (1.0 - alike * alike)).sqrt();
            found.push((residual.value - expected) / size);
            before[channel] = Some(residual);
        }
        found
    }
}

/// Correlation of residuals so many ticks apart.
#[expect(clippy::cast_precision_loss, reason = "ticks of one stretch")]
fn alike_after(alike: f64, ticks: usize) -> f64 {
    libm::pow(alike, ticks as f64 / THINNED as f64)
}

impl ChannelErrors {
    fn of(own: &[Residual], least: f64) -> Self {
        let pairs = || own.windows(2).filter(|pair| pair[0].stretch == pair[1].stretch);
        let products: f64 = pairs().map(|pair| pair[0].value * pair[1].value).sum();
        let earlier: f64 = pairs().map(|pair| pair[0].value * pair[0].value).sum();
        let alike = (products / earlier.max(f64::MIN_POSITIVE)).clamp(0.0, MOST_ALIKE);
        let new = pairs()
            .map(|pair| pair[1].value - alike_after(alike, pair[1].moment - pair[0].moment) * pair[0].value);
        let innovation = mean_square(new).max(least * least * (1.0 - alike * alike)).sqrt();
        Self { alike, innovation, misfit: mean_square(own.iter().map(|residual| residual.value)).sqrt() }
    }
}

fn mean_square(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0_f64), |(sum, count), value| (sum + value * value, count + 1.0));
    sum / count.max(1.0)
}

/// How much the stretches of a channel pull at the parameters, in units of the parameters' covariance.
#[derive(Clone, Copy, Debug, Default)]
struct Pulls {
    stretches: f64,
    found: f64,
    expected: f64,
}

impl Pulls {
    fn of(
        channel: Channel,
        compared: &[Residual],
        observations: &[f64],
        sensitivities: &DMatrix<f64>,
        covariance: &DMatrix<f64>,
    ) -> Self {
        let mut pulls = Self::default();
        let size = covariance.nrows();
        let rows: Vec<usize> = (0..compared.len()).filter(|row| compared[*row].channel == channel).collect();
        for stretch in rows.chunk_by(|one, other| compared[*one].stretch == compared[*other].stretch) {
            let mut pull = DVector::zeros(size);
            for row in stretch {
                let sensitivity = sensitivities.row(*row).transpose();
                pulls.expected += sensitivity.dot(&(covariance * &sensitivity));
                pull += sensitivity * observations[*row];
            }
            pulls.found += pull.dot(&(covariance * &pull));
            pulls.stretches += 1.0;
        }
        pulls
    }

    /// Found over expected, at least one: Rao and Scott's mean design effect.
    fn ratio(&self) -> f64 {
        if self.expected > 0.0 { (self.found / self.expected).max(1.0) } else { 1.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hadal_models::randomness::{Stream, standard_normal, stream};

    const STRETCHES: usize = 40;
    const LENGTH: usize = 50;
    const SIZE: f64 = 2e-3;

    fn residuals(mut value: impl FnMut(usize, usize) -> f64) -> Vec<Residual> {
        let place = |index: usize| (index / LENGTH, index % LENGTH);
        let residual = |index| {
            let (stretch, number) = place(index);
            let (channel, value) = (Channel::Temperature, value(stretch, number));
            Residual { channel, stretch, moment: number * THINNED, value }
        };
        (0..STRETCHES * LENGTH).map(residual).collect()
    }

    fn process(alike: f64, random: &mut Stream) -> Vec<Residual> {
        let mut last = 0.0;
        residuals(|_, number| {
            let share = if number == 0 { 0.0 } else { alike };
            last = share * last + SIZE * (1.0 - share * share).sqrt() * standard_normal(random);
            last
        })
    }

    #[test]
    fn a_first_order_process_becomes_independent_observations_of_size_one() {
        let compared = process(0.8, &mut stream(3, 0, "errors"));
        let observations = Errors::of(&compared).independent(&compared);
        let products: Vec<f64> = observations.windows(2).map(|pair| pair[0] * pair[1]).collect();
        // Mean square and correlation of 2,000 independent numbers: standard errors of 0.032 and 0.022.
        let square = mean_square(observations.into_iter());
        assert!((square - 1.0).abs() < 4.0 * 0.032, "{square}");
        let alike = products.iter().sum::<f64>() / 2000.0;
        assert!(alike.abs() < 4.0 * 0.022, "{alike}");
    }

    #[test]
    fn what_a_whole_stretch_has_in_common_weighs_as_one_observation() {
        let mut random = stream(4, 0, "errors");
        let offsets: Vec<f64> = (0..STRETCHES).map(|_| SIZE * standard_normal(&mut random)).collect();
        let compared = residuals(|stretch, _| offsets[stretch] + 0.3 * SIZE * standard_normal(&mut random));
        // One parameter, a level, with a prior that is no help.
        let sensitivities = |errors: &Errors| {
            let raised = compared.iter().map(|one| Residual { value: one.value + SIZE, ..*one });
            let raised = errors.independent(&raised.collect::<Vec<_>>());
            let here = errors.independent(&compared);
            let by_level = raised.iter().zip(here).map(|(one, other)| (one - other) / SIZE * 1e3 * SIZE);
            DMatrix::from_iterator(compared.len() + 1, 1, by_level.chain([1.0]))
        };
        let errors = Errors::of(&compared);
        let observations = errors.independent(&compared);
        let jacobian = sensitivities(&errors);
        let widened = errors.widened(&compared, &observations, &jacobian, 0.0).unwrap();
        let information = sensitivities(&widened).norm_squared() - 1.0;
        let ratio = 1e3 * SIZE / information.sqrt() / (SIZE / (f64::from(40_u32)).sqrt());
        // A standard deviation of 40 numbers is known to 11 %.
        assert!((ratio - 1.0).abs() < 3.0 * 0.11, "{ratio}");
    }
}
