//! Fixed points by which a thermometer for the sea is calibrated, and what depth and pressure do to them.
//!
//! ITS-90 (Preston-Thomas 1990), tables 1 and 2.

use super::reference_ratio;
use crate::constants::STANDARD_ATMOSPHERE_MPA;
use crate::quantity::{AbsolutePressure, Temperature};

/// A defining fixed point of the scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixedPoint {
    /// Triple point of mercury, −38.8344 °C.
    Mercury,
    /// Triple point of water, 0.01 °C.
    Water,
    /// Melting point of gallium at one standard atmosphere, 29.7646 °C.
    Gallium,
    /// Freezing point of indium at one standard atmosphere, 156.5985 °C.
    Indium,
    /// Freezing point of tin at one standard atmosphere, 231.928 °C.
    Tin,
}

impl FixedPoint {
    /// What the scale says of it: name, temperature in °C, rise with depth in K/m, rise with pressure in
    /// K/Pa.
    const fn entry(self) -> (&'static str, f64, f64, f64) {
        match self {
            Self::Mercury => ("triple point of mercury", -38.8344, 7.1e-3, 5.4e-8),
            Self::Water => ("triple point of water", 0.01, -0.73e-3, -7.5e-8),
            Self::Gallium => ("melting point of gallium", 29.7646, -1.2e-3, -2.0e-8),
            Self::Indium => ("freezing point of indium", 156.5985, 3.3e-3, 4.9e-8),
            Self::Tin => ("freezing point of tin", 231.928, 2.2e-3, 3.3e-8),
        }
    }

    /// What it is, in words.
    pub const fn name(self) -> &'static str {
        self.entry().0
    }

    /// Its temperature by definition of the scale (table 1).
    pub const fn temperature(self) -> Temperature {
        Temperature::from_celsius(self.entry().1)
    }

    /// W_r there: exactly 1 at the triple point of water, elsewhere the reference function, which table 1
    /// repeats to eight decimals.
    pub fn reference_ratio(self) -> f64 {
        match self {
            Self::Water => 1.0,
            other => reference_ratio(other.temperature()),
        }
    }

    /// How the equilibrium temperature changes with depth below the surface of the liquid, K/m (table 2).
    pub const fn kelvin_per_metre(self) -> f64 {
        self.entry().2
    }

    /// How the equilibrium temperature changes with pressure, K/Pa (table 2).
    pub const fn kelvin_per_pascal(self) -> f64 {
        self.entry().3
    }

    /// Temperature at the middle of a thermometer's element, `depth_m` metres below the surface of the
    /// liquid.
    ///
    /// The same line for every depth; table 2 has two digits, so the correction is good to about one per
    /// cent.
    pub fn at_depth(self, depth_m: f64) -> Temperature {
        Temperature::from_celsius(self.temperature().celsius() + self.kelvin_per_metre() * depth_m)
    }

    /// The same in a cell whose gas stands at `gas` rather than at one standard atmosphere.
    ///
    /// A triple point has no gas but its own vapour, so there `gas` changes nothing.
    pub fn at_depth_under(self, depth_m: f64, gas: AbsolutePressure) -> Temperature {
        let excess_pa = match self {
            Self::Mercury | Self::Water => 0.0,
            Self::Gallium | Self::Indium | Self::Tin => (gas.mpa() - STANDARD_ATMOSPHERE_MPA) * 1e6,
        };
        let still = self.at_depth(depth_m).celsius();
        Temperature::from_celsius(still + self.kelvin_per_pascal() * excess_pa)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// dT/dl = ρ g dT/dp: table 2 says one thing twice. Densities of the liquids near their melting points,
    /// to a per cent; the table has two digits, so 3 % is asked for.
    #[test]
    fn depth_is_the_weight_of_the_liquid() {
        let densities = [
            (FixedPoint::Mercury, 13_690.0),
            (FixedPoint::Water, 999.8),
            (FixedPoint::Gallium, 6_093.0),
            (FixedPoint::Indium, 7_020.0),
            (FixedPoint::Tin, 6_970.0),
        ];
        for (point, density) in densities {
            let weight = point.kelvin_per_pascal() * density * 9.806_65;
            let ratio = weight / point.kelvin_per_metre();
            assert!((ratio - 1.0).abs() < 0.03, "{}: {ratio}", point.name());
        }
    }

    #[test]
    fn gas_acts_on_melting_but_not_on_triple_points() {
        let double = AbsolutePressure::from_mpa(2.0 * STANDARD_ATMOSPHERE_MPA);
        let shift =
            |point: FixedPoint| point.at_depth_under(0.2, double).celsius() - point.at_depth(0.2).celsius();
        assert!(shift(FixedPoint::Water).abs() < 1e-15);
        // Table 2 says the second column is also millikelvins per standard atmosphere.
        assert!((shift(FixedPoint::Gallium) + 2.0e-3).abs() < 5e-5, "{}", shift(FixedPoint::Gallium));
        let depth = FixedPoint::Water.at_depth(0.265).celsius() - 0.01;
        assert!((depth + 0.193e-3).abs() < 1e-6, "{depth}");
    }
}
