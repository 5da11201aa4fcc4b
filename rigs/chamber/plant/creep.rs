//! Creep of steel and seals: volume that goes on growing under pressure, by the logarithm of time.
//!
//! ε(t) = c β p log10(1 + t/t₀) is what is observed; a sum of Kelvin elements, ε̇_k = (c β p − ε_k)/τ_k with one τ_k per decade,
//! follows it from the first to the last decade, and is a linear differential equation that also recovers.

/// Elements, one per decade from [`FIRST_S`].
const ELEMENTS: usize = 6;
/// Retardation time of the first element, s.
const FIRST_S: f64 = 10.0;

/// Volume strain of each element.
pub(super) type Strains = [f64; ELEMENTS];

/// Creep at the end of an implicit stage: strain = offset + per_pa · gauge pressure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Crept {
    pub(super) offset: f64,
    pub(super) per_pa: f64,
}

fn times_s() -> impl Iterator<Item = f64> {
    (0..ELEMENTS).scan(FIRST_S, |time_s, _| {
        let this = *time_s;
        *time_s *= 10.0;
        Some(this)
    })
}

/// The sum of all strains at the end of a stage, as a line in gauge pressure. `compliance_per_pa` is that of one element.
pub(super) fn reduce(base: &Strains, compliance_per_pa: f64, weight_s: f64) -> Crept {
    let mut crept = Crept { offset: 0.0, per_pa: 0.0 };
    for (strain, time_s) in base.iter().zip(times_s()) {
        let share = weight_s / (time_s + weight_s);
        crept.offset += (1.0 - share) * strain;
        crept.per_pa += share * compliance_per_pa;
    }
    crept
}

/// Rates of the strains at the end of the stage, 1/s.
pub(super) fn rates(base: &Strains, compliance_per_pa: f64, weight_s: f64, gauge_pa: f64) -> Strains {
    let mut rates = *base;
    for (rate, time_s) in rates.iter_mut().zip(times_s()) {
        *rate = (compliance_per_pa * gauge_pa - *rate) / (time_s + weight_s);
    }
    rates
}

/// Strains after `seconds` at these rates.
pub(super) fn after(strains: &Strains, seconds: f64, rates: &Strains) -> Strains {
    std::array::from_fn(|k| strains[k] + seconds * rates[k])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn creep_grows_by_the_logarithm_of_time() {
        let (mut strains, mut elapsed_s, mut at) = ([0.0; ELEMENTS], 0.0, Vec::new());
        for decade in 1..6 {
            let end_s = libm::pow(10.0, f64::from(decade) + 0.5);
            let step_s = end_s / 400.0;
            while elapsed_s < end_s {
                strains = after(&strains, step_s, &rates(&strains, 1e-14, step_s, 1e8));
                elapsed_s += step_s;
            }
            at.push(strains.iter().sum::<f64>());
        }
        // One unit of compliance a decade, here 1e-6; the sum of exponentials ripples about it by a few per cent.
        for pair in at.windows(2) {
            assert!(((pair[1] - pair[0]) / 1e-6 - 1.0).abs() < 0.06, "{at:?}");
        }
    }

    #[test]
    fn the_reduced_line_is_the_sum_of_the_elements() {
        let base = [1e-6, 2e-6, 0.0, 3e-7, 0.0, 1e-8];
        let crept = reduce(&base, 1e-14, 4.0);
        let end: f64 = after(&base, 4.0, &rates(&base, 1e-14, 4.0, 5e7)).iter().sum();
        assert!((crept.offset + crept.per_pa * 5e7 - end).abs() < 1e-20);
    }
}
