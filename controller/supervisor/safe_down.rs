//! Safe-down: safe at once, then vented no faster than the envelope allows, over a fresh line to the PLC.
//!
//! It knows nothing of the procedure or the core and outlives both. Vented is what two transducers say while the
//! reference can still be asked, and what the PLC's says when it cannot.

use super::crew;
use crate::clock::seconds;
use crate::instrument::duration;
use crate::instrument::plant::PlantLink;
use crate::instrument::pressure::pressure_psi;
use crate::link::{Link, LinkSettings, Wiring};
use hadal_models::quantity::AbsolutePressure;
use hadal_record::event::Event;
use hadal_rigs::description::{Envelope, Instrument, InstrumentModel, Rig};
use hadal_wire::paroscientific::{self, Command, Request, TRANSMITTER};
use hadal_wire::plant_plc::{CommandBlock, Mode};
use std::time::Duration;

/// The plant was not seen vented.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the plant was not seen vented: {reason}")]
pub struct NotVented {
    /// Why.
    pub reason: String,
}

/// Below this the vessel counts as vented, MPa absolute.
const VENTED_MPA_ABSOLUTE: f64 = 0.2;
/// Seen vented so many times in a row, the plant is vented.
const CONFIRMATIONS: u32 = 3;
/// Time between beats.
const BEAT: Duration = Duration::from_secs(1);
/// A PLC that does not answer for so long is left to its own watchdog, which has vented by then or never will.
const UNREACHABLE_S: f64 = 900.0;
/// Venting from the envelope's top at the allowed rate may take so many times as long.
const PATIENCE: f64 = 3.0;
/// And so much longer.
const GRACE_S: f64 = 1_800.0;

/// Everything that safe-down needs.
pub(super) struct SafeDown {
    plant: PlantLink,
    reference: Option<(Link<paroscientific::ReplyDecoder>, Duration)>,
    reference_certificate: (f64, f64),
    safe: CommandBlock,
    patience_s: f64,
    wiring: Wiring,
    plc: String,
}

/// The rig's PLC and its place among the links.
pub(super) fn plc(rig: &Rig) -> Option<(u16, &Instrument)> {
    (0..).zip(&rig.instrument).find(|(_, instrument)| instrument.model == InstrumentModel::PlantPlc)
}

/// One look at the vessel, MPa absolute.
struct Look {
    plant: f64,
    reference: Option<f64>,
}

impl Look {
    /// Vented by everyone who can be asked.
    fn is_vented(&self) -> bool {
        self.plant < VENTED_MPA_ABSOLUTE && self.reference.is_none_or(|p| p < VENTED_MPA_ABSOLUTE)
    }
}

impl SafeDown {
    pub(super) fn new(rig: &Rig, envelope: &Envelope, wiring: Wiring) -> Result<Self, NotVented> {
        let Some((index, instrument)) = plc(rig) else {
            return Err(NotVented { reason: "the rig has no PLC".to_owned() });
        };
        let settings = crew::settings(index, instrument);
        let within = duration(instrument.reply_timeout_s);
        let top = envelope.pressure_max_mpa_absolute;
        Ok(Self {
            plant: PlantLink::new(settings, wiring.clone(), within),
            reference: reference(rig).map(|(settings, within)| (Link::new(settings, wiring.clone()), within)),
            reference_certificate: (rig.reference_pressure.offset_mpa, rig.reference_pressure.span),
            safe: CommandBlock::safe(0, envelope.vent_rate_mpa_per_min, top),
            patience_s: PATIENCE * top / envelope.vent_rate_mpa_per_min * 60.0 + GRACE_S,
            wiring,
            plc: instrument.name.clone(),
        })
    }

    /// Safe at once, then vented.
    pub(super) async fn run(mut self) -> Result<(), NotVented> {
        self.note("safe");
        self.make_safe().await?;
        self.note("vent");
        self.vent().await?;
        self.note("vented");
        Ok(())
    }

    fn note(&self, what: &str) {
        let event = Event::Command { instrument: self.plc.clone(), what: what.to_owned() };
        self.wiring.recorder.record(&event).ok();
        self.wiring.recorder.commit().ok();
    }

    async fn make_safe(&mut self) -> Result<(), NotVented> {
        let began_ns = self.wiring.clock.now_ns();
        while let Err(error) = self.plant.write(self.safe).await {
            if self.since_s(began_ns) > UNREACHABLE_S {
                return Err(NotVented { reason: format!("the PLC cannot be reached: {error}") });
            }
            self.wiring.clock.sleep(BEAT).await;
        }
        Ok(())
    }

    async fn vent(&mut self) -> Result<(), NotVented> {
        let vent = CommandBlock { mode: Mode::Vent, ..self.safe };
        let began_ns = self.wiring.clock.now_ns();
        let (mut heard_ns, mut confirmed) = (began_ns, 0);
        while confirmed < CONFIRMATIONS {
            let look = self.look(vent).await;
            let impatient = self.since_s(began_ns) > self.patience_s;
            match look {
                Ok(look) if look.is_vented() => (heard_ns, confirmed) = (self.wiring.clock.now_ns(), confirmed + 1),
                Ok(look) if impatient => return Err(not_falling(&look)),
                Ok(_) => (heard_ns, confirmed) = (self.wiring.clock.now_ns(), 0),
                Err(error) if self.since_s(heard_ns) > UNREACHABLE_S || impatient => {
                    return Err(NotVented { reason: format!("the PLC cannot be reached: {error}") });
                }
                Err(_) => confirmed = 0,
            }
            self.wiring.clock.sleep(BEAT).await;
        }
        Ok(())
    }

    /// Commands venting with a new heartbeat, and looks.
    async fn look(&mut self, vent: CommandBlock) -> Result<Look, crate::link::LinkError> {
        let plant = self.plant.exchange(vent).await?.value.pressure_mpa_absolute;
        Ok(Look { plant, reference: self.ask_reference(plant).await })
    }

    /// The reference is asked only when the PLC's transducer says vented: until then nothing hangs on it.
    async fn ask_reference(&mut self, plant: f64) -> Option<f64> {
        if plant >= VENTED_MPA_ABSOLUTE {
            return None;
        }
        let (link, within) = self.reference.as_mut()?;
        let request = Request { transmitter: TRANSMITTER, command: Command::Pressure }.encode();
        let psi = link.transact(&request, *within, pressure_psi).await.ok()?.value;
        let (offset_mpa, span) = self.reference_certificate;
        Some((AbsolutePressure::from_psi(psi).mpa() + offset_mpa) * (1.0 + span))
    }

    fn since_s(&self, at_ns: u64) -> f64 {
        seconds(self.wiring.clock.now_ns().saturating_sub(at_ns))
    }
}

fn not_falling(look: &Look) -> NotVented {
    let reference = look.reference.map_or_else(String::new, |p| format!(", the reference {p:.3}"));
    NotVented { reason: format!("pressure does not fall: the PLC shows {:.3} MPa absolute{reference}", look.plant) }
}

fn reference(rig: &Rig) -> Option<(LinkSettings, Duration)> {
    let name = &rig.reference_pressure.instrument;
    let (index, instrument) = (0..).zip(&rig.instrument).find(|(_, instrument)| &instrument.name == name)?;
    Some((crew::settings(index, instrument), duration(instrument.reply_timeout_s)))
}
