//! Silt that a stirrer lifts and gravity settles, and the sensor that sees its light.

use crate::Turbidity;
use bevy_ecs::prelude::*;
use hadal_models::seawater;
use hadal_sim::{Chamber, Effect, Faults, Noise, TICK_S};
use serde::{Deserialize, Serialize};

/// Density of quartz, kg/m³.
const GRAIN_KG_PER_M3: f64 = 2650.0;
const GRAVITY_M_PER_S2: f64 = 9.81;
/// In which the stirrer lifts all but 1/e of what lies on the floor. Assumed.
const LIFTED_IN_S: f64 = 60.0;

/// Silt and sensor: all that the plugin has to remember.
#[derive(Resource, Debug, Serialize, Deserialize)]
pub struct Nephelometer {
    load_mg_per_l: f64,
    grain_um: f64,
    height_m: f64,
    suspended_mg_per_l: f64,
    /// What this unit shows of a milligram in a litre: 1 on average, with a standard deviation of 5 %.
    fnu_l_per_mg: f64,
    noise: Noise,
}

impl Nephelometer {
    /// A unit drawn by the seed, in water in which all silt has settled.
    pub(crate) fn new(settings: &Turbidity, mut noise: Noise) -> Self {
        let &Turbidity { load_mg_per_l, grain_um, height_m } = settings;
        let fnu_l_per_mg = 1.0 + 0.05 * noise.normal();
        Self { load_mg_per_l, grain_um, height_m, suspended_mg_per_l: 0.0, fnu_l_per_mg, noise }
    }

    /// Silt in the water, mg/L.
    pub fn suspended_mg_per_l(&self) -> f64 {
        self.suspended_mg_per_l
    }

    /// One measurement, FNU, through a window that lets this share of the light pass: noise of 0.5 % and 0.02 FNU.
    pub(crate) fn measure_fnu(&mut self, passes: f64) -> f64 {
        let seen = passes * self.fnu_l_per_mg * self.suspended_mg_per_l;
        seen + (0.005 * seen + 0.02) * self.noise.normal()
    }

    /// Settling speed of a grain in the water around the sensor, m/s: Stokes' law.
    fn settling_m_per_s(&self, chamber: &Chamber) -> f64 {
        let water = chamber.plant().water_at(self.height_m);
        let density = seawater::density(water.salinity.reference(), water.temperature, water.pressure.sea());
        let grain_m = self.grain_um * 1e-6;
        let viscosity = viscosity_pa_s(water.temperature.celsius());
        (GRAIN_KG_PER_M3 - density) * GRAVITY_M_PER_S2 * grain_m * grain_m / (18.0 * viscosity)
    }
}

/// Viscosity of pure water at one atmosphere, 0 to 180 °C (Sharqawy et al., 2010, equation 23); sea salt adds 8 %.
fn viscosity_pa_s(celsius: f64) -> f64 {
    let shifted = celsius + 64.993;
    4.2844e-5 + 1.0 / (0.157 * shifted * shifted - 91.296)
}

/// The system: a second of lifting and settling. Water that convects loses silt as if it were well mixed (Martin and
/// Nokes, 1988): in proportion to settling speed over depth.
pub(crate) fn follow(chamber: Res<Chamber>, faults: Res<Faults>, mut silt: ResMut<Nephelometer>) {
    let depth_m = chamber.plant().parameters().vessel.inner_length_m();
    let settles_per_s = silt.settling_m_per_s(&chamber) / depth_m;
    let stands = |effect: &Effect| matches!(effect, Effect::StirrerStopped | Effect::PowerCut);
    let stirred = chamber.actuators().stirrer_rpm > 0.0 && !faults.acting().iter().any(stands);
    let lifted_per_s = if stirred { 1.0 / LIFTED_IN_S } else { 0.0 };
    let settled_mg_per_l = silt.load_mg_per_l - silt.suspended_mg_per_l;
    let change = lifted_per_s * settled_mg_per_l - settles_per_s * silt.suspended_mg_per_l;
    silt.suspended_mg_per_l = (silt.suspended_mg_per_l + TICK_S * change).clamp(0.0, silt.load_mg_per_l);
}
