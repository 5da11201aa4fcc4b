//! Elasticity and thermal expansion of a thick cylinder with closed ends.

use crate::description::ChamberNominal;
use hadal_models::constants::STANDARD_ATMOSPHERE_MPA;
use serde::{Deserialize, Serialize};

/// Temperature at which the volume of a vessel is stated.
pub const REFERENCE_TEMPERATURE_CELSIUS: f64 = 20.0;

/// The inside of a thick-walled steel cylinder, as a function of pressure and wall temperature.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Vessel {
    /// Inner volume at one standard atmosphere and 20 °C, m³.
    pub volume_m3: f64,
    /// Inner diameter, m.
    pub inner_diameter_m: f64,
    /// Outer over inner diameter.
    pub diameter_ratio: f64,
    /// Young's modulus of the wall, Pa.
    pub youngs_modulus_pa: f64,
    /// Poisson's ratio of the wall.
    pub poisson_ratio: f64,
    /// Linear thermal expansion of the wall, 1/K.
    pub wall_expansion_per_k: f64,
}

impl Vessel {
    /// The vessel as its drawing says.
    pub fn nominal(chamber: &ChamberNominal) -> Self {
        Self {
            volume_m3: chamber.volume_l / 1000.0,
            inner_diameter_m: chamber.inner_diameter_m,
            diameter_ratio: chamber.diameter_ratio,
            youngs_modulus_pa: chamber.youngs_modulus_gpa * 1e9,
            poisson_ratio: chamber.poisson_ratio,
            wall_expansion_per_k: chamber.wall_expansion_per_k,
        }
    }

    /// Relative growth of the inner volume per pressure, 1/Pa.
    ///
    /// Lamé's solution for a cylinder with closed ends: β = [3(1 − 2ν) + 2K²(1 + ν)] / [E(K² − 1)] with K the ratio of
    /// outer to inner diameter (Timoshenko and Goodier, Theory of Elasticity, 1951, art. 26, plus the axial strain of
    /// the end force).
    pub fn compliance_per_pa(&self) -> f64 {
        let squared = self.diameter_ratio * self.diameter_ratio;
        let nu = self.poisson_ratio;
        (3.0 * (1.0 - 2.0 * nu) + 2.0 * squared * (1.0 + nu)) / (self.youngs_modulus_pa * (squared - 1.0))
    }

    /// Inner volume in m³ at an absolute pressure in Pa and a mean wall temperature in °C.
    pub fn volume_m3(&self, pressure_pa_absolute: f64, wall_celsius: f64) -> f64 {
        let gauge_pa = pressure_pa_absolute - STANDARD_ATMOSPHERE_MPA * 1e6;
        let warmth_k = wall_celsius - REFERENCE_TEMPERATURE_CELSIUS;
        let elastic = self.compliance_per_pa() * gauge_pa;
        self.volume_m3 * (1.0 + elastic + 3.0 * self.wall_expansion_per_k * warmth_k)
    }

    /// Growth of the inner volume per pressure, m³/Pa.
    pub fn volume_per_pa(&self) -> f64 {
        self.volume_m3 * self.compliance_per_pa()
    }

    /// Growth of the inner volume per kelvin of the wall, m³/K.
    pub fn volume_per_kelvin(&self) -> f64 {
        self.volume_m3 * 3.0 * self.wall_expansion_per_k
    }

    /// Length of the inside, m.
    pub fn inner_length_m(&self) -> f64 {
        let radius = self.inner_diameter_m / 2.0;
        self.volume_m3 / (std::f64::consts::PI * radius * radius)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laboratory() -> Vessel {
        Vessel {
            volume_m3: 0.0707,
            inner_diameter_m: 0.3,
            diameter_ratio: 2.0,
            youngs_modulus_pa: 200e9,
            poisson_ratio: 0.3,
            wall_expansion_per_k: 1.2e-5,
        }
    }

    #[test]
    fn lame_compliance_agrees_with_the_strains_of_the_elastic_solution() {
        // Hoop stress at the bore p(K²+1)/(K²−1), radial −p, axial p/(K²−1); volume strain = 2 hoop + axial strain.
        let vessel = laboratory();
        let squared = 4.0;
        let (hoop, radial, axial) = ((squared + 1.0) / (squared - 1.0), -1.0, 1.0 / (squared - 1.0));
        let strain = |along: f64, one: f64, other: f64| (along - 0.3 * (one + other)) / 200e9;
        let expected = 2.0 * strain(hoop, radial, axial) + strain(axial, hoop, radial);
        let relative = vessel.compliance_per_pa() / expected - 1.0;
        assert!(relative.abs() < 1e-14, "{relative}");
    }

    #[test]
    fn stiffness_of_a_steel_cylinder_of_ratio_two_is_51_7_gpa() {
        // 1/β for E = 200 GPa, ν = 0.3, K = 2 is 600/11.6 GPa by hand.
        let stiffness_gpa = 1e-9 / laboratory().compliance_per_pa();
        assert!((stiffness_gpa - 51.7).abs() < 0.05, "{stiffness_gpa}");
    }

    #[test]
    fn volume_is_the_drawing_at_one_atmosphere_and_twenty_degrees() {
        let vessel = laboratory();
        assert!((vessel.volume_m3(101_325.0, 20.0) - 0.0707).abs() < 1e-17);
        assert!((vessel.inner_length_m() - 1.0002).abs() < 1e-4);
        assert!(vessel.volume_m3(101_325.0, 30.0) > 0.0707);
    }
}
