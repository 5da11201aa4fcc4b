//! The run's pressure and temperature over time, thinned for a plot.

use hadal_record::Record;

/// Bins across a plot; each keeps its lowest and its highest value.
const BINS: usize = 700;

/// What the references showed, as (hours since the run began, value).
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Trace {
    /// Reference pressure, MPa absolute.
    pub pressure: Vec<(f64, f64)>,
    /// First reference thermometer, °C.
    pub temperature: Vec<(f64, f64)>,
}

impl Trace {
    /// From a record; empty where a channel is missing.
    pub fn of(record: &Record) -> Self {
        let channel =
            |name: &str| record.readings(name).map_or_else(Vec::new, |(at, values)| thin(at, values));
        Self {
            pressure: channel("reference_pressure.pressure"),
            temperature: channel("reference_thermometer_0.temperature"),
        }
    }
}

/// At most two values per bin of time, so that no excursion is lost.
fn thin(at_ns: &[u64], values: &[f64]) -> Vec<(f64, f64)> {
    let points: Vec<(f64, f64)> =
        at_ns.iter().zip(values).filter(|(_, v)| v.is_finite()).map(|(&at, &v)| (hours(at), v)).collect();
    if points.len() <= 2 * BINS {
        return points;
    }
    let per_bin = points.len().div_ceil(BINS);
    points.chunks(per_bin).flat_map(extremes).collect()
}

/// The lowest and the highest of a bin, in order of time.
fn extremes(bin: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let low = bin.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let high = bin.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let mut pair: Vec<(f64, f64)> = low.into_iter().chain(high).copied().collect();
    pair.sort_by(|a, b| a.0.total_cmp(&b.0));
    pair.dedup();
    pair
}

#[expect(clippy::cast_precision_loss, reason = "nanoseconds of days, for a plot")]
fn hours(at_ns: u64) -> f64 {
    at_ns as f64 / 3.6e12
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinning_keeps_every_excursion_and_the_order_of_time() {
        let at: Vec<u64> = (0..100_000).map(|i| i * 1_000_000_000).collect();
        let mut values = vec![1.0; at.len()];
        values[54_321] = 9.0;
        values[54_322] = f64::NAN;
        let thinned = thin(&at, &values);
        assert!(thinned.len() <= 2 * BINS);
        assert!(thinned.iter().any(|&(_, v)| v > 8.9));
        assert!(thinned.iter().all(|(_, v)| v.is_finite()));
        assert!(thinned.windows(2).all(|w| w[0].0 <= w[1].0));
    }
}
