//! Safe-down: safe at once, then vented no faster than the envelope allows, over a fresh line to the PLC.
//!
//! It knows nothing of the procedure or the core and outlives both. Vented is what every transducer that still answers
//! and still measures says (see `witness`).

use super::crew;
use super::witness::Witnesses;
use crate::clock::seconds;
use crate::instrument::duration;
use crate::instrument::plant::PlantLink;
use crate::instrument::pressure::ReferenceLink;
use crate::interlock::Sample;
use crate::link::Wiring;
use hadal_record::event::Event;
use hadal_rigs::description::{Envelope, Instrument, Rig, Role};
use hadal_wire::plant_plc::{CommandBlock, Mode};
use std::time::Duration;

/// The plant was not seen vented.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the plant was not seen vented: {reason}")]
pub struct NotVented {
    /// Why.
    pub reason: String,
}

/// Seen vented so many times in a row, the plant is vented.
const CONFIRMATIONS: u32 = 3;
/// Time between beats.
const BEAT: Duration = Duration::from_secs(1);
/// Safe is asked for so often; a PLC that does not acknowledge it may still hear, and is told to vent.
const SAFE_ATTEMPTS: u32 = 3;
/// Venting from the envelope's top at the allowed rate may take so many times as long.
const PATIENCE: f64 = 2.0;
/// And so much longer.
const GRACE_S: f64 = 900.0;

/// Everything that safe-down needs.
pub(super) struct SafeDown {
    plant: PlantLink,
    reference: Option<ReferenceLink>,
    reference_certificate: (f64, f64),
    safe: CommandBlock,
    patience_s: f64,
    witnesses: Witnesses,
    wiring: Wiring,
    plc: String,
}

/// The rig's PLC and its place among the links.
pub(super) fn plc(rig: &Rig) -> Option<(u16, &Instrument)> {
    rig.with_role(Role::PlantPlc).next()
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
            plant: PlantLink::new(
                crew::framing(instrument.model),
                instrument.register_map().clone(),
                settings,
                wiring.clone(),
                within,
            ),
            reference: reference(rig, &wiring),
            reference_certificate: (rig.reference_pressure.offset_mpa, rig.reference_pressure.span),
            safe: CommandBlock::safe(0, envelope.vent_rate_mpa_per_min, top),
            patience_s: PATIENCE * top / envelope.vent_rate_mpa_per_min * 60.0 + GRACE_S,
            witnesses: Witnesses::default(),
            wiring,
            plc: instrument.name.clone(),
        })
    }

    /// Safe at once, then vented.
    pub(super) async fn run(mut self) -> Result<(), NotVented> {
        self.note("safe");
        self.make_safe().await;
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

    async fn make_safe(&mut self) {
        for _ in 0..SAFE_ATTEMPTS {
            if self.plant.write(self.safe).await.is_ok() {
                return;
            }
            self.wiring.clock.sleep(BEAT).await;
        }
    }

    /// Commands venting, deaf or not, until the witnesses have seen it done. A PLC that cannot be reached vents by its
    /// own watchdog, which the reference can see.
    async fn vent(&mut self) -> Result<(), NotVented> {
        let vent = CommandBlock { mode: Mode::Vent, ..self.safe };
        let began_ns = self.wiring.clock.now_ns();
        let mut confirmed = 0;
        while confirmed < CONFIRMATIONS {
            self.look(vent).await;
            let now_ns = self.wiring.clock.now_ns();
            confirmed = if self.witnesses.saw_vented(now_ns) { confirmed + 1 } else { 0 };
            if self.since_s(began_ns) > self.patience_s || self.witnesses.contradict_for_good(now_ns) {
                return Err(NotVented { reason: self.witnesses.testimony(now_ns) });
            }
            self.wiring.clock.sleep(BEAT).await;
        }
        Ok(())
    }

    /// Commands venting with a new heartbeat, and asks both transducers.
    async fn look(&mut self, vent: CommandBlock) {
        if let Ok(status) = self.plant.exchange(vent).await {
            let (value, at_ns) = (status.value.pressure_mpa_absolute, status.received_ns);
            self.witnesses.plant.hear(Sample { value, at_ns });
        }
        let Some(reference) = self.reference.as_mut() else { return };
        if let Some((indicated, at_ns)) = reference.indicated().await {
            let (offset_mpa, span) = self.reference_certificate;
            let value = (indicated.mpa() + offset_mpa) * (1.0 + span);
            self.witnesses.reference.hear(Sample { value, at_ns });
        }
    }

    fn since_s(&self, at_ns: u64) -> f64 {
        seconds(self.wiring.clock.now_ns().saturating_sub(at_ns))
    }
}

fn reference(rig: &Rig, wiring: &Wiring) -> Option<ReferenceLink> {
    let name = &rig.reference_pressure.instrument;
    let (index, instrument) = (0..).zip(&rig.instrument).find(|(_, instrument)| &instrument.name == name)?;
    Some(ReferenceLink::new(instrument, crew::settings(index, instrument), wiring.clone()))
}
