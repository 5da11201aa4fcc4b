//! The pressure balance: a loaded piston that floats on the pressure it makes.
//!
//! EURAMET cg-3, Calibration of pressure balances, section 6; OIML R 110. At the reference level of the
//! piston
//!
//! p = [Σ mᵢ g (1 − ρ_air/ρᵢ) + σ C] / {A₀ (1 + λ p) [1 + (α_p + α_c)(t − t_ref)]},
//!
//! and at a level h below it (ρ_fluid − ρ_air) g h more. p stands on both sides; it is solved for exactly.
//! C = 2 √(π A₀) is the circumference on which the fluid pulls with its surface tension σ.
//!
//! ```
//! use hadal_models::quantity::{AbsolutePressure, Temperature};
//! use hadal_models::standards::pressure_balance::{Load, PistonCylinder, PressureBalance, Surroundings};
//!
//! let balance = PressureBalance {
//!     piston: PistonCylinder {
//!         effective_area_m2: 4.902_1e-6,
//!         reference: Temperature::from_celsius(20.0),
//!         distortion_per_mpa: 0.8e-6,
//!         expansion_per_kelvin: 9.1e-6,
//!         surface_tension_n_per_m: 0.0312,
//!     },
//!     loads: vec![Load { mass_kg: 63.5, density_kg_per_m3: 7_900.0 }],
//!     gravity_m_per_s2: 9.806_2,
//!     temperature: Temperature::from_celsius(20.5),
//!     fluid_density_kg_per_m3: 960.0,
//!     height_above_device_m: 0.12,
//!     surroundings: Surroundings {
//!         air_density_kg_per_m3: 1.2,
//!         pressure: AbsolutePressure::from_mpa(0.1013),
//!     },
//! };
//! assert!((balance.absolute().mpa() - 127.1).abs() < 0.05);
//! ```

mod budget;
#[cfg(test)]
mod tests;

pub use budget::{Input, InputUncertainty};

use crate::quantity::{AbsolutePressure, Temperature};

/// A piston in its cylinder, as a certificate describes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PistonCylinder {
    /// Effective area A₀ at no pressure and at the reference temperature, m².
    pub effective_area_m2: f64,
    /// The reference temperature of the area, mostly 20 °C.
    pub reference: Temperature,
    /// Distortion coefficient λ: relative growth of the area with pressure, 1/MPa.
    pub distortion_per_mpa: f64,
    /// α_p + α_c: linear expansion of piston and cylinder together, 1/K.
    pub expansion_per_kelvin: f64,
    /// Surface tension σ of the fluid, N/m; zero for gas.
    pub surface_tension_n_per_m: f64,
}

/// One mass on the piston; the piston itself and its carrier are masses too.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// True mass, kg.
    pub mass_kg: f64,
    /// Density, kg/m³. For a conventional mass this is 8000 kg/m³, and its air density 1.2 kg/m³.
    pub density_kg_per_m3: f64,
}

/// What lies on the piston from above: the air of the room, or what is left of it under a bell jar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surroundings {
    /// Density, kg/m³: about 1.2 in a room, zero in vacuum.
    pub air_density_kg_per_m3: f64,
    /// Pressure at the level of the device under test.
    pub pressure: AbsolutePressure,
}

/// A pressure balance in equilibrium, and the device that its pressure goes to.
///
/// No range: what limits it is the linear distortion, for which cg-3 names no bound. An impossible balance
/// (area or density not above zero, a distortion that no pressure satisfies) gives infinities or NaN, or a
/// pressure of the wrong sign.
#[derive(Clone, Debug, PartialEq)]
pub struct PressureBalance {
    /// The piston in its cylinder.
    pub piston: PistonCylinder,
    /// Everything that floats.
    pub loads: Vec<Load>,
    /// Local gravity, m/s² ([`super::gravity`] where it was not measured).
    pub gravity_m_per_s2: f64,
    /// Temperature of piston and cylinder.
    pub temperature: Temperature,
    /// Density of the fluid between piston and device, at the pressure that it is under, kg/m³.
    pub fluid_density_kg_per_m3: f64,
    /// How far the piston's reference level is above that of the device, m; negative where it is below.
    pub height_above_device_m: f64,
    /// What lies on the piston.
    pub surroundings: Surroundings,
}

/// Parts of the equation that pressure and sensitivities share, in SI units.
struct Parts {
    /// Force on the piston, N.
    force_n: f64,
    /// Area at no pressure, at the piston's temperature, m².
    area_m2: f64,
    /// Distortion, 1/Pa.
    distortion_per_pa: f64,
    /// Pressure above the surroundings at the piston's reference level, Pa.
    piston_pa: f64,
    /// What the column of fluid adds, Pa.
    head_pa: f64,
}

impl PressureBalance {
    /// Pressure above the surroundings at the device, MPa.
    pub fn gauge_mpa(&self) -> f64 {
        let parts = self.parts();
        (parts.piston_pa + parts.head_pa) / 1e6
    }

    /// Pressure above vacuum at the device.
    pub fn absolute(&self) -> AbsolutePressure {
        AbsolutePressure::from_mpa(self.gauge_mpa() + self.surroundings.pressure.mpa())
    }

    /// Circumference of the piston, m.
    pub fn circumference_m(&self) -> f64 {
        2.0 * (std::f64::consts::PI * self.piston.effective_area_m2).sqrt()
    }

    fn parts(&self) -> Parts {
        let Self { piston, surroundings, .. } = self;
        let weight_n = self.loads.iter().map(|load| self.weight_n(load)).sum::<f64>();
        let force_n = weight_n + piston.surface_tension_n_per_m * self.circumference_m();
        let warmer = self.temperature.celsius() - piston.reference.celsius();
        let area_m2 = piston.effective_area_m2 * (1.0 + piston.expansion_per_kelvin * warmer);
        let distortion_per_pa = piston.distortion_per_mpa / 1e6;
        let undistorted = force_n / area_m2;
        // The root of λ p² + p = F/A that stays finite where there is no distortion.
        let piston_pa = 2.0 * undistorted / (1.0 + (1.0 + 4.0 * distortion_per_pa * undistorted).sqrt());
        let density = self.fluid_density_kg_per_m3 - surroundings.air_density_kg_per_m3;
        let head_pa = density * self.gravity_m_per_s2 * self.height_above_device_m;
        Parts { force_n, area_m2, distortion_per_pa, piston_pa, head_pa }
    }

    /// What a mass weighs in the air around it, N.
    fn weight_n(&self, load: &Load) -> f64 {
        load.mass_kg
            * self.gravity_m_per_s2
            * (1.0 - self.surroundings.air_density_kg_per_m3 / load.density_kg_per_m3)
    }
}
