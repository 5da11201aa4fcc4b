//! The number k that makes the largest |w·(f − k·φ)| over many places as small as it can be.

/// One place: how much an error weighs, what is wanted, and what k is multiplied by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// w: in the unit of the errors per unit of the target.
    pub weight: f64,
    /// f.
    pub target: f64,
    /// φ.
    pub basis: f64,
}

/// The best k.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// k.
    pub value: f64,
    /// The largest |w·(f − k·φ)|.
    pub largest: f64,
}

/// Halvings of the bracket: more than a double has bits.
const HALVINGS: u32 = 200;

/// The best k; `None` if the places do not tell it or are not finite.
///
/// The largest error is convex in k, and at any k the place that has it says on which side the best lies.
///
/// ```
/// use hadal_models::calibration::reduced_form::{Place, minimax};
///
/// // x² from 0 to 1 by k·x: the best k is 2√2 − 2, the largest error 3 − 2√2.
/// let places: Vec<Place> = (0..=1000).map(f64::from)
///     .map(|x| Place { weight: 1.0, target: x * x * 1e-6, basis: x * 1e-3 }).collect();
/// let best = minimax(&places).unwrap();
/// assert!((best.value - (8.0_f64.sqrt() - 2.0)).abs() < 1e-5);
/// assert!((best.largest - (3.0 - 8.0_f64.sqrt())).abs() < 1e-5);
/// ```
pub fn minimax(places: &[Place]) -> Option<Choice> {
    let error = |place: &Place, k: f64| place.weight * (place.target - k * place.basis);
    let tells = |place: &&Place| (place.weight * place.basis).abs() > 0.0;
    let bounds = places.iter().filter(tells).map(|place| place.target / place.basis);
    let (mut low, mut high) =
        bounds.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), k| (low.min(k), high.max(k)));
    if !(low.is_finite() && high.is_finite()) {
        return None;
    }
    let worst = |k: f64| {
        places.iter().fold((0.0, 0.0), |(largest, slope), place| {
            let error = error(place, k);
            // How |error| changes with k.
            let change = -place.weight * place.basis * error.signum();
            if error.abs() > largest { (error.abs(), change) } else { (largest, slope) }
        })
    };
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if worst(middle).1 < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    let value = 0.5 * (low + high);
    let largest = worst(value).0;
    largest.is_finite().then_some(Choice { value, largest })
}
