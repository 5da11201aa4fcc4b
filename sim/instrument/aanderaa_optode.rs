//! The item: an Aanderaa oxygen optode 4330 in the Smart Sensor Terminal protocol. It introduces itself at power, measures by itself or
//! when asked, sleeps on the line, and protects its settings with passkeys.
//!
//! Its firmware corrects the phase, takes temperature from the bridge's millivolts and oxygen from the foil's coefficients, with the
//! salinity that is set and no pressure (manual, 2.3 and 2.4). Derived: the names of refusals, the decimals of the published
//! measurements, amplitudes of 1,000 mV and a red phase of 8°, which no reader needs.

use super::firmware::Conversion;
use super::outbox::{Outbox, earlier};
use super::{Bench, Device, MILLISECOND_NS, SECOND_NS};
use hadal_models::quantity::{PracticalSalinity, SeaPressure, Temperature};
use hadal_models::seawater::{density, oxygen_solubility};
use hadal_rigs::description::Item;
use hadal_wire::Decode;
use hadal_wire::aanderaa::{
    LINE_SLEEPS_AFTER_S, Parameter, Reply, Request, RequestDecoder, Speaker, WAKES_IN_MS,
};

mod properties;
#[cfg(test)]
mod tests;

use properties::{Passkey, Settings, Switch};

/// From a command to its answer.
const REPLY_NS: u64 = 10 * MILLISECOND_NS;
/// From power, or a command, to the end of a measurement (manual, page 17: within 1.5 s of power).
const MEASURES_NS: u64 = 3 * SECOND_NS / 2;
const WAKE_NS: u64 = WAKES_IN_MS * MILLISECOND_NS;
const LINE_SLEEPS_AFTER_NS: u64 = LINE_SLEEPS_AFTER_S * SECOND_NS;
/// Phase under red light.
const RED_PHASE_DEGREES: f64 = 8.0;
/// Amplitudes of both lights.
const AMPLITUDE_MV: f64 = 1_000.0;

/// The serial line's own sleep, beside which measurements go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
enum Line {
    Asleep,
    /// What arrives is lost.
    Waking {
        until_ns: u64,
    },
    /// Awake since the last character.
    Awake {
        since_ns: u64,
    },
}

/// Why it measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
enum Asked {
    /// By itself.
    ByItself,
    /// By `Do Sample`, which is acknowledged.
    ByCommand,
}

/// An Aanderaa 4330, just switched on.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct AanderaaOptode {
    item: usize,
    speaker: Speaker,
    temperature: Conversion,
    phase: Conversion,
    oxygen: Conversion,
    decoder: RequestDecoder,
    outbox: Outbox,
    line: Line,
    settings: Settings,
    saved: Settings,
    passkey: Passkey,
    /// When the next measurement by itself begins.
    next_ns: Option<u64>,
    /// The measurement under way: when the water is looked at, and why.
    measuring: Option<(u64, Asked)>,
    last: Vec<Parameter>,
}

impl AanderaaOptode {
    /// Item number `index`, just switched on.
    pub fn new(item: &Item, index: usize) -> Self {
        let memory = &item.coefficient;
        let numbered =
            |prefix: &'static str| move |name: &str| format!("{prefix}{}", name.trim_start_matches('c'));
        let foil = |name: &str| match name.strip_prefix('c') {
            Some(digit) if digit.len() == 1 => format!("SVUFoilCoef{digit}"),
            // The phase comes corrected, and pressure is left to others.
            _ if name.starts_with("PhaseCoef") || name.starts_with("Pcoef") => String::new(),
            _ => name.to_owned(),
        };
        let mut optode = Self {
            item: index,
            speaker: Speaker { product: "4330".to_owned(), serial: item.serial.clone() },
            temperature: Conversion::new("generic/polynomial", memory, numbered("TempCoef")),
            phase: Conversion::new("generic/polynomial", memory, numbered("PhaseCoef")),
            oxygen: Conversion::new("aanderaa/4330-oxygen", memory, foil),
            decoder: RequestDecoder::default(),
            outbox: Outbox::default(),
            line: Line::Awake { since_ns: 0 },
            settings: Settings::default(),
            saved: Settings::default(),
            passkey: Passkey::None,
            next_ns: None,
            measuring: None,
            last: Vec::new(),
        };
        optode.power_up(0);
        optode
    }

    fn power_up(&mut self, now_ns: u64) {
        self.settings = self.saved.clone();
        self.passkey = Passkey::None;
        self.line = Line::Awake { since_ns: now_ns };
        if self.settings.text == Switch::Yes {
            let Speaker { product, serial } = &self.speaker;
            let mode = "Mode AADI Smart Sensor Terminal Protocol RS232 Protocol Version 3 Config Version 6";
            self.send(now_ns + REPLY_NS, &Reply::Text(format!("StartupInfo\t{product}\t{serial}\t{mode}")));
        }
        self.start(now_ns);
    }

    /// Measures now, and by itself if it is to.
    fn start(&mut self, now_ns: u64) {
        self.measuring = Some((now_ns + MEASURES_NS / 2, Asked::ByItself));
        self.next_ns = (self.settings.polled == Switch::No).then(|| now_ns + self.settings.interval_ns());
    }

    fn event_ns(&self) -> Option<u64> {
        let line = match self.line {
            Line::Asleep => None,
            Line::Waking { until_ns } => Some(until_ns),
            Line::Awake { since_ns } => Some(since_ns + LINE_SLEEPS_AFTER_NS),
        };
        earlier(earlier(line, self.next_ns), self.measuring.map(|(middle_ns, _)| middle_ns))
    }

    fn advance(&mut self, now_ns: u64, bench: &mut dyn Bench) {
        while let Some(due_ns) = self.event_ns().filter(|due_ns| *due_ns <= now_ns) {
            if let Some((middle_ns, asked)) = self.measuring.filter(|(middle_ns, _)| *middle_ns == due_ns) {
                self.measuring = None;
                self.measure(middle_ns, asked, bench);
            } else if self.next_ns == Some(due_ns) {
                self.next_ns = Some(due_ns + self.settings.interval_ns());
                self.measuring = Some((due_ns + MEASURES_NS / 2, Asked::ByItself));
            } else {
                self.turn_line(due_ns);
            }
        }
    }

    fn turn_line(&mut self, due_ns: u64) {
        let mark = match self.line {
            Line::Waking { .. } => {
                self.line = Line::Awake { since_ns: due_ns };
                Reply::LineReady
            }
            Line::Awake { .. } | Line::Asleep => {
                self.line = Line::Asleep;
                Reply::LineSleeps
            }
        };
        if self.settings.comm_indicator == Switch::Yes {
            self.send(due_ns, &mark);
        }
    }

    fn measure(&mut self, middle_ns: u64, asked: Asked, bench: &mut dyn Bench) {
        let raw = bench.item_raw(self.item).optode();
        self.last = self.parameters(raw.phase_degrees, raw.temperature_mv);
        let done_ns = middle_ns + MEASURES_NS / 2;
        self.show_last(done_ns);
        if asked == Asked::ByCommand {
            self.send(done_ns, &Reply::Acknowledged);
        }
    }

    fn parameters(&self, phase_degrees: f64, temperature_mv: f64) -> Vec<Parameter> {
        let celsius = self.temperature.value(&[temperature_mv]);
        let corrected = self.phase.value(&[phase_degrees]);
        let oxygen_um = self.oxygen.value(&[corrected, celsius, self.settings.salinity, 0.0]);
        let saturation = 100.0 * oxygen_um / saturated_um(celsius, self.settings.salinity);
        let mut parameters = vec![Parameter::new("O2Concentration", "uM", oxygen_um, 3)];
        if self.settings.air_saturation == Switch::Yes {
            parameters.push(Parameter::new("AirSaturation", "%", saturation, 3));
        }
        if self.settings.temperature == Switch::Yes {
            parameters.push(Parameter::new("Temperature", "Deg.C", celsius, 3));
        }
        if self.settings.raw_data == Switch::Yes {
            parameters.extend([
                Parameter::new("CalPhase", "Deg", corrected, 3),
                Parameter::new("TCPhase", "Deg", phase_degrees, 3),
                Parameter::new("C1RPh", "Deg", phase_degrees + RED_PHASE_DEGREES, 3),
                Parameter::new("C2RPh", "Deg", RED_PHASE_DEGREES, 3),
                Parameter::new("C1Amp", "mV", AMPLITUDE_MV, 1),
                Parameter::new("C2Amp", "mV", AMPLITUDE_MV, 1),
                Parameter::new("RawTemp", "mV", temperature_mv, 1),
            ]);
        }
        parameters
    }

    fn show_last(&mut self, due_ns: u64) {
        let (speaker, parameters) = (self.speaker.clone(), self.last.clone());
        let shown = match self.settings.text {
            Switch::Yes => Reply::Measurement { speaker, parameters },
            Switch::No => {
                let values: String = parameters.iter().map(|one| format!("\t{}", one.value)).collect();
                Reply::Text(format!("{}\t{}{values}", speaker.product, speaker.serial))
            }
        };
        self.send(due_ns, &shown);
    }

    fn send(&mut self, due_ns: u64, reply: &Reply) {
        self.outbox.send(due_ns, reply.encode());
    }

    fn obey(&mut self, request: Option<Request>, now_ns: u64) {
        let due_ns = now_ns + REPLY_NS;
        let refused = match request {
            Some(Request::Nothing) => return,
            Some(Request::DoSample) => {
                self.measuring = Some((now_ns + MEASURES_NS / 2, Asked::ByCommand));
                return;
            }
            Some(Request::Reset) => {
                self.send(due_ns, &Reply::Acknowledged);
                return self.power_up(due_ns);
            }
            Some(request) => self.carry_out(request, due_ns),
            None => Some("SYNTAX ERROR"),
        };
        let reply = refused.map_or(Reply::Acknowledged, |why| Reply::Refused(format!("ERROR\t{why}")));
        self.send(due_ns, &reply);
    }

    /// Carries a command out, or says why not.
    fn carry_out(&mut self, request: Request, due_ns: u64) -> Option<&'static str> {
        match request {
            Request::DoOutput if self.last.is_empty() => return Some("NO DATA"),
            Request::DoOutput => self.show_last(due_ns),
            Request::Start => self.start(due_ns),
            Request::Stop => (self.next_ns, self.measuring) = (None, None),
            Request::Save => self.saved = self.settings.clone(),
            Request::Load => self.settings = self.saved.clone(),
            Request::Set { property, value } => return self.set(&property, &value),
            Request::Get(property) => return self.get(&property, due_ns),
            Request::Nothing | Request::DoSample | Request::Reset => {}
        }
        None
    }
}

/// Oxygen in water that stands open to one atmosphere of moist air, µmol/l.
fn saturated_um(celsius: f64, salinity: f64) -> f64 {
    let (temperature, salinity) = (Temperature::from_celsius(celsius), PracticalSalinity::new(salinity));
    let kg_per_l = density(salinity.reference(), temperature, SeaPressure::SURFACE) / 1_000.0;
    oxygen_solubility(salinity, temperature) * kg_per_l
}

impl Device for AanderaaOptode {
    fn receive(&mut self, bytes: &[u8], now_ns: u64, bench: &mut dyn Bench) {
        self.advance(now_ns, bench);
        match self.line {
            Line::Asleep if !bytes.is_empty() => self.line = Line::Waking { until_ns: now_ns + WAKE_NS },
            Line::Asleep | Line::Waking { .. } => {}
            Line::Awake { .. } => {
                self.line = Line::Awake { since_ns: now_ns };
                for typed in self.decoder.feed(bytes) {
                    // A line of noise is a command that is not known.
                    self.obey(typed.ok().and_then(|typed| typed.request), now_ns);
                }
            }
        }
    }

    fn next_event_ns(&self) -> Option<u64> {
        earlier(self.outbox.next_ns(), self.event_ns())
    }

    fn poll(&mut self, now_ns: u64, bench: &mut dyn Bench) -> Option<Vec<u8>> {
        self.advance(now_ns, bench);
        self.outbox.take(now_ns)
    }

    fn reconnected(&mut self, _now_ns: u64) {
        self.outbox.clear();
        self.decoder.reset();
    }
}
