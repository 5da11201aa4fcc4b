//! Newton's method in one unknown, for the inverses of smooth monotonic physical relations.

/// Steps before the best point so far is returned: from the starts used here convergence takes three to
/// eight.
const STEPS_MAX: usize = 60;

/// Finds where `residual_and_slope` has residual zero, starting at `start`.
///
/// Ends with the first step not larger than `tolerance` (in units of the unknown); that step is still taken,
/// so the error left is of the order of its square. A residual that is not a number gives NaN, never an
/// endless loop.
pub(crate) fn newton(start: f64, tolerance: f64, residual_and_slope: impl Fn(f64) -> (f64, f64)) -> f64 {
    let mut unknown = start;
    for _ in 0..STEPS_MAX {
        let (residual, slope) = residual_and_slope(unknown);
        let step = residual / slope;
        unknown -= step;
        if step.is_nan() || step.abs() <= tolerance {
            break;
        }
    }
    unknown
}

#[cfg(test)]
mod tests {
    use super::newton;

    #[test]
    fn finds_a_root_to_round_off() {
        let root = newton(1.0, 1e-9, |x| (x * x * x - 2.0, 3.0 * x * x));
        assert!((root * root * root - 2.0).abs() < 1e-15, "{root}");
    }

    #[test]
    fn not_a_number_ends_the_search() {
        assert!(newton(1.0, 1e-9, |_| (f64::NAN, 1.0)).is_nan());
    }
}
