//! What a layer of a given volume holds at a state: mass, salt and energy, with exact derivatives.
//!
//! A layer is an equal share of the vessel's volume, V_i = V/N. At (T, σ, p) it holds the liquid
//! L = (V_i − I v_ice)/v(σ, T, p), so that mass L + I, salt L σ and energy L u + I u_ice follow; I is the ice
//! ([`super::ice`]). The world's water has its own density: v = d(p) v_TEOS-10, d frozen to first order in a step.

use super::ice::{Freezing, Ice};
use super::layer::Point;
use hadal_models::constants::{STANDARD_GRAVITY, ZERO_CELSIUS_KELVIN};
use hadal_models::quantity::{AbsolutePressure, AbsoluteSalinity, SeaPressure, Temperature};
use hadal_models::seawater::{self, Gibbs};
use hadal_models::sensor::TrueWater;

/// Derivatives by salinity are taken no nearer to fresh water than this: some have no value there.
const LEAST_SALINITY: f64 = 1e-7;
/// Interval over which the slope of the departure in density is taken, MPa.
const DEPARTURE_INTERVAL_MPA: f64 = 1.0;

/// A quantity with its derivatives.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slopes {
    pub(super) value: f64,
    pub(super) by_celsius: f64,
    pub(super) by_salinity: f64,
    pub(super) by_pa: f64,
    pub(super) by_volume: f64,
}

/// Contents of a layer, and what its liquid carries when it moves.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cell {
    pub(super) mass: Slopes,
    pub(super) salt: Slopes,
    pub(super) energy: Slopes,
    /// Enthalpy of the liquid with its height's potential energy, J/kg.
    pub(super) enthalpy: Slopes,
    /// Specific volume of the liquid, m³/kg.
    pub(super) volume: Slopes,
    pub(super) salinity: f64,
    pub(super) ice_kg_per_s: Slopes,
}

/// What of a layer stands still during a step.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    /// Pressure here less that at half height, Pa.
    pub(super) head_pa: f64,
    /// Height above half height, m.
    pub(super) above_middle_m: f64,
    /// ∂v/∂σ and ∂h/∂σ where the step begins.
    by_salinity: [f64; 2],
}

/// True over standard specific volume, as a line in pressure about the step's beginning.
#[derive(Clone, Copy, Debug)]
pub(super) struct Departure {
    factor: f64,
    per_pa: f64,
    at_pa: f64,
}

impl Departure {
    /// At the state of the middle of the column, whose salinity is a mass fraction.
    pub(super) fn of(water: &TrueWater, point: &Point, pressure_pa: f64) -> Self {
        let salinity = absolute(point.salinity).practical();
        let factor = |mpa: f64| {
            let sea = AbsolutePressure::from_mpa(mpa).sea();
            1.0 / (1.0 + water.density_deviation(salinity, Temperature::from_celsius(point.celsius), sea))
        };
        let here = pressure_pa * 1e-6;
        let (low, high) = (factor(here), factor(here + DEPARTURE_INTERVAL_MPA));
        Self { factor: low, per_pa: (high - low) / (DEPARTURE_INTERVAL_MPA * 1e6), at_pa: pressure_pa }
    }

    /// The factor at a pressure.
    pub(super) fn at(&self, pressure_pa: f64) -> f64 {
        self.factor + self.per_pa * (pressure_pa - self.at_pa)
    }
}

impl Place {
    /// A layer whose centre lies so far above half height.
    pub(super) fn new(above_middle_m: f64, density: f64, point: &Point, pressure_pa: f64) -> Self {
        let head_pa = -density * STANDARD_GRAVITY * above_middle_m;
        let salty = absolute(point.salinity.max(LEAST_SALINITY));
        let kelvin = point.celsius + ZERO_CELSIUS_KELVIN;
        let by = seawater::gibbs_by_salinity(salty, celsius(point), sea(pressure_pa + head_pa));
        Self { head_pa, above_middle_m, by_salinity: [by.g_sp, by.g_s - kelvin * by.g_st] }
    }

    /// Contents of the layer at a state. `volume_m3` is its share of the vessel.
    pub(super) fn cell(
        &self,
        point: &Point,
        middle_pa: f64,
        volume_m3: f64,
        departure: &Departure,
        freezing: &Freezing,
    ) -> Cell {
        let pressure_pa = middle_pa + self.head_pa;
        let g = seawater::gibbs(absolute(point.salinity), celsius(point), sea(pressure_pa));
        let volume = self.volume(&g, departure, middle_pa);
        let enthalpy = self.enthalpy(&g, point);
        let energy = self.energy(&g, &enthalpy, pressure_pa);
        let ice = Ice::at(point, pressure_pa, volume_m3, &volume, freezing);
        fill(volume_m3, point.salinity, &volume, &enthalpy, &energy, &ice)
    }

    fn volume(&self, g: &Gibbs, departure: &Departure, middle_pa: f64) -> Slopes {
        let factor = departure.at(middle_pa);
        Slopes {
            value: factor * g.g_p,
            by_celsius: factor * g.g_tp,
            by_salinity: factor * self.by_salinity[0],
            by_pa: factor * g.g_pp + departure.per_pa * g.g_p,
            by_volume: 0.0,
        }
    }

    fn enthalpy(&self, g: &Gibbs, point: &Point) -> Slopes {
        let kelvin = point.celsius + ZERO_CELSIUS_KELVIN;
        Slopes {
            value: g.g - kelvin * g.g_t + STANDARD_GRAVITY * self.above_middle_m,
            by_celsius: -kelvin * g.g_tt,
            by_salinity: self.by_salinity[1],
            by_pa: g.g_p - kelvin * g.g_tp,
            by_volume: 0.0,
        }
    }

    /// Internal energy with its height's potential energy, J/kg.
    fn energy(&self, g: &Gibbs, enthalpy: &Slopes, pressure_pa: f64) -> Slopes {
        Slopes {
            value: enthalpy.value - pressure_pa * g.g_p,
            by_celsius: enthalpy.by_celsius - pressure_pa * g.g_tp,
            by_salinity: enthalpy.by_salinity - pressure_pa * self.by_salinity[0],
            by_pa: enthalpy.by_pa - g.g_p - pressure_pa * g.g_pp,
            by_volume: 0.0,
        }
    }
}

/// Liquid and ice that fill a volume.
fn fill(volume_m3: f64, salinity: f64, volume: &Slopes, h: &Slopes, u: &Slopes, ice: &Ice) -> Cell {
    let v = volume.value;
    let liquid_kg = (volume_m3 - ice.mass.value * ice.volume) / v;
    let liquid = Slopes {
        value: liquid_kg,
        by_celsius: -(ice.mass.by_celsius * ice.volume + liquid_kg * volume.by_celsius) / v,
        by_salinity: -(ice.mass.by_salinity * ice.volume + liquid_kg * volume.by_salinity) / v,
        by_pa: -(ice.mass.by_pa * ice.volume + liquid_kg * volume.by_pa) / v,
        by_volume: (1.0 - ice.mass.by_volume * ice.volume) / v,
    };
    Cell {
        mass: liquid.plus(&ice.mass),
        salt: Slopes {
            value: liquid.value * salinity,
            by_celsius: liquid.by_celsius * salinity,
            by_salinity: liquid.by_salinity * salinity + liquid.value,
            by_pa: liquid.by_pa * salinity,
            by_volume: liquid.by_volume * salinity,
        },
        energy: liquid.times(u).plus(&ice.mass.times(&ice.energy)),
        enthalpy: *h,
        volume: *volume,
        salinity,
        ice_kg_per_s: ice.growth,
    }
}

impl Slopes {
    pub(super) fn plus(&self, other: &Self) -> Self {
        Self {
            value: self.value + other.value,
            by_celsius: self.by_celsius + other.by_celsius,
            by_salinity: self.by_salinity + other.by_salinity,
            by_pa: self.by_pa + other.by_pa,
            by_volume: self.by_volume + other.by_volume,
        }
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        let (a, b) = (self.value, other.value);
        Self {
            value: a * b,
            by_celsius: a * other.by_celsius + b * self.by_celsius,
            by_salinity: a * other.by_salinity + b * self.by_salinity,
            by_pa: a * other.by_pa + b * self.by_pa,
            by_volume: a * other.by_volume + b * self.by_volume,
        }
    }

    /// The value after small changes of temperature, salinity, pressure and volume.
    pub(super) fn moved(&self, change: &Point, rise_pa: f64, grown_m3: f64) -> f64 {
        self.value
            + self.by_celsius * change.celsius
            + self.by_salinity * change.salinity
            + self.by_pa * rise_pa
            + self.by_volume * grown_m3
    }
}

/// Salinity of a mass fraction of salt.
pub(super) fn absolute(fraction: f64) -> AbsoluteSalinity {
    AbsoluteSalinity::from_g_per_kg(1000.0 * fraction)
}

/// Sea pressure of an absolute pressure in Pa.
pub(super) fn sea(pressure_pa: f64) -> SeaPressure {
    AbsolutePressure::from_mpa(pressure_pa * 1e-6).sea()
}

fn celsius(point: &Point) -> Temperature {
    Temperature::from_celsius(point.celsius)
}
