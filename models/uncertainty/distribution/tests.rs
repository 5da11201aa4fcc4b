//! Distributions against their own quantiles, and draws against moments.

use super::*;
use crate::randomness::Lanes;

fn one_of_each() -> Vec<Distribution> {
    let limits = [-1.0, 3.0];
    vec![
        Distribution::Normal { mean: 2.0, standard_deviation: 0.5 },
        Distribution::Student { mean: -1.0, scale: 2.0, degrees_of_freedom: 9.0 },
        Distribution::Uniform { limits },
        Distribution::Trapezoidal { limits, top: 0.3 },
        Distribution::Trapezoidal { limits, top: 1.0 },
        Distribution::Trapezoidal { limits, top: 0.0 },
        Distribution::CurvilinearTrapezoid { limits, inexactness: 0.7 },
        Distribution::CurvilinearTrapezoid { limits, inexactness: 2.0 },
        Distribution::Triangular { limits, mode: 0.5 },
        Distribution::Triangular { limits, mode: 3.0 },
        Distribution::Arcsine { limits },
        Distribution::Exponential { mean: 1.5 },
        Distribution::Samples { sorted: vec![0.0, 1.0, 1.0, 4.0] },
    ]
}

/// Mean and standard deviation of the quantiles at the middles of equal parts: the moments by the midpoint rule, which for
/// unbounded tails of Student's t with nine degrees of freedom misses some 1e-4.
#[test]
fn moments_are_those_of_the_quantiles() {
    const PARTS: u32 = 200_000;
    for distribution in one_of_each() {
        assert_eq!(distribution.fault(), None);
        let values: Vec<f64> = (0..PARTS)
            .map(|part| distribution.quantile((f64::from(part) + 0.5) / f64::from(PARTS)))
            .collect();
        assert!(values.is_sorted(), "{distribution:?}");
        let mean = values.iter().sum::<f64>() / f64::from(PARTS);
        let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(PARTS);
        assert!((mean - distribution.mean()).abs() < 1e-4, "{distribution:?}: {mean}");
        let deviation = distribution.standard_deviation();
        assert!((variance.sqrt() - deviation).abs() < 1e-3, "{distribution:?}: {variance} {deviation}");
    }
}

/// Draws and quantiles go different ways for half of the distributions: a tenth of all draws lies below each tenth of the
/// quantiles, within four standard errors.
#[test]
fn draws_fall_below_each_quantile_as_often_as_they_should() {
    const COUNT: u32 = 100_000;
    for (index, distribution) in one_of_each().into_iter().enumerate() {
        let mut draws = vec![0.0; COUNT as usize];
        distribution.fill(&mut Lanes::new(5, 0, &format!("draws {index}")), &mut draws);
        if matches!(distribution, Distribution::Samples { .. }) {
            let ones = draws.iter().filter(|draw| **draw > 0.5 && **draw < 2.0).count();
            assert!(ones.abs_diff(50_000) < 4 * 158, "{ones}");
            continue;
        }
        for tenth in 1..10_u32 {
            let probability = f64::from(tenth) / 10.0;
            let limit = distribution.quantile(probability);
            let below = draws.iter().filter(|draw| **draw < limit).count();
            let expected = (COUNT / 10 * tenth) as usize;
            let error = (f64::from(COUNT) * probability * (1.0 - probability)).sqrt();
            #[expect(clippy::cast_precision_loss, reason = "a small count")]
            let distance = below.abs_diff(expected) as f64;
            assert!(distance < 4.0 * error, "{distribution:?} {probability}: {below}");
        }
    }
}

/// JCGM 101:2008, 6.4.3.3: mean (a + b)/2 and variance (b − a)²/12 + d²/9; 6.4.4.3: variance (b − a)²(1 + β²)/24;
/// 6.4.6.3: (b − a)²/8. Worked here for a = −1, b = 3, d = 0.7, β = 0.3.
#[test]
fn val_variances_are_those_of_jcgm_101() {
    let limits = [-1.0, 3.0];
    for (distribution, variance) in [
        (Distribution::CurvilinearTrapezoid { limits, inexactness: 0.7 }, 16.0 / 12.0 + 0.49 / 9.0),
        (Distribution::Trapezoidal { limits, top: 0.3 }, 16.0 * 1.09 / 24.0),
        (Distribution::Triangular { limits, mode: 1.0 }, 16.0 / 24.0),
        (Distribution::Arcsine { limits }, 2.0),
        (Distribution::Student { mean: 0.0, scale: 1.0, degrees_of_freedom: 9.0 }, 9.0 / 7.0),
    ] {
        let found = distribution.standard_deviation();
        assert!((found * found - variance).abs() < 1e-14, "{distribution:?}");
    }
}

#[test]
fn impossible_parameters_are_found() {
    let limits = [0.0, 1.0];
    for (distribution, parameter) in [
        (Distribution::Normal { mean: 0.0, standard_deviation: -1.0 }, "standard_deviation"),
        (Distribution::Normal { mean: f64::NAN, standard_deviation: 1.0 }, "mean"),
        (Distribution::Student { mean: 0.0, scale: 0.0, degrees_of_freedom: 1.0 }, "scale"),
        (Distribution::Student { mean: 0.0, scale: 1.0, degrees_of_freedom: 0.0 }, "degrees_of_freedom"),
        (Distribution::Uniform { limits: [1.0, 1.0] }, "high"),
        (Distribution::Trapezoidal { limits, top: 1.1 }, "shape"),
        (Distribution::CurvilinearTrapezoid { limits, inexactness: 0.6 }, "shape"),
        (Distribution::Triangular { limits, mode: 2.0 }, "mode"),
        (Distribution::Arcsine { limits: [f64::INFINITY, 1.0] }, "low"),
        (Distribution::Exponential { mean: -2.0 }, "mean"),
        (Distribution::Samples { sorted: vec![0.0, f64::NAN] }, "values"),
    ] {
        assert_eq!(distribution.fault().map(|fault| fault.parameter), Some(parameter), "{distribution:?}");
    }
}
