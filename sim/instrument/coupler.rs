//! The watchdog of a bare fieldbus coupler, as real ones have it: registers that somebody must set, and outputs that hold
//! until somebody has.
//!
//! Turck (manual TBEN-L, pages 54 and 64; FGEN, page 9-20): register 0x1120 is the time in milliseconds; 0, as delivered,
//! lets outputs hold their momentary values for ever; otherwise they go to 0 when nothing has been heard for so long.
//!
//! WAGO 750 (manual of the 750 series, pages 177 and 181; 750-882, page 250): off after power-up. 0x1000 is the time in
//! units of 100 ms, 0x1001 the functions that count as life, bit 0 function 1; another value in 0x1003 than before starts it. When it
//! has run out, every request is answered with exception 04 until 0x1003, 0x1007 or 0x1008 ends that; 0x1005 and 0x1008
//! stop it; 0x1006 tells (0 off, 1 running, 2 run out). Derived: the watchdog's own registers are served even then, since
//! they are the way out; outputs go to 0; time and functions are refused with exception 03 while it runs.

use super::MILLISECOND_NS;
use hadal_wire::plant_plc::Exception;
use schemars::JsonSchema;

/// What the PLC does when nobody speaks to it any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, JsonSchema, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CommunicationLoss {
    /// Makes safe and vents, by logic of its own (docs/plant-plc.md).
    #[default]
    Vents,
    /// What a Turck coupler does.
    Turck,
    /// What a WAGO 750 coupler does.
    Wago750,
}

/// Whether a watchdog runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
enum State {
    Off,
    Running,
    RunOut,
}

/// The watchdog of one coupler.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Coupler {
    maker: Maker,
    state: State,
    fed_ns: u64,
    /// In the coupler's own unit.
    time: u16,
    functions: u16,
    trigger: u16,
    least_left: u16,
    half_stopped: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
enum Maker {
    Turck,
    Wago750,
}

const TURCK_LEFT: u16 = 0x1020;
const TURCK_TIME: u16 = 0x1120;

impl Coupler {
    /// Switched on; `None` for a PLC with logic of its own.
    pub(super) fn new(loss: CommunicationLoss) -> Option<Self> {
        let maker = match loss {
            CommunicationLoss::Vents => return None,
            CommunicationLoss::Turck => Maker::Turck,
            CommunicationLoss::Wago750 => Maker::Wago750,
        };
        let state = State::Off;
        let least_left = u16::MAX;
        Some(Self {
            maker,
            state,
            fed_ns: 0,
            time: 0,
            functions: 0,
            trigger: 0,
            least_left,
            half_stopped: false,
        })
    }

    fn time_ns(&self) -> u64 {
        let unit = match self.maker {
            Maker::Turck => MILLISECOND_NS,
            Maker::Wago750 => 100 * MILLISECOND_NS,
        };
        u64::from(self.time) * unit
    }

    /// When the watchdog runs out if nothing is heard.
    pub(super) fn deadline_ns(&self) -> Option<u64> {
        (self.state == State::Running).then(|| self.fed_ns + self.time_ns())
    }

    /// Whether the watchdog has just run out.
    pub(super) fn runs_out(&mut self, now_ns: u64) -> bool {
        let due = self.deadline_ns().is_some_and(|deadline_ns| deadline_ns <= now_ns);
        if due {
            self.state = State::RunOut;
        }
        due
    }

    /// Whether requests for process data are refused.
    pub(super) fn refuses(&self) -> bool {
        self.maker == Maker::Wago750 && self.state == State::RunOut
    }

    /// A request with this function has been obeyed.
    pub(super) fn heard(&mut self, function: u8, now_ns: u64) {
        match (self.maker, self.state) {
            // Hearing starts a Turck's watchdog again: its outputs stay 0 until they are written.
            (Maker::Turck, _) if self.time > 0 => (self.state, self.fed_ns) = (State::Running, now_ns),
            (Maker::Wago750, State::Running) if self.counts(function) => self.feed(now_ns),
            _ => {}
        }
    }

    fn counts(&self, function: u8) -> bool {
        let bit = u32::from(function).checked_sub(1).and_then(|bit| 1u16.checked_shl(bit));
        bit.is_some_and(|bit| self.functions & bit != 0)
    }

    fn feed(&mut self, now_ns: u64) {
        self.least_left = self.least_left.min(self.left(now_ns));
        (self.state, self.fed_ns) = (State::Running, now_ns);
    }

    /// Time left, in the coupler's own unit.
    fn left(&self, now_ns: u64) -> u16 {
        let Some(deadline_ns) = self.deadline_ns() else { return 0 };
        let unit_ns = self.time_ns() / u64::from(self.time.max(1));
        u16::try_from(deadline_ns.saturating_sub(now_ns) / unit_ns.max(1)).unwrap_or(u16::MAX)
    }

    /// One of the coupler's own registers; `None` when it has no such register.
    pub(super) fn read(&self, register: u16, now_ns: u64) -> Option<u16> {
        match (self.maker, register) {
            (Maker::Turck, TURCK_LEFT) => Some(self.left(now_ns)),
            (Maker::Turck, TURCK_TIME) | (Maker::Wago750, 0x1000) => Some(self.time),
            (Maker::Wago750, 0x1001) => Some(self.functions),
            (Maker::Wago750, 0x1002 | 0x1005 | 0x1007 | 0x1008) => Some(0),
            (Maker::Wago750, 0x1003) => Some(self.trigger),
            (Maker::Wago750, 0x1004) => Some(self.least_left),
            (Maker::Wago750, 0x1006) => Some(match self.state {
                State::Off => 0,
                State::Running => 1,
                State::RunOut => 2,
            }),
            _ => None,
        }
    }

    /// Writes one of the coupler's own registers.
    pub(super) fn write(&mut self, register: u16, value: u16, now_ns: u64) -> Result<(), Exception> {
        let running = self.state == State::Running;
        match (self.maker, register) {
            (Maker::Turck, TURCK_TIME) => {
                self.time = value;
                self.state = if value == 0 { State::Off } else { State::Running };
                self.fed_ns = now_ns;
            }
            (Maker::Wago750, 0x1000 | 0x1001) if running => return Err(Exception::IllegalDataValue),
            (Maker::Wago750, 0x1000) => self.time = value,
            (Maker::Wago750, 0x1001) => self.functions = value,
            (Maker::Wago750, 0x1002) => {}
            (Maker::Wago750, 0x1003) => {
                let changed = value != self.trigger && value != 0 && self.time > 0;
                self.trigger = value;
                if changed {
                    self.feed(now_ns);
                }
            }
            (Maker::Wago750, 0x1004) => self.least_left = value,
            (Maker::Wago750, 0x1005) => self.stop_in_two_steps(value),
            (Maker::Wago750, 0x1007) if value == 1 && self.state != State::Off => self.feed(now_ns),
            (Maker::Wago750, 0x1007) => {}
            (Maker::Wago750, 0x1008) if value == 0xaa55 || value == 0x55aa => self.state = State::Off,
            (Maker::Wago750, 0x1008) => {}
            _ => return Err(Exception::IllegalDataAddress),
        }
        Ok(())
    }

    /// 0xAAAA, then 0x5555.
    fn stop_in_two_steps(&mut self, value: u16) {
        if self.half_stopped && value == 0x5555 {
            self.state = State::Off;
        }
        self.half_stopped = value == 0xaaaa;
    }
}

#[cfg(test)]
mod tests {
    use super::super::SECOND_NS;
    use super::*;

    const S: u64 = SECOND_NS;

    #[test]
    fn a_turck_holds_for_ever_as_delivered_and_for_its_time_when_it_has_one() {
        let mut coupler = Coupler::new(CommunicationLoss::Turck).unwrap();
        coupler.heard(16, 0);
        assert!(coupler.read(TURCK_TIME, 0) == Some(0) && coupler.deadline_ns().is_none());
        coupler.write(TURCK_TIME, 500, S).unwrap();
        coupler.heard(3, 2 * S);
        assert_eq!(coupler.read(TURCK_LEFT, 2 * S + S / 10), Some(400));
        assert!(!coupler.runs_out(2 * S + 499 * MILLISECOND_NS));
        assert!(coupler.runs_out(2 * S + 500 * MILLISECOND_NS) && !coupler.refuses());
        coupler.heard(3, 3 * S);
        assert_eq!(coupler.deadline_ns(), Some(3 * S + S / 2), "hearing starts it again");
    }

    #[test]
    fn a_wago_is_off_until_time_functions_and_trigger_are_set_and_then_counts_only_those() {
        let mut coupler = Coupler::new(CommunicationLoss::Wago750).unwrap();
        coupler.write(0x1003, 1, 0).unwrap();
        assert_eq!(coupler.read(0x1006, 0), Some(0), "no time, no watchdog");
        coupler.write(0x1000, 50, 0).unwrap();
        coupler.write(0x1001, 1 << 15, 0).unwrap();
        coupler.write(0x1003, 2, 0).unwrap();
        assert_eq!(coupler.read(0x1006, 0), Some(1));
        assert_eq!(coupler.write(0x1000, 1, 0), Err(Exception::IllegalDataValue));
        coupler.heard(16, S);
        coupler.heard(3, 2 * S);
        assert_eq!(coupler.deadline_ns(), Some(6 * S), "reading is no life");
        assert!(coupler.runs_out(6 * S) && coupler.refuses());
        assert_eq!(coupler.read(0x1006, 6 * S), Some(2));
        coupler.write(0x1008, 0x55aa, 7 * S).unwrap();
        assert!(!coupler.refuses() && coupler.deadline_ns().is_none());
    }

    #[test]
    fn a_wago_stops_in_two_steps_and_has_no_other_registers() {
        let mut coupler = Coupler::new(CommunicationLoss::Wago750).unwrap();
        coupler.write(0x1000, 50, 0).unwrap();
        coupler.write(0x1003, 7, 0).unwrap();
        for (value, state) in [(0x5555, 1), (0xaaaa, 1), (0x5555, 0)] {
            coupler.write(0x1005, value, S).unwrap();
            assert_eq!(coupler.read(0x1006, S), Some(state));
        }
        assert_eq!(coupler.write(TURCK_TIME, 1, 0), Err(Exception::IllegalDataAddress));
        assert_eq!(coupler.read(TURCK_LEFT, 0), None);
    }
}
