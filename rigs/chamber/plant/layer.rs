//! Three stacked layers of water: what is conserved in them, and how they mix.

use hadal_models::quantity::{AbsolutePressure, AbsoluteSalinity, Temperature};
use hadal_models::seawater::{self, Gibbs};
use hadal_models::sensor::TrueWater;
use serde::{Deserialize, Serialize};

/// Number of layers, counted from the floor.
pub(super) const LAYERS: usize = 3;

/// One layer: its conserved contents, and its thermodynamic state that follows from them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Layer {
    pub(super) water_kg: f64,
    pub(super) salt_kg: f64,
    pub(super) energy_j: f64,
    pub(super) volume_m3: f64,
    pub(super) celsius: f64,
    pub(super) enthalpy_j_per_kg: f64,
    pub(super) specific_volume_m3_per_kg: f64,
    pub(super) isentropic_compressibility_per_pa: f64,
}

impl Layer {
    pub(super) fn mass_kg(&self) -> f64 {
        self.water_kg + self.salt_kg
    }

    pub(super) fn salinity(&self) -> AbsoluteSalinity {
        AbsoluteSalinity::from_g_per_kg(1000.0 * self.salt_kg / self.mass_kg())
    }

    /// What a parcel of this layer carries when it leaves.
    pub(super) fn parcel(&self, mass_kg: f64) -> Parcel {
        let salt_kg = mass_kg * self.salt_kg / self.mass_kg();
        Parcel {
            water_kg: mass_kg - salt_kg,
            salt_kg,
            enthalpy_j: mass_kg * self.enthalpy_j_per_kg,
            enthalpy_per_pa: mass_kg * self.specific_volume_m3_per_kg,
        }
    }
}

/// Mass, salt and enthalpy on the move. Enthalpy is stated at the pressure of the step's beginning, with its slope.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Parcel {
    pub(super) water_kg: f64,
    pub(super) salt_kg: f64,
    pub(super) enthalpy_j: f64,
    pub(super) enthalpy_per_pa: f64,
}

impl Parcel {
    /// Water of a given salinity that arrives at temperature `t`, whatever the pressure (the line is long).
    pub(super) fn arriving(mass_kg: f64, sa: AbsoluteSalinity, t: Temperature, p: AbsolutePressure) -> Self {
        if mass_kg <= 0.0 {
            return Self::default();
        }
        let g = seawater::gibbs(sa, t, p.sea());
        Self {
            water_kg: mass_kg * (1.0 - sa.mass_fraction()),
            salt_kg: mass_kg * sa.mass_fraction(),
            enthalpy_j: mass_kg * (g.g - t.kelvin() * g.g_t),
            enthalpy_per_pa: mass_kg * (g.g_p - t.kelvin() * g.g_tp),
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.water_kg += other.water_kg;
        self.salt_kg += other.salt_kg;
        self.enthalpy_j += other.enthalpy_j;
        self.enthalpy_per_pa += other.enthalpy_per_pa;
    }

    pub(super) fn subtract(&mut self, other: &Self) {
        self.water_kg -= other.water_kg;
        self.salt_kg -= other.salt_kg;
        self.enthalpy_j -= other.enthalpy_j;
        self.enthalpy_per_pa -= other.enthalpy_per_pa;
    }

    /// Energy carried when pressure rises by `rise_pa` during the step: the slope acts at the middle.
    pub(super) fn energy_j(&self, rise_pa: f64) -> f64 {
        self.enthalpy_j + 0.5 * rise_pa * self.enthalpy_per_pa
    }
}

/// Gibbs function of a layer's water at a state.
pub(super) fn gibbs_at(sa: AbsoluteSalinity, celsius: f64, pressure_pa: f64) -> Gibbs {
    let p = AbsolutePressure::from_mpa(pressure_pa * 1e-6);
    seawater::gibbs(sa, Temperature::from_celsius(celsius), p.sea())
}

/// True over standard specific volume of this world's water.
pub(super) fn volume_departure(
    water: &TrueWater,
    sa: AbsoluteSalinity,
    celsius: f64,
    pressure_pa: f64,
) -> f64 {
    let p = AbsolutePressure::from_mpa(pressure_pa * 1e-6);
    1.0 / (1.0 + water.density_deviation(sa.practical(), Temperature::from_celsius(celsius), p.sea()))
}

/// Moves water between neighbours: stirring, overturning where the lower water is lighter, and what dosing pushes up.
pub(super) fn exchange(
    layers: &[Layer; LAYERS],
    stirred_kg_per_s: f64,
    upward_kg: f64,
    dt_s: f64,
) -> [Parcel; LAYERS] {
    let mut change = [Parcel::default(); LAYERS];
    for below in 0..LAYERS - 1 {
        let (low, high) = (&layers[below], &layers[below + 1]);
        let rate = stirred_kg_per_s + overturning_kg_per_s(low, high) + relabelling_kg_per_s(low, high);
        let (low_kg, high_kg) = (low.mass_kg(), high.mass_kg());
        let least_kg = low_kg.min(high_kg);
        let swapped_kg = 0.25 * least_kg * (1.0 - libm::exp(-4.0 * rate * dt_s / least_kg));
        let share = 2.0 * swapped_kg / (low_kg + high_kg);
        let up = low.parcel(share * low_kg + upward_kg);
        let down = high.parcel(share * high_kg);
        change[below].subtract(&up);
        change[below].add(&down);
        change[below + 1].subtract(&down);
        change[below + 1].add(&up);
    }
    change
}

/// Lighter water under heavier water turns over within seconds.
fn overturning_kg_per_s(low: &Layer, high: &Layer) -> f64 {
    const KG_PER_S_PER_DENSITY: f64 = 20.0;
    let excess = 1.0 / high.specific_volume_m3_per_kg - 1.0 / low.specific_volume_m3_per_kg;
    (KG_PER_S_PER_DENSITY * excess).clamp(0.0, 5.0)
}

/// Layers are labels: when one has lost much of its mass to a port, the boundary between them moves.
fn relabelling_kg_per_s(low: &Layer, high: &Layer) -> f64 {
    let (a, b) = (low.mass_kg(), high.mass_kg());
    if a.min(b) < 0.6 * a.max(b) { 0.5 } else { 0.0 }
}
