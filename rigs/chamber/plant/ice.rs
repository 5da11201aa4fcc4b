//! Ice in a layer: grown where liquid is colder than it may be, melted where it is warmer.
//!
//! What drives it is θ = (μ_W − g_ice)/Δs: the undercooling in kelvin by the chemical potentials of water in the liquid
//! (TEOS-10) and in ice (IAPWS R10-06), Δs the entropy of melting at 0 °C. Ice grows at κ L θ and melts at κ' I θ, fast
//! against a second, so that liquid and ice stay within millikelvins of equilibrium. Crystals to grow on are always there: no
//! supercooling beyond that. Rates and not equilibrium itself, because in fresh water equilibrium leaves the amount of
//! ice open.

use super::cell::{Slopes, absolute, sea};
use super::layer::Point;
use hadal_models::constants::ZERO_CELSIUS_KELVIN;
use hadal_models::quantity::Temperature;
use hadal_models::seawater::{ice_gibbs, water_potential};

/// Above this no ice forms at any pressure: ice I melts at 0.0026 °C under one atmosphere, colder under more.
const ICE_FREE_CELSIUS: f64 = 0.01;
/// Entropy of melting at 0 °C: latent heat 333.4 kJ/kg (IAPWS R10-06 and SR7-09) over 273.15 K, J/(kg K).
const ENTROPY_OF_MELTING: f64 = 1220.7;
/// Growth of ice per kilogram of liquid and kelvin of undercooling, 1/(s K); assumed. The latent heat then removes the
/// undercooling within 4,000/333,000/κ = 0.24 s.
const GROWTH_PER_S_K: f64 = 0.05;
/// Melting of ice per kilogram of ice and kelvin of overheating, 1/(s K); assumed: grains of a millimetre.
const MELTING_PER_S_K: f64 = 0.5;

/// How ice enters an implicit stage of the integrator.
#[derive(Clone, Copy, Debug)]
pub(super) struct Freezing {
    /// Ice at the stage's base, kg.
    pub(super) base_kg: f64,
    /// Weight of the stage, s.
    pub(super) weight_s: f64,
}

impl Freezing {
    /// Liquid, whatever its temperature.
    pub(super) const NEVER: Self = Self { base_kg: 0.0, weight_s: 0.0 };
}

/// Ice at the end of a stage.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ice {
    pub(super) mass: Slopes,
    /// Specific volume, m³/kg.
    pub(super) volume: f64,
    /// Internal energy, J/kg.
    pub(super) energy: Slopes,
    /// Rate of growth, kg/s.
    pub(super) growth: Slopes,
}

impl Ice {
    /// Solves I = base + w κ (L θ₊ − I θ₋) for I, with L = (V − I v_ice)/v.
    pub(super) fn at(
        point: &Point,
        pressure_pa: f64,
        volume_m3: f64,
        liquid: &Slopes,
        freezing: &Freezing,
    ) -> Self {
        if freezing.weight_s <= 0.0 || point.celsius > ICE_FREE_CELSIUS && freezing.base_kg <= 0.0 {
            return Self::default();
        }
        let temperature = Temperature::from_celsius(point.celsius);
        let ice = ice_gibbs(temperature, sea(pressure_pa));
        let water = water_potential(absolute(point.salinity), temperature, sea(pressure_pa));
        let undercooled_k = (water.g - ice.g) / ENTROPY_OF_MELTING;
        let by_celsius = (water.g_t - ice.g_t) / ENTROPY_OF_MELTING;
        let by_pa = (water.g_p - ice.g_p) / ENTROPY_OF_MELTING;
        let rates = [GROWTH_PER_S_K * undercooled_k.max(0.0), MELTING_PER_S_K * (-undercooled_k).max(0.0)];
        let [growth, melting] = rates.map(|rate| rate * freezing.weight_s);
        let filled_kg = volume_m3 / liquid.value;
        let displaced = ice.g_p / liquid.value;
        let resistance = 1.0 + melting + growth * displaced;
        let mass_kg = (freezing.base_kg + growth * filled_kg) / resistance;
        let per_kelvin = if undercooled_k > 0.0 {
            GROWTH_PER_S_K * freezing.weight_s * (filled_kg - displaced * mass_kg) / resistance
        } else {
            MELTING_PER_S_K * freezing.weight_s * mass_kg / resistance
        };
        let kelvin = point.celsius + ZERO_CELSIUS_KELVIN;
        let mass = Slopes {
            value: mass_kg,
            by_celsius: per_kelvin * by_celsius,
            by_salinity: per_kelvin * potential_by_salinity(kelvin) / ENTROPY_OF_MELTING,
            by_pa: per_kelvin * by_pa,
            by_volume: growth / (liquid.value * resistance),
        };
        let energy = Slopes {
            value: ice.g - kelvin * ice.g_t - pressure_pa * ice.g_p,
            by_celsius: -kelvin * ice.g_tt - pressure_pa * ice.g_tp,
            by_pa: -kelvin * ice.g_tp - pressure_pa * ice.g_pp,
            ..Slopes::default()
        };
        let scaled = |slope: f64| slope / freezing.weight_s;
        let growth = Slopes {
            value: scaled(mass_kg - freezing.base_kg),
            by_celsius: scaled(mass.by_celsius),
            by_salinity: scaled(mass.by_salinity),
            by_pa: scaled(mass.by_pa),
            by_volume: scaled(mass.by_volume),
        };
        Self { mass, volume: ice.g_p, energy, growth }
    }
}

/// ∂μ_W/∂σ near an ideal solution of the ions of sea salt: −R T/(molar mass of sea salt per particle), good to a tenth,
/// which is enough for the slope that Newton's method uses.
fn potential_by_salinity(kelvin: f64) -> f64 {
    const GAS_CONSTANT_OF_SALT: f64 = 8.314 / 0.031_404;
    -GAS_CONSTANT_OF_SALT * kelvin
}
