//! The checks that bracket a run, with what was read in them.

use hadal_record::Record;
use hadal_record::event::{self, Bracket, Checked};
use hadal_rigs::bracket::{Check, Evidence};

/// One check of the record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MadeCheck {
    /// Before the first leg or after the last.
    pub bracket: Bracket,
    /// What was compared.
    pub check: Check,
    /// When it was read, ns on the monotonic clock: the middle.
    pub at_ns: u64,
    /// What was read; nothing where the record holds no numbers for it.
    pub evidence: Option<Evidence>,
}

/// Every check of the record, in order.
pub fn made(record: &Record) -> Vec<MadeCheck> {
    record.checks().iter().map(|found| made_check(record, found)).collect()
}

fn made_check(record: &Record, found: &event::Check) -> MadeCheck {
    let number = usize::try_from(found.number).unwrap_or(usize::MAX);
    let (check, channel) = match found.checked {
        Checked::TriplePoint => (
            Check::TriplePoint { thermometer: number },
            format!("reference_thermometer_{number}.temperature"),
        ),
        Checked::StandardSeawater => (Check::StandardSeawater, String::new()),
        Checked::PressureZero => (Check::PressureZero, "reference_pressure.pressure".to_owned()),
        Checked::CellInAir => {
            (Check::CellInAir { item: number }, format!("item_{number}.conductivity_frequency"))
        }
    };
    let evidence =
        Evidence::of(check, &between(record, &channel, found.from_ns, found.until_ns), found.entered);
    MadeCheck { bracket: found.bracket, check, at_ns: found.from_ns.midpoint(found.until_ns), evidence }
}

/// Readings of a channel that have a value, both ends included; none where there is no such channel.
fn between(record: &Record, channel: &str, from_ns: u64, until_ns: u64) -> Vec<f64> {
    let Some((at, values)) = record.readings(channel) else { return Vec::new() };
    let within =
        at.iter().zip(values).filter(|(at, value)| (from_ns..=until_ns).contains(*at) && value.is_finite());
    within.map(|(_, value)| *value).collect()
}
