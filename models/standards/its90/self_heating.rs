//! What a measuring current adds to a thermometer's own resistance, and how two currents take it off again.
//!
//! The element warms by a power i² R, so R(i) = R(0) + k i² to first order: the resistance at zero current
//! lies on the line through two readings over i² (CCT, Guide to the Realization of the ITS-90, platinum
//! resistance thermometry, 2018, section 5.3.3).

/// Two measuring currents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurrentPair {
    /// The current of ordinary readings, mA.
    pub first_ma: f64,
    /// The other current, mA; √2 times the first doubles the power.
    pub second_ma: f64,
    /// Standard uncertainty of (second/first)², dimensionless: what is not known of the bridge's currents.
    pub power_ratio_standard_uncertainty: f64,
}

/// A resistance freed of self-heating.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ZeroCurrentResistance {
    /// Resistance at zero current, Ω.
    pub resistance_ohm: f64,
    /// What the first current had added, Ω.
    pub self_heating_ohm: f64,
    /// Standard uncertainty of the resistance, Ω.
    pub standard_uncertainty_ohm: f64,
}

/// Resistance at zero current from a reading at each of two currents.
///
/// `standard_uncertainty_ohm` is that of each reading, both independent; with a power ratio of two it grows
/// by √5. Equal currents give infinities or NaN: the line has no direction.
pub fn zero_current(
    first_ohm: f64,
    second_ohm: f64,
    currents: &CurrentPair,
    standard_uncertainty_ohm: f64,
) -> ZeroCurrentResistance {
    let ratio = currents.second_ma / currents.first_ma;
    let beyond_one = ratio * ratio - 1.0;
    let self_heating_ohm = (second_ohm - first_ohm) / beyond_one;
    let by_first = (1.0 + beyond_one) / beyond_one * standard_uncertainty_ohm;
    let by_second = standard_uncertainty_ohm / beyond_one;
    let by_power_ratio = self_heating_ohm / beyond_one * currents.power_ratio_standard_uncertainty;
    let variance = by_first * by_first + by_second * by_second + by_power_ratio * by_power_ratio;
    ZeroCurrentResistance {
        resistance_ohm: first_ohm - self_heating_ohm,
        self_heating_ohm,
        standard_uncertainty_ohm: variance.sqrt(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::randomness::{standard_normal, stream};

    const CURRENTS: CurrentPair = CurrentPair {
        first_ma: 1.0,
        second_ma: std::f64::consts::SQRT_2,
        power_ratio_standard_uncertainty: 2e-3,
    };

    #[test]
    fn a_line_over_the_square_of_the_current_is_followed_to_zero() {
        let found = zero_current(25.500_2 + 3e-4, 25.500_2 + 6e-4, &CURRENTS, 1e-6);
        assert!((found.resistance_ohm - 25.500_2).abs() < 1e-12, "{}", found.resistance_ohm);
        assert!((found.self_heating_ohm - 3e-4).abs() < 1e-12, "{}", found.self_heating_ohm);
    }

    #[test]
    fn a_doubled_power_costs_the_root_of_five() {
        let exact = CurrentPair { power_ratio_standard_uncertainty: 0.0, ..CURRENTS };
        let found = zero_current(25.5, 25.5003, &exact, 1e-6);
        assert!((found.standard_uncertainty_ohm / 1e-6 - 5f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn propagation_agrees_with_monte_carlo() {
        let (first, second, noise) = (25.5003, 25.5006, 1e-6);
        let said = zero_current(first, second, &CURRENTS, noise);
        let mut source = stream(1, 0, "zero current");
        let count = 40_000;
        let mut squares = 0.0;
        for _ in 0..count {
            let power = 2.0 + CURRENTS.power_ratio_standard_uncertainty * standard_normal(&mut source);
            let drawn = CurrentPair { second_ma: power.sqrt(), ..CURRENTS };
            let first = first + noise * standard_normal(&mut source);
            let second = second + noise * standard_normal(&mut source);
            let error = zero_current(first, second, &drawn, noise).resistance_ohm - said.resistance_ohm;
            squares += error * error;
        }
        let ratio = (squares / f64::from(count)).sqrt() / said.standard_uncertainty_ohm;
        // Five standard errors of a standard deviation from so many draws.
        assert!((ratio - 1.0).abs() < 5.0 / (2.0 * f64::from(count)).sqrt(), "{ratio}");
    }

    #[test]
    fn equal_currents_tell_nothing() {
        let equal = CurrentPair { second_ma: 1.0, ..CURRENTS };
        assert!(!zero_current(25.5, 25.6, &equal, 1e-6).resistance_ohm.is_finite());
    }
}
