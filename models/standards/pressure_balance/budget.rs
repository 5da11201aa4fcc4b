//! What a pressure made by a balance is worth: a sensitivity for every input, and a budget.
//!
//! With p (1 + λ p) = F/A, dp = (dF/A − p (1 + λ p) dA/A − p² dλ)/(1 + 2 λ p); the head adds its own.

use super::PressureBalance;
use crate::uncertainty::{Budget, Component, Kind};

/// An input of the balance's equation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Mass of the load of this number, kg.
    Mass(usize),
    /// Density of the load of this number, kg/m³.
    LoadDensity(usize),
    /// Effective area, m².
    EffectiveArea,
    /// Distortion coefficient, 1/MPa.
    Distortion,
    /// Expansion of piston and cylinder, 1/K.
    Expansion,
    /// Surface tension, N/m.
    SurfaceTension,
    /// Gravity, m/s².
    Gravity,
    /// Temperature of piston and cylinder, K.
    Temperature,
    /// Density of the fluid, kg/m³.
    FluidDensity,
    /// Height of the reference level above the device, m.
    Height,
    /// Density of the air, kg/m³.
    AirDensity,
    /// Pressure of the surroundings, MPa; it is no part of a pressure above them.
    Ambient,
}

impl Input {
    /// What it is, in words.
    pub fn name(self) -> String {
        let name = match self {
            Self::Mass(index) => return format!("mass {}", index + 1),
            Self::LoadDensity(index) => return format!("density of mass {}", index + 1),
            Self::EffectiveArea => "effective area",
            Self::Distortion => "distortion coefficient",
            Self::Expansion => "thermal expansion",
            Self::SurfaceTension => "surface tension",
            Self::Gravity => "gravity",
            Self::Temperature => "piston temperature",
            Self::FluidDensity => "fluid density",
            Self::Height => "height",
            Self::AirDensity => "air density",
            Self::Ambient => "ambient pressure",
        };
        name.to_owned()
    }
}

/// What is known of one input.
#[derive(Clone, Debug, PartialEq)]
pub struct InputUncertainty {
    /// The input.
    pub input: Input,
    /// Its standard uncertainty, in the unit that [`Input`] names.
    pub standard_uncertainty: f64,
    /// Where that number comes from.
    pub source: String,
    /// Found by statistics or otherwise.
    pub kind: Kind,
}

impl PressureBalance {
    /// Derivative of the absolute pressure at the device by an input, MPa per the input's unit. A load that
    /// is not there has none: zero.
    pub fn sensitivity(&self, input: Input) -> f64 {
        let parts = self.parts();
        let (p, lambda) = (parts.piston_pa, parts.distortion_per_pa);
        let growth = 1.0 + 2.0 * lambda * p;
        let by_force = 1.0 / (parts.area_m2 * growth);
        let by_relative_area = -p * (1.0 + lambda * p) / growth;
        let (piston, gravity) = (&self.piston, self.gravity_m_per_s2);
        let air = self.surroundings.air_density_kg_per_m3;
        let warmer = self.temperature.celsius() - piston.reference.celsius();
        let expanded = 1.0 + piston.expansion_per_kelvin * warmer;
        let weights_n = parts.force_n - piston.surface_tension_n_per_m * self.circumference_m();
        let pascal = match input {
            Input::Mass(index) => self
                .loads
                .get(index)
                .map_or(0.0, |load| by_force * gravity * (1.0 - air / load.density_kg_per_m3)),
            Input::LoadDensity(index) => self.loads.get(index).map_or(0.0, |load| {
                by_force * load.mass_kg * gravity * air / (load.density_kg_per_m3 * load.density_kg_per_m3)
            }),
            Input::EffectiveArea => {
                // The circumference grows with the root of the area.
                let tension = piston.surface_tension_n_per_m * self.circumference_m() / 2.0;
                (by_relative_area + by_force * tension) / piston.effective_area_m2
            }
            Input::Distortion => -p * p / growth / 1e6,
            Input::Expansion => by_relative_area * warmer / expanded,
            Input::SurfaceTension => by_force * self.circumference_m(),
            Input::Gravity => by_force * weights_n / gravity + parts.head_pa / gravity,
            Input::Temperature => by_relative_area * piston.expansion_per_kelvin / expanded,
            Input::FluidDensity => gravity * self.height_above_device_m,
            Input::Height => (self.fluid_density_kg_per_m3 - air) * gravity,
            Input::AirDensity => {
                let displaced: f64 =
                    self.loads.iter().map(|load| load.mass_kg / load.density_kg_per_m3).sum();
                -by_force * gravity * displaced - gravity * self.height_above_device_m
            }
            Input::Ambient => return 1.0,
        };
        pascal / 1e6
    }

    /// The budget of the absolute pressure at the device, MPa at one point; for a pressure above the
    /// surroundings leave [`Input::Ambient`] out. The inputs are independent.
    pub fn budget(&self, inputs: &[InputUncertainty]) -> Budget {
        let component = |known: &InputUncertainty| {
            let mpa = self.sensitivity(known.input) * known.standard_uncertainty;
            Component::common(&known.input.name(), &known.source, known.kind, vec![mpa])
        };
        Budget::new(inputs.iter().map(component).collect())
    }

    /// Combined standard uncertainty of the absolute pressure at the device, MPa.
    pub fn standard_uncertainty_mpa(&self, inputs: &[InputUncertainty]) -> f64 {
        let parts = inputs.iter().map(|known| self.sensitivity(known.input) * known.standard_uncertainty);
        parts.map(|mpa| mpa * mpa).sum::<f64>().sqrt()
    }
}
