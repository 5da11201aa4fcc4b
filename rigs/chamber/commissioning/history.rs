//! What a record tells of a chamber, at regular moments, and the stretches of it that tell something.

use hadal_models::constants::STANDARD_ATMOSPHERE_MPA;
use hadal_models::quantity::{AbsolutePressure, PracticalSalinity, Temperature};
use hadal_models::seawater;

/// Time between two moments, s.
pub const TICK_S: f64 = 10.0;

/// Pressure that moves faster stirs up what the reduced model leaves out (layers, wells, lags), MPa/min.
const MOVING_MPA_PER_MIN: f64 = 0.3;
/// Water that comes in at the lid makes layers, and for a minute its heat has not come to the thermometers: when a bottle is drawn at ambient
/// pressure, as much is drawn in from the pump's reservoir. At so much of the mean of all water, K a tick, the thermometers' mean is
/// half a millikelvin behind it in the 71-litre vessel.
const LAYERING_K: f64 = 1e-3;
/// Time after a movement until the model is held to its word, in ticks.
const SETTLING_TICKS: usize = 18;
/// Calm before a stretch begins, in ticks.
const CALM_TICKS: usize = 12;
/// Longest stretch, in ticks: the model begins again from what was measured.
const LONGEST_TICKS: usize = 540;
/// Shorter ones tell nothing.
const SHORTEST_TICKS: usize = 60;
/// A jacket that moves faster than this, K a tick, begins a heat-up.
const JACKET_STEP_K: f64 = 0.15;
/// Below this excess pressure a vented chamber breathes, MPa.
pub(super) const SEALED_MPA: f64 = 0.05;
/// Below this one a release valve passes what its orifice lets it, not what it is told, MPa.
const METERED_MPA: f64 = 3.0;

/// What was measured and told at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// Pressure by the reference, MPa absolute.
    pub pressure_mpa_absolute: f64,
    /// Mean of the reference thermometers, °C.
    pub water_celsius: f64,
    /// Jacket by the plant's own thermometer, °C.
    pub jacket_celsius: f64,
    /// Hall, °C.
    pub hall_celsius: f64,
    /// Water in the pump's reservoir, °C.
    pub pump_water_celsius: f64,
    /// Practical salinity of the water, by the last bottle.
    pub salinity_practical: f64,
    /// Volume pumped since the beginning, by the meter, mL.
    pub pumped_ml: f64,
    /// Volume that the pump was told to deliver since the beginning, mL.
    pub told_pump_ml: f64,
    /// Volume that the release was told to let out since the beginning, mL.
    pub told_release_ml: f64,
    /// Times that anything happened since the beginning which the model leaves out: dosing, venting by the plant itself, a gap in
    /// the record. No stretch holds one.
    pub interruptions: u32,
    /// Speed of the stirrer, rpm.
    pub stirrer_rpm: f64,
}

/// Moments of one record, [`TICK_S`] apart.
#[derive(Clone, Debug, Default)]
pub struct History {
    pub(super) moments: Vec<Moment>,
    pub(super) water: Vec<Water>,
    pub(super) stretches: Vec<Stretch>,
    /// Number of the thermometers whose mean the water's temperature is.
    pub(super) thermometers: f64,
}

/// What TEOS-10 says of the water at a moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Water {
    pub(super) density: f64,
    pub(super) compressibility_per_mpa: f64,
    pub(super) expansion_per_k: f64,
    pub(super) heat_capacity: f64,
    pub(super) kelvin_per_mpa: f64,
    pub(super) pump_density: f64,
    /// Heat that pumped water brings over the heat capacity of as much water in the chamber, K.
    pub(super) pump_warms_k: f64,
    /// Standard uncertainty of the density, relative.
    pub(super) density_uncertainty: f64,
}

/// A stretch of a history that the model lives through alone.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    /// First and last moment.
    pub(super) begin: usize,
    pub(super) end: usize,
    /// Whether the balance of mass holds at each moment after the first, and the model is held to its word there.
    pub(super) told: Vec<Told>,
}

/// What a moment of a stretch is good for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Told {
    /// Nothing: something moves.
    #[default]
    Nothing,
    /// Temperature alone: the chamber is vented, or releases near ambient pressure.
    Heat,
    /// Temperature, pressure and pumped volume.
    HeatAndMass,
}

impl History {
    /// Of moments [`TICK_S`] apart, in a chamber of this volume, the water's temperature by so many thermometers.
    pub fn new(moments: Vec<Moment>, volume_l: f64, thermometers: u32) -> Self {
        let water: Vec<Water> = moments.iter().map(Water::at).collect();
        let stretches = stretches(&moments, &moving(&moments, &water, volume_l));
        Self { moments, water, stretches, thermometers: f64::from(thermometers) }
    }

    /// Length of the stretches that tell something, h.
    pub fn told_h(&self) -> f64 {
        let ticks: usize = self.stretches.iter().map(|stretch| stretch.end - stretch.begin).sum();
        f64::from(u32::try_from(ticks).unwrap_or(u32::MAX)) * TICK_S / 3600.0
    }

    /// How fast the thermometers' wells warm at a moment, K/s.
    pub(super) fn warming_k_per_s(&self, index: usize) -> f64 {
        let (before, after) = (index.saturating_sub(1), (index + 1).min(self.moments.len() - 1));
        let ticks = if after == before + 2 { 2.0 } else { 1.0 };
        (self.moments[after].water_celsius - self.moments[before].water_celsius) / (ticks * TICK_S)
    }

    /// Number of the stretches that tell something, and of those under pressure.
    pub fn stretches(&self) -> [usize; 2] {
        let sealed = |stretch: &&Stretch| stretch.told.contains(&Told::HeatAndMass);
        [self.stretches.len(), self.stretches.iter().filter(sealed).count()]
    }
}

impl Moment {
    pub(super) fn excess_mpa(&self) -> f64 {
        self.pressure_mpa_absolute - STANDARD_ATMOSPHERE_MPA
    }
}

impl Water {
    fn at(moment: &Moment) -> Self {
        let practical = PracticalSalinity::new(moment.salinity_practical);
        let salinity = practical.reference();
        let temperature = Temperature::from_celsius(moment.water_celsius);
        let pressure = AbsolutePressure::from_mpa(moment.pressure_mpa_absolute).sea();
        let ambient = AbsolutePressure::from_mpa(STANDARD_ATMOSPHERE_MPA).sea();
        let pump_temperature = Temperature::from_celsius(moment.pump_water_celsius);
        let heat_capacity = seawater::isobaric_heat_capacity(salinity, temperature, pressure);
        // The line is long: pumped water arrives as warm as its reservoir, whatever the pressure.
        let brought = seawater::enthalpy(salinity, pump_temperature, pressure)
            - seawater::enthalpy(salinity, temperature, pressure);
        Self {
            density: seawater::density(salinity, temperature, pressure),
            compressibility_per_mpa: 1e6
                * seawater::isothermal_compressibility(salinity, temperature, pressure),
            expansion_per_k: seawater::thermal_expansion(salinity, temperature, pressure),
            heat_capacity,
            kelvin_per_mpa: 1e6 * seawater::adiabatic_lapse_rate(salinity, temperature, pressure),
            pump_density: seawater::density(salinity, pump_temperature, ambient),
            pump_warms_k: brought / heat_capacity,
            density_uncertainty: seawater::density_relative_standard_uncertainty(
                practical,
                temperature,
                pressure,
            ),
        }
    }
}

/// Whether something moves between each moment and the next.
fn moving(moments: &[Moment], water: &[Water], volume_l: f64) -> Vec<bool> {
    let moves = |(pair, water): (&[Moment], &Water)| {
        let rate = (pair[1].pressure_mpa_absolute - pair[0].pressure_mpa_absolute).abs() * 60.0 / TICK_S;
        let pumped_share = (pair[1].pumped_ml - pair[0].pumped_ml) / (1000.0 * volume_l);
        let brought_k = (pumped_share * water.pump_warms_k).abs();
        rate > MOVING_MPA_PER_MIN || brought_k > LAYERING_K || is_interrupted(pair)
    };
    moments.windows(2).zip(water.iter().skip(1)).map(moves).collect()
}

pub(super) fn is_interrupted(pair: &[Moment]) -> bool {
    pair[1].interruptions != pair[0].interruptions
}

fn stretches(moments: &[Moment], moving: &[bool]) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut begin: Option<usize> = None;
    let mut calm = 0;
    for (index, pair) in moments.windows(2).enumerate() {
        if is_interrupted(pair) {
            close(&mut found, moments, moving, begin.take(), index);
            calm = 0;
            continue;
        }
        let is_calm = calm >= CALM_TICKS;
        let steps = (pair[1].jacket_celsius - pair[0].jacket_celsius).abs() > JACKET_STEP_K;
        let grown = begin.map_or(0, |begin| index - begin);
        if is_calm && (begin.is_none() || moving[index] || steps || grown >= LONGEST_TICKS) {
            close(&mut found, moments, moving, begin, index);
            begin = Some(index);
        }
        calm = if moving[index] || steps { 0 } else { calm + 1 };
    }
    close(&mut found, moments, moving, begin, moments.len().saturating_sub(1));
    found
}

/// Keeps a stretch that is long enough.
fn close(found: &mut Vec<Stretch>, moments: &[Moment], moving: &[bool], begin: Option<usize>, end: usize) {
    let Some(begin) = begin.filter(|begin| end >= begin + SHORTEST_TICKS) else { return };
    let mut since_moved = SETTLING_TICKS;
    let mut is_sealed = true;
    let told = (begin + 1..=end).map(|index| {
        since_moved = if moving[index - 1] { 0 } else { since_moved + 1 };
        // What a vented chamber is told to let out is not there to go.
        let releases = moments[index].told_release_ml > moments[index - 1].told_release_ml
            && moments[index - 1].excess_mpa() > SEALED_MPA;
        let excess = moments[index].excess_mpa();
        is_sealed &= excess > if releases { METERED_MPA } else { SEALED_MPA };
        match (since_moved >= SETTLING_TICKS, is_sealed) {
            (false, _) => Told::Nothing,
            (true, false) => Told::Heat,
            (true, true) => Told::HeatAndMass,
        }
    });
    let told: Vec<Told> = told.collect();
    found.push(Stretch { begin, end, told });
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALM: Moment = Moment {
        pressure_mpa_absolute: STANDARD_ATMOSPHERE_MPA,
        water_celsius: 1.0,
        jacket_celsius: 1.0,
        hall_celsius: 20.0,
        pump_water_celsius: 20.0,
        salinity_practical: 35.0,
        pumped_ml: 0.0,
        told_pump_ml: 0.0,
        told_release_ml: 0.0,
        interruptions: 0,
        stirrer_rpm: 120.0,
    };

    /// The told moments of two hours, after the first of which a bottle is drawn and as much flows in within a minute.
    fn told_with_a_bottle_at(pump_water_celsius: f64) -> Vec<usize> {
        let pumped_ml = |tick: u32| 250.0 * (f64::from(tick) - 360.0).clamp(0.0, 6.0) / 6.0;
        let moment = |tick| Moment { pumped_ml: pumped_ml(tick), pump_water_celsius, ..CALM };
        let history = History::new((0..720).map(moment).collect(), 70.7, 2);
        let told = history.stretches.iter().flat_map(|stretch| {
            (stretch.begin + 1..).zip(&stretch.told).filter(|(_, told)| **told != Told::Nothing)
        });
        told.map(|(index, _)| index).collect()
    }

    #[test]
    fn warm_water_for_a_bottle_is_not_compared_until_its_layers_have_mixed() {
        let told = told_with_a_bottle_at(20.0);
        assert!(told.contains(&360) && told.contains(&(366 + SETTLING_TICKS)), "{told:?}");
        assert!((361..366 + SETTLING_TICKS).all(|index| !told.contains(&index)), "{told:?}");
    }

    #[test]
    fn water_as_warm_as_the_chambers_disturbs_nothing() {
        let told = told_with_a_bottle_at(1.0);
        assert!((361..366 + SETTLING_TICKS).all(|index| told.contains(&index)), "{told:?}");
    }
}
