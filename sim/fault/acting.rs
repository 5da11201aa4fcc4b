//! Which faults act during this tick, by how much, and what is written down of them.

use super::{Effect, Fault};
use crate::plugin::Settings;
use crate::schedule::{Moment, Stage, Tick};
use crate::sensor::Noise;
use bevy_app::{App, Plugin};
use bevy_ecs::prelude::*;
use hadal_models::randomness::Stream;
use hadal_models::seawater;
use hadal_models::sensor::LocalWater;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex, PoisonError};

/// Injects faults while the twin runs. They act from the next tick after their own time on.
#[derive(Clone, Debug, Default)]
pub struct Injector {
    waiting: Arc<Mutex<Vec<Fault>>>,
}

impl Injector {
    /// Adds a fault to the schedule; one whose time has passed acts from the next tick on.
    pub fn inject(&self, fault: Fault) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
    }

    fn take(&self) -> Vec<Fault> {
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What truth says of a fault that has acted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// The tick at which it first acted, in seconds of virtual time.
    pub began_s: f64,
    /// The first tick at which it acted no more; none while it acts.
    pub ended_s: Option<f64>,
    /// Seconds in which it acted.
    pub acted_s: u64,
    /// What it did.
    pub fault: Fault,
}

/// All faults of this world, and those that act during this tick.
#[derive(Resource, Debug, Serialize, Deserialize)]
pub struct Faults {
    /// Not kept: whoever injects holds the other end.
    #[serde(skip)]
    injector: Injector,
    scheduled: Vec<Fault>,
    draws: Noise,
    /// Each as large as it is at this tick.
    acting: Vec<Effect>,
    /// What share of its size that is.
    shares: Vec<f64>,
    /// What begins with this tick.
    beginning: Vec<Effect>,
    labels: Vec<Option<Label>>,
    version: u64,
    now_s: f64,
}

impl Faults {
    /// What was kept, with this twin's own injector.
    pub(crate) fn taken_up(&self, kept: Self) -> Self {
        Self { injector: self.injector.clone(), ..kept }
    }

    /// What acts now, each as large as its course has let it grow.
    pub fn acting(&self) -> &[Effect] {
        &self.acting
    }

    /// What acts now of a kind that a plugin brings, each with the share of its size that its course gives it.
    pub fn of<F: Settings>(&self) -> impl Iterator<Item = (F, f64)> {
        self.acting.iter().zip(&self.shares).filter_map(|(effect, share)| match effect {
            Effect::Plugin { name, settings } if name == F::NAME => {
                let settings = serde_json::from_value(settings.clone().into());
                settings.ok().map(|settings| (settings, *share))
            }
            _ => None,
        })
    }

    /// Has a built-in effect act during this tick, too, at this share of its size: so a fault of a plugin reaches plant, sensors and
    /// lines. To be said anew at each tick, in [`Stage::Consequences`]. What happens at a fault's beginning alone, such as a seal
    /// that slips, does not come about so.
    pub fn also(&mut self, effect: Effect, share: f64) {
        self.acting.push(effect.grown(share));
        self.shares.push(share);
        self.version += 1;
    }

    /// What acts from this tick on for the first time.
    pub(crate) fn beginning(&self) -> &[Effect] {
        &self.beginning
    }

    /// Changes whenever what acts changes.
    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    /// What has acted so far, in the order of the schedule.
    pub(crate) fn labels(&self) -> impl Iterator<Item = &Label> {
        self.labels.iter().flatten()
    }

    /// What faults add to the temperature of a thermometer's element, K.
    pub(crate) fn thermometer_offset_k(&self, index: usize) -> f64 {
        self.sum(|effect| match effect {
            Effect::ThermometerOffset { thermometer, offset_k } if *thermometer == index => *offset_k,
            _ => 0.0,
        })
    }

    /// What faults add to the reference transducer's reading, MPa.
    pub(crate) fn reference_pressure_offset_mpa(&self) -> f64 {
        self.sum(|effect| match effect {
            Effect::PressureReferenceOffset { offset_mpa } => *offset_mpa,
            _ => 0.0,
        })
    }

    /// What faults add to the reading of the plant's transducer, MPa.
    pub(crate) fn plc_pressure_offset_mpa(&self) -> f64 {
        self.sum(|effect| match effect {
            Effect::PlcPressureOffset { offset_mpa } => *offset_mpa,
            _ => 0.0,
        })
    }

    /// What faults add to what the salinometer reads, practical salinity.
    pub(crate) fn salinometer_offset(&self) -> f64 {
        self.sum(|effect| match effect {
            Effect::SalinometerOffset { offset_practical } => *offset_practical,
            _ => 0.0,
        })
    }

    /// What faults add to the frequency of an item's cell, Hz.
    pub(crate) fn cell_offset_hz(&self, index: usize) -> f64 {
        self.sum(|effect| match effect {
            Effect::CellOffset { item, offset_hz } if *item == index => *offset_hz,
            _ => 0.0,
        })
    }

    /// Flow of a leak at 100 MPa, mL/min.
    pub(crate) fn leak_ml_per_min_at_100_mpa(&self) -> f64 {
        self.sum(|effect| match effect {
            Effect::Leak { ml_per_min_at_100_mpa } => *ml_per_min_at_100_mpa,
            _ => 0.0,
        })
    }

    /// Share of the water's conductivity that an item's cell still measures.
    ///
    /// Growth narrows the cell; what does not conduct in it, bubble or ice, lets pass 2 (1 − φ)/(2 + φ) (Maxwell, A Treatise on
    /// Electricity and Magnetism, 1873, art. 314, for spheres that do not conduct, φ their share of the volume).
    pub(crate) fn cell_passes(&self, index: usize, water: &LocalWater) -> f64 {
        let around = |share: f64| 2.0 * (1.0 - share) / (2.0 + share);
        let passes = |effect: &Effect| match effect {
            Effect::FouledCell { item, share } if *item == index => 1.0 - share,
            Effect::BubbleInCell { item, share } if *item == index => {
                // Boyle: what is left of the bubble under this pressure.
                let left = hadal_models::constants::STANDARD_ATMOSPHERE_MPA / water.pressure.mpa().max(0.01);
                around((share * left).min(0.95))
            }
            Effect::IceInCell { item, share } if *item == index => {
                let melts = seawater::freezing_temperature(water.salinity.reference(), water.pressure.sea());
                let frozen = water.temperature.celsius() < melts.celsius();
                if frozen { around(*share) } else { 1.0 }
            }
            _ => 1.0,
        };
        self.acting.iter().map(passes).product()
    }

    /// How far an instrument's own clock is ahead, s.
    pub(crate) fn clock_error_s(&self, instrument: &str) -> f64 {
        let ahead = |label: &Label| match &label.fault.effect {
            Effect::ClockSkew { instrument: name, offset_s, gains_s_per_day } if name == instrument => {
                let until_s = label.ended_s.unwrap_or(self.now_s);
                offset_s + gains_s_per_day * (until_s - label.began_s) / 86_400.0
            }
            _ => 0.0,
        };
        self.labels().map(ahead).sum()
    }

    /// Whether the operator presses stop.
    pub(crate) fn operator_stop(&self) -> bool {
        self.acting.contains(&Effect::OperatorStop)
    }

    /// Whether there is no mains.
    pub(crate) fn power_cut(&self) -> bool {
        self.acting.contains(&Effect::PowerCut)
    }

    fn sum(&self, value: impl Fn(&Effect) -> f64) -> f64 {
        self.acting.iter().map(value).sum()
    }

    /// Picks what acts during this tick.
    fn decide(&mut self, now_s: f64) {
        self.scheduled.extend(self.injector.take());
        self.labels.resize(self.scheduled.len(), None);
        self.now_s = now_s;
        let (mut acting, mut shares) = (Vec::new(), Vec::new());
        self.beginning.clear();
        for (fault, label) in self.scheduled.iter().zip(&mut self.labels) {
            let share = if fault.acts(now_s) {
                fault.course.share(now_s - fault.at_s, &mut self.draws.0)
            } else {
                None
            };
            match (share, label) {
                (Some(share), label) => {
                    if label.is_none() {
                        self.beginning.push(fault.effect.clone());
                    }
                    let begun = || Label { began_s: now_s, ended_s: None, acted_s: 0, fault: fault.clone() };
                    let label = label.get_or_insert_with(begun);
                    (label.ended_s, label.acted_s) = (None, label.acted_s + 1);
                    acting.push(fault.effect.grown(share));
                    shares.push(share);
                }
                (None, Some(label)) if label.ended_s.is_none() => label.ended_s = Some(now_s),
                (None, _) => {}
            }
        }
        self.shares = shares;
        if acting != self.acting {
            self.acting = acting;
            self.version += 1;
        }
    }
}

/// Decides at each tick, first of all, which faults act.
pub(crate) struct FaultPlugin {
    pub(crate) scheduled: Vec<Fault>,
    pub(crate) injector: Injector,
    /// What faults that come and go are drawn from.
    pub(crate) draws: Stream,
}

impl Plugin for FaultPlugin {
    fn build(&self, app: &mut App) {
        app.insert_resource(Faults {
            injector: self.injector.clone(),
            scheduled: self.scheduled.clone(),
            draws: Noise(self.draws.clone()),
            acting: Vec::new(),
            shares: Vec::new(),
            beginning: Vec::new(),
            labels: Vec::new(),
            version: 0,
            now_s: 0.0,
        });
        app.add_systems(Tick, decide.in_set(Stage::Faults));
    }
}

/// The system: picks the faults whose time it is.
fn decide(moment: Res<Moment>, mut faults: ResMut<Faults>) {
    faults.decide(moment.seconds());
}
