//! Which deviation function holds where: the subranges of ITS-90 (Preston-Thomas 1990, table 5) for the sea.

use super::FixedPoint;
use crate::quantity::Temperature;
use std::str::FromStr;

/// A limit is a fixed point known to 0.1 mK; a temperature that misses it by a tenth of that is still inside.
const EDGE_KELVIN: f64 = 1e-5;

/// A subrange of the scale: between which limits, by which fixed points.
///
/// The deviation is a (W − 1) + b (W − 1)² in all of them; the subranges with one fixed point beside water
/// have b = 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subrange {
    /// −38.8344 to 29.7646 °C by mercury, water and gallium (section 3.3.3): one function both sides of
    /// water.
    MercuryGallium,
    /// 0 to 29.7646 °C by water and gallium (section 3.3.2.5).
    WaterGallium,
    /// 0 to 156.5985 °C by water and indium (section 3.3.2.4).
    WaterIndium,
    /// 0 to 231.928 °C by water, indium and tin (section 3.3.2.3).
    WaterTin,
}

impl Subrange {
    /// All of them, in the order of their upper limits.
    pub const ALL: [Self; 4] = [Self::MercuryGallium, Self::WaterGallium, Self::WaterIndium, Self::WaterTin];

    /// Its short name: `hg-ga`, `tpw-ga`, `tpw-in` or `tpw-sn`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MercuryGallium => "hg-ga",
            Self::WaterGallium => "tpw-ga",
            Self::WaterIndium => "tpw-in",
            Self::WaterTin => "tpw-sn",
        }
    }

    /// The fixed points beside that of water, one for each coefficient.
    pub const fn fixed_points(self) -> &'static [FixedPoint] {
        match self {
            Self::MercuryGallium => &[FixedPoint::Mercury, FixedPoint::Gallium],
            Self::WaterGallium => &[FixedPoint::Gallium],
            Self::WaterIndium => &[FixedPoint::Indium],
            Self::WaterTin => &[FixedPoint::Indium, FixedPoint::Tin],
        }
    }

    /// Whether its function has a second coefficient, b.
    pub const fn is_quadratic(self) -> bool {
        self.fixed_points().len() == 2
    }

    /// Its lowest and highest temperature.
    pub const fn limits(self) -> (Temperature, Temperature) {
        let freezing = Temperature::from_celsius(0.0);
        match self {
            Self::MercuryGallium => (FixedPoint::Mercury.temperature(), FixedPoint::Gallium.temperature()),
            Self::WaterGallium => (freezing, FixedPoint::Gallium.temperature()),
            Self::WaterIndium => (freezing, FixedPoint::Indium.temperature()),
            Self::WaterTin => (freezing, FixedPoint::Tin.temperature()),
        }
    }

    /// Whether the scale defines `temperature` by this subrange; NaN is not inside.
    pub fn contains(self, temperature: Temperature) -> bool {
        let (lowest, highest) = self.limits();
        let celsius = temperature.celsius();
        celsius >= lowest.celsius() - EDGE_KELVIN && celsius <= highest.celsius() + EDGE_KELVIN
    }
}

/// What names no subrange.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no subrange is named `{0}`: accepted are hg-ga, tpw-ga, tpw-in, tpw-sn")]
pub struct UnknownSubrange(String);

impl FromStr for Subrange {
    type Err = UnknownSubrange;

    fn from_str(text: &str) -> Result<Self, UnknownSubrange> {
        let named = Self::ALL.into_iter().find(|subrange| subrange.name() == text);
        named.ok_or_else(|| UnknownSubrange(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_inside_and_a_tenth_of_a_millikelvin_beyond_is_not() {
        for subrange in Subrange::ALL {
            let (lowest, highest) = subrange.limits();
            let beside = |temperature: Temperature, kelvin| {
                subrange.contains(Temperature::from_celsius(temperature.celsius() + kelvin))
            };
            assert!(subrange.contains(lowest) && subrange.contains(highest), "{}", subrange.name());
            assert!(!beside(lowest, -1e-4) && !beside(highest, 1e-4), "{}", subrange.name());
            assert!(!subrange.contains(Temperature::from_celsius(f64::NAN)));
        }
    }

    #[test]
    fn a_subrange_is_found_by_its_name() {
        for subrange in Subrange::ALL {
            assert_eq!(subrange.name().parse(), Ok(subrange));
        }
        let message = "hg_ga".parse::<Subrange>().unwrap_err().to_string();
        assert!(message.contains("`hg_ga`: accepted are hg-ga"), "{message}");
    }
}
