//! The water of a set point as the chamber leaves it: near what was asked for, a little stratified, still drifting.
//!
//! The chamber is the one that the seed draws for the twin. Its lid lets heat in from the hall, which the stirrer passes
//! down; its vessel and the water's density say how much has to be pumped in, and so how much the leg's water is
//! diluted. How far a point drifts while it is read is bounded by the procedure's own criterion of stability.

use crate::sensor::{Noise, Salinometer, Sensors};
use hadal_models::constants::{STANDARD_ATMOSPHERE_MPA, STANDARD_GRAVITY};
use hadal_models::quantity::{AbsolutePressure, PracticalSalinity, Temperature};
use hadal_models::randomness::{Stream, uniform};
use hadal_models::seawater;
use hadal_models::sensor::TrueWater;
use hadal_rigs::chamber::plant::Parameters;
use hadal_rigs::description::{Leg, Procedure};

/// The controller stirs twice as fast as the speed at which a chamber's mixing is stated.
const STIRRING: f64 = 2.0;
/// Heat capacity of seawater, J/(kg K): it only says how stratified the water is, and need be good to a tenth.
const HEAT_CAPACITY_J_PER_KG_K: f64 = 4000.0;
/// Density of seawater, kg/m³, likewise.
const DENSITY_KG_PER_M3: f64 = 1030.0;
/// Rise of pressure in a closed chamber that warms, MPa/K: 0.8 when cold, 1.0 when warm.
const MPA_PER_K: f64 = 0.9;
/// Approaches end much nearer than they must; standard deviations over tolerances.
const PRESSURE_OVER_TOLERANCE: f64 = 0.01;
const SALINITY_OVER_TOLERANCE: f64 = 0.25;
const TEMPERATURE_OVER_TOLERANCE: f64 = 0.005;
/// Below this the chamber stands open.
const OPEN_MPA_SEA: f64 = 0.5;

/// The chamber with what the procedure demands of it.
pub(super) struct Bath {
    chamber: Parameters,
    noise: Noise,
    /// What the jacket's thermometer puts every temperature off by, K.
    offset_k: f64,
    temperature_tolerance_k: f64,
    pressure_tolerance_mpa: f64,
    salinity_tolerance: f64,
    /// Most that temperature may drift in a second of a stable point.
    drift_limit_k_per_s: f64,
}

/// The water of one leg.
pub(super) struct Filling {
    start: f64,
    pub(super) reservoir: PracticalSalinity,
    fraction: f64,
    pub(super) pumped_ml: f64,
}

/// A stable point.
pub(super) struct Still {
    middle_celsius: f64,
    top_less_bottom_k: f64,
    middle_mpa: f64,
    drift_k: f64,
    drift_mpa: f64,
    pub(super) hall_celsius: f64,
}

impl Filling {
    /// Practical salinity in the chamber.
    pub(super) fn salinity(&self) -> PracticalSalinity {
        PracticalSalinity::new(self.start + self.fraction * (self.reservoir.value() - self.start))
    }
}

impl Bath {
    pub(super) fn new(chamber: Parameters, procedure: &Procedure, sensors: &Sensors, stream: Stream) -> Self {
        let (approach, stability) = (&procedure.approach, &procedure.stability);
        let tolerance = approach.temperature_tolerance_k;
        Self {
            chamber,
            noise: Noise(stream),
            offset_k: (-sensors.plc.truth.jacket_offset_k).clamp(-tolerance, tolerance),
            temperature_tolerance_k: tolerance,
            pressure_tolerance_mpa: approach.pressure_tolerance_mpa,
            salinity_tolerance: approach.salinity_tolerance_practical,
            drift_limit_k_per_s: stability.temperature_drift_mk * 1e-3 / stability.window_s,
        }
    }

    /// Doses the chamber and fills the reservoir for a leg.
    pub(super) fn fill(&mut self, leg: &Leg, salinometer: &mut Salinometer) -> Filling {
        let off = SALINITY_OVER_TOLERANCE * self.salinity_tolerance * self.noise.normal();
        let reservoir = PracticalSalinity::new(salinometer.mix(leg.salinity_practical));
        Filling { start: (leg.salinity_practical + off).max(0.0), reservoir, fraction: 0.0, pumped_ml: 0.0 }
    }

    /// Brings the water to a set point, where it is read for `span_s`.
    pub(super) fn settle(&mut self, leg: &Leg, sea_mpa: f64, span_s: f64) -> Still {
        let near_k = TEMPERATURE_OVER_TOLERANCE * self.temperature_tolerance_k * self.noise.normal();
        let near_mpa = PRESSURE_OVER_TOLERANCE * self.pressure_tolerance_mpa * self.noise.normal();
        let middle_celsius = leg.temperature_celsius + self.offset_k + near_k;
        let hall_celsius = self.chamber.hall_celsius + self.chamber.hall_swing_k * self.either_way();
        let lid_w = self.chamber.lid_loss_w_per_k * (hall_celsius - middle_celsius);
        // Between the middles of neighbouring thirds: ρ A K/(L/3) with A = V/L.
        let vessel = &self.chamber.vessel;
        let thirds_m = 3.0 * vessel.volume_m3 / (vessel.inner_length_m() * vessel.inner_length_m());
        let exchange_kg_per_s = DENSITY_KG_PER_M3 * thirds_m * self.chamber.stirrer_diffusivity_m2_per_s;
        let exchange_w_per_k = STIRRING * exchange_kg_per_s * HEAT_CAPACITY_J_PER_KG_K;
        let drift_k = self.drift_limit_k_per_s * span_s * self.either_way();
        let open = sea_mpa < OPEN_MPA_SEA;
        Still {
            middle_celsius,
            top_less_bottom_k: lid_w / exchange_w_per_k,
            middle_mpa: match open {
                true => self.chamber.atmosphere_mpa_absolute + 0.5 * self.head_mpa(leg),
                false => sea_mpa + STANDARD_ATMOSPHERE_MPA + near_mpa,
            },
            drift_k,
            drift_mpa: if open { 0.0 } else { MPA_PER_K * drift_k },
            hall_celsius,
        }
    }

    /// Pumps in what the set point takes beyond what is there. What is released takes its salt with it.
    pub(super) fn pump(&self, filling: &mut Filling, still: &Still, water: &TrueWater) {
        let celsius = Temperature::from_celsius(still.middle_celsius);
        let salinity = PracticalSalinity::new(filling.start);
        let mass_kg = |pressure: AbsolutePressure| {
            let volume_m3 = self.chamber.vessel.volume_m3(pressure.mpa() * 1e6, still.middle_celsius);
            let departure = water.density_deviation(salinity, celsius, pressure.sea());
            volume_m3 * seawater::density(salinity.reference(), celsius, pressure.sea()) * (1.0 + departure)
        };
        let open = AbsolutePressure::from_mpa(self.chamber.atmosphere_mpa_absolute);
        let full_kg = mass_kg(AbsolutePressure::from_mpa(still.middle_mpa));
        let added_kg = full_kg - mass_kg(open);
        let hall = Temperature::from_celsius(still.hall_celsius);
        let reservoir_density = seawater::density(filling.reservoir.reference(), hall, open.sea());
        let metered_ml = added_kg / reservoir_density * 1e6 * (1.0 + self.chamber.pump_meter_error);
        filling.fraction = filling.fraction.max(added_kg / full_kg);
        filling.pumped_ml = filling.pumped_ml.max(metered_ml);
    }

    /// Temperature at a height; `share` runs from −1/2 at the first reading to 1/2 at the last. Half way between lid and
    /// floor the water is a little colder than the mean of both where heat comes through the lid: each third of the wall
    /// takes up a third of it.
    pub(super) fn temperature(&self, still: &Still, height_m: f64, share: f64) -> Temperature {
        let thirds = 3.0 * (height_m / self.chamber.vessel.inner_length_m() - 0.5);
        let slope = if thirds > 0.0 { 2.0 / 3.0 } else { 1.0 / 3.0 };
        let above_k = slope * thirds.clamp(-1.0, 1.0) * still.top_less_bottom_k;
        Temperature::from_celsius(still.middle_celsius + above_k + share * still.drift_k)
    }

    /// Pressure at a height, likewise.
    pub(super) fn pressure(
        &self,
        still: &Still,
        filling: &Filling,
        height_m: f64,
        share: f64,
    ) -> AbsolutePressure {
        let middle = AbsolutePressure::from_mpa(still.middle_mpa + share * still.drift_mpa);
        let celsius = Temperature::from_celsius(still.middle_celsius);
        let density = seawater::density(filling.salinity().reference(), celsius, middle.sea());
        let below_m = 0.5 * self.chamber.vessel.inner_length_m() - height_m;
        AbsolutePressure::from_mpa(middle.mpa() + density * STANDARD_GRAVITY * below_m * 1e-6)
    }

    /// Weight of the water from lid to floor in the open chamber.
    fn head_mpa(&self, leg: &Leg) -> f64 {
        let salinity = PracticalSalinity::new(leg.salinity_practical).reference();
        let open = AbsolutePressure::from_mpa(self.chamber.atmosphere_mpa_absolute);
        let density =
            seawater::density(salinity, Temperature::from_celsius(leg.temperature_celsius), open.sea());
        density * STANDARD_GRAVITY * self.chamber.vessel.inner_length_m() * 1e-6
    }

    /// Evenly between −1 and 1.
    fn either_way(&mut self) -> f64 {
        2.0 * uniform(&mut self.noise.0) - 1.0
    }
}
