//! DH Instruments PPCH: measures in cycles, drives its manifold to a target and says when the pressure may be read.

use super::manifold::{Manifold, Valves};
use super::outbox::{Outbox, earlier};
use super::{Bench, Device, MILLISECOND_NS};
use hadal_models::constants::STANDARD_ATMOSPHERE_MPA;
use hadal_wire::Decode;
use hadal_wire::dhi_ppch::{
    ErrorCode, Fluid, Head, HeadUnit, Message, Readiness, Reply, Request, RequestDecoder, Setting, Syntax,
    Zero,
};

/// One measurement cycle: `PRR` waits for the end of one, up to 1.5 s (PPCH-G manual, page 105).
const CYCLE_NS: u64 = 1500 * MILLISECOND_NS;
const CYCLE_S: f64 = 1.5;
/// From a message that needs no measurement to the first byte of its answer.
const REPLY_NS: u64 = 20 * MILLISECOND_NS;
/// Full scale of the hydraulic controller.
const FULL_SCALE_MPA: f64 = 200.0;
/// Upper limit at power-up, and the over-pressure function, of full scale (PPC4 manual, page 37).
const UPPER_LIMIT_OF_FULL_SCALE: f64 = 1.02;
const OVER_PRESSURE_OF_FULL_SCALE: f64 = 1.10;
/// Standard acceleration, for the head.
const GRAVITY_M_PER_S2: f64 = 9.806_65;

/// The last finished measurement.
#[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize)]
struct Measured {
    mpa: f64,
    mpa_per_s: f64,
    readiness: Readiness,
}

/// A PPCH, set to MPa above vacuum, in static control.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Ppch {
    decoder: RequestDecoder,
    outbox: Outbox,
    manifold: Manifold,
    target_mpa: f64,
    hold_limit_mpa: f64,
    stability_limit_mpa_per_s: f64,
    upper_limit_mpa: f64,
    head: Head,
    /// The front panel is locked.
    remote: bool,
    over_pressured: bool,
    last_error: Option<ErrorCode>,
    measured: Option<Measured>,
    next_cycle_ns: u64,
    /// The message that waits for the end of the cycle. A new message takes its place: its answer is lost.
    waiting: Option<Request>,
}

impl Ppch {
    /// Switched on at time zero, vented.
    pub fn new() -> Self {
        Self {
            decoder: RequestDecoder::default(),
            outbox: Outbox::default(),
            manifold: Manifold::vented(),
            target_mpa: 0.0,
            hold_limit_mpa: 0.02,
            stability_limit_mpa_per_s: 0.002,
            upper_limit_mpa: UPPER_LIMIT_OF_FULL_SCALE * FULL_SCALE_MPA,
            head: Head::NONE,
            remote: false,
            over_pressured: false,
            last_error: None,
            measured: None,
            next_cycle_ns: CYCLE_NS,
            waiting: None,
        }
    }

    fn measure_until(&mut self, now_ns: u64, bench: &mut dyn Bench) {
        while self.next_cycle_ns <= now_ns {
            let end_ns = self.next_cycle_ns;
            self.manifold.advance(end_ns);
            self.protect();
            let mpa = bench.manifold_reading_mpa(self.manifold.mpa());
            let before = self.measured.map_or(mpa, |before| before.mpa);
            let mpa_per_s = (mpa - before) / CYCLE_S;
            self.measured = Some(Measured { mpa, mpa_per_s, readiness: self.readiness(mpa, mpa_per_s) });
            self.manifold.hold_within(self.hold_limit_mpa);
            self.next_cycle_ns += CYCLE_NS;
            if let Some(reply) = self.waiting.take().and_then(|request| self.measurement(&request)) {
                self.outbox.send(end_ns, reply.encode());
            }
        }
    }

    /// Crossing the upper limit stops the drive; far above full scale the exhaust opens, whatever is commanded.
    fn protect(&mut self) {
        if self.manifold.mpa() > OVER_PRESSURE_OF_FULL_SCALE * FULL_SCALE_MPA {
            self.over_pressured = true;
            self.manifold.set_valves(Valves::Venting);
        } else if self.manifold.mpa() > self.upper_limit_mpa && self.manifold.target_mpa().is_some() {
            self.manifold.set_valves(Valves::Closed);
        }
        self.over_pressured &= self.manifold.valves() != Valves::Vented;
    }

    /// Static control (PPCH manual, page 31): no valve moves, inside the hold limit, slower than the stability limit. Idle
    /// (page 34): slower than the stability limit.
    fn readiness(&self, mpa: f64, mpa_per_s: f64) -> Readiness {
        let slow = mpa_per_s.abs() < self.stability_limit_mpa_per_s;
        let ready = match self.manifold.valves() {
            Valves::Closed | Valves::Vented => slow,
            Valves::Holding { target_mpa } => slow && (mpa - target_mpa).abs() <= self.hold_limit_mpa,
            Valves::Driving { .. } | Valves::Venting => false,
        };
        if ready { Readiness::Ready } else { Readiness::NotReady }
    }

    /// The answer to a message that a measurement answers.
    fn measurement(&self, request: &Request) -> Option<Reply> {
        let measured = self.measured?;
        let mpa = measured.mpa + self.head_mpa(measured.mpa);
        match request {
            Request::Ready => Some(Reply::Ready(measured.readiness)),
            Request::Pressure => Some(Reply::Pressure { mpa, zero: Zero::Vacuum }),
            _ => Some(Reply::Measurement {
                readiness: measured.readiness,
                mpa,
                zero: Zero::Vacuum,
                mpa_per_s: measured.mpa_per_s,
                atmosphere_mpa: Some(STANDARD_ATMOSPHERE_MPA),
            }),
        }
    }

    /// What the column of fluid takes away on its way up to what is under test.
    fn head_mpa(&self, mpa: f64) -> f64 {
        let metre = match self.head.unit {
            HeadUnit::Inch => 0.0254,
            HeadUnit::Centimetre => 0.01,
        };
        -density_kg_per_m3(self.head.fluid, mpa) * GRAVITY_M_PER_S2 * self.head.height * metre * 1e-6
    }

    fn obey(&mut self, message: &Message, now_ns: u64) {
        // One message outstanding, as IEEE 488.2 has it: a new one is obeyed and the answer to the old one is lost.
        self.waiting = None;
        self.outbox.clear();
        self.manifold.advance(now_ns);
        let answered = match &message.request {
            Request::Pressure | Request::PressureAndRate | Request::Ready => {
                self.waiting = Some(message.request.clone());
                return;
            }
            Request::SetTarget(mpa) => self.drive(*mpa),
            Request::Vented | Request::Vent | Request::StopVenting => Ok(self.vent(message)),
            Request::ChangeSetting(setting, value) => self.change(*setting, *value),
            Request::ChangeUnit(unit) => {
                let offered = unit.replace(' ', "").eq_ignore_ascii_case("MPaa");
                if offered { Ok(Reply::Text("MPa a".to_owned())) } else { Err(ErrorCode::OutOfRange) }
            }
            Request::Refused(error) => Err(*error),
            request => Ok(self.told(request)),
        };
        let reply = answered.unwrap_or_else(|error| {
            self.last_error = Some(error);
            Reply::Error(error.number())
        });
        self.outbox.send(now_ns + REPLY_NS, reply.encode());
    }

    fn told(&mut self, request: &Request) -> Reply {
        match request {
            Request::LatestPressureAndRate => {
                let none = Reply::Ready(Readiness::NotReady);
                self.measurement(request).unwrap_or(none)
            }
            Request::Status => Reply::Code(u32::from(self.is_active())),
            Request::Atmosphere => Reply::Pressure { mpa: STANDARD_ATMOSPHERE_MPA, zero: Zero::Vacuum },
            Request::Target => Reply::Pressure { mpa: self.target_mpa, zero: Zero::Vacuum },
            Request::Abort => {
                if self.manifold.target_mpa().is_some() {
                    self.manifold.set_valves(Valves::Closed);
                }
                Reply::Text("ABORT".to_owned())
            }
            Request::Setting(setting) => self.setting(*setting),
            Request::Head => Reply::Head(self.head),
            Request::ChangeHead(head) => {
                self.head = *head;
                Reply::Head(self.head)
            }
            Request::Unit => Reply::Text("MPa a".to_owned()),
            Request::LastError => Reply::Text(self.last_error.map_or("OK", ErrorCode::text).to_owned()),
            Request::Remote | Request::Local => {
                self.remote = *request == Request::Remote;
                Reply::Text(if self.remote { "REMOTE" } else { "LOCAL" }.to_owned())
            }
            _ => Reply::Text("DH INSTRUMENTS, INC PPCH SIMULATED Ver1.00".to_owned()),
        }
    }

    /// 1 while it drives, holds or vents (PPCH manual, page 124).
    fn is_active(&self) -> bool {
        !matches!(self.manifold.valves(), Valves::Closed | Valves::Vented)
    }

    fn drive(&mut self, mpa: f64) -> Result<Reply, ErrorCode> {
        if self.over_pressured {
            return Err(ErrorCode::OverPressured);
        }
        let target_mpa = mpa - self.head_mpa(mpa);
        if mpa > self.upper_limit_mpa || mpa < 0.0 {
            return Err(ErrorCode::OutOfRange);
        }
        self.target_mpa = mpa;
        self.manifold.set_valves(Valves::Driving { target_mpa });
        Ok(Reply::Pressure { mpa, zero: Zero::Vacuum })
    }

    /// `VENT 0` closes the exhaust.
    fn vent(&mut self, message: &Message) -> Reply {
        match (&message.request, self.manifold.valves()) {
            (Request::Vent, Valves::Vented) | (Request::Vented, _) => {}
            (Request::Vent, _) => self.manifold.set_valves(Valves::Venting),
            (_, Valves::Venting | Valves::Vented) => self.manifold.set_valves(Valves::Closed),
            _ => {}
        }
        let open = u32::from(self.manifold.valves() == Valves::Vented);
        match message.syntax {
            Syntax::Enhanced => Reply::Code(open),
            Syntax::Classic => Reply::Vented(open),
        }
    }

    fn setting(&self, setting: Setting) -> Reply {
        match setting {
            Setting::HoldLimit => Reply::Difference(self.hold_limit_mpa),
            Setting::StabilityLimit => Reply::Rate(self.stability_limit_mpa_per_s),
            Setting::UpperLimit => Reply::Pressure { mpa: self.upper_limit_mpa, zero: Zero::Vacuum },
        }
    }

    fn change(&mut self, setting: Setting, value: f64) -> Result<Reply, ErrorCode> {
        let most = match setting {
            Setting::HoldLimit => 0.1 * FULL_SCALE_MPA,
            Setting::StabilityLimit => FULL_SCALE_MPA,
            Setting::UpperLimit => UPPER_LIMIT_OF_FULL_SCALE * FULL_SCALE_MPA,
        };
        if value <= 0.0 || value > most {
            return Err(ErrorCode::OutOfRange);
        }
        match setting {
            Setting::HoldLimit => self.hold_limit_mpa = value,
            Setting::StabilityLimit => self.stability_limit_mpa_per_s = value,
            Setting::UpperLimit => self.upper_limit_mpa = value,
        }
        Ok(self.setting(setting))
    }
}

impl Default for Ppch {
    fn default() -> Self {
        Self::new()
    }
}

/// Density of the fluid in the head: liquids as at 20 °C, gases as ideal at 20 °C; `User` is water.
fn density_kg_per_m3(fluid: Fluid, mpa: f64) -> f64 {
    let gas = |kg_per_mol: f64| mpa * 1e6 * kg_per_mol / (8.314_462_618 * 293.15);
    match fluid {
        Fluid::Nitrogen => gas(0.028_013_4),
        Fluid::Air => gas(0.028_965),
        Fluid::Helium => gas(0.004_002_6),
        Fluid::Oil => 914.0,
        Fluid::Water | Fluid::User => 998.2,
    }
}

impl Device for Ppch {
    fn receive(&mut self, bytes: &[u8], now_ns: u64, bench: &mut dyn Bench) {
        self.measure_until(now_ns, bench);
        for message in self.decoder.feed(bytes) {
            let unreadable =
                Message { syntax: Syntax::Classic, request: Request::Refused(ErrorCode::UnknownCommand) };
            self.obey(&message.unwrap_or(unreadable), now_ns);
        }
    }

    fn next_event_ns(&self) -> Option<u64> {
        earlier(self.outbox.next_ns(), Some(self.next_cycle_ns))
    }

    fn poll(&mut self, now_ns: u64, bench: &mut dyn Bench) -> Option<Vec<u8>> {
        self.measure_until(now_ns, bench);
        self.outbox.take(now_ns)
    }

    fn switched_on(&mut self, _now_ns: u64) {
        *self = Self::new();
    }

    fn reconnected(&mut self, _now_ns: u64) {
        self.outbox.clear();
        self.decoder.reset();
        self.waiting = None;
    }
}

#[cfg(test)]
mod tests;
