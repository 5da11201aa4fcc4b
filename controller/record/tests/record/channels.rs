//! From readings to columns.

use crate::sample::{at, closed_bytes, opened};
use hadal_record::event::*;
use hadal_record::{ABSENT, Journal, MemoryStore, Record};

#[test]
fn channels_read_together_share_their_times() {
    let record = Record::from_journal_bytes(&closed_bytes(10).unwrap()).unwrap();
    assert_eq!(
        record.sets.iter().map(|set| set.name.as_str()).collect::<Vec<_>>(),
        ["reference_thermometer_0", "item_0"]
    );
    let (at_ns, temperature) = record.readings("reference_thermometer_0.temperature").unwrap();
    assert_eq!((at_ns.len(), at_ns[9]), (10, 9_333_333_333));
    assert_eq!(temperature[9].to_bits(), (2.0_f64 + 9e-5).to_bits());
    let (set, counts) = record.series("item_0.temperature_counts").unwrap();
    assert_eq!((counts.status[3], counts.status[4]), (3, 0));
    assert!(counts.values[3].is_nan() && counts.values[4] > 3.5);
    assert_eq!((set.sequence[1], set.from_sequence[1]), (15, 14));
    assert!(record.readings("item_0.nothing").is_none());
}

#[test]
fn a_channel_read_alone_or_twice_gets_rows_of_its_own() {
    let store = MemoryStore::new();
    let mut journal = Journal::create(Box::new(store.clone()), opened()).unwrap();
    for (channel, value, at_ns) in [(1, 1.0, 5), (1, 2.0, 5), (3, 3.0, 5), (3, 4.0, 6), (0, 5.0, 6)] {
        let reading = Reading { channel, value: Ok(value), at_ns, from_sequence: 0 };
        journal.append(at(7), &Event::Reading(reading)).unwrap();
    }
    let record = Record::from_journal_bytes(&store.bytes()).unwrap();
    let (set, counts) = record.series("item_0.temperature_counts").unwrap();
    assert_eq!(set.at_ns, [5, 5, 6]);
    assert_eq!(counts.status, [0, 0, ABSENT]);
    assert_eq!(record.series("item_0.conductivity_frequency").unwrap().1.status, [ABSENT, 0, 0]);
    assert!(record.outcome().is_none() && record.simulated());
}

#[test]
fn raw_bytes_come_back_in_order() {
    let record = Record::from_journal_bytes(&closed_bytes(3).unwrap()).unwrap();
    let rows: Vec<_> = record.traffic.rows().collect();
    assert_eq!(rows.len(), 12);
    assert_eq!(rows[0], (1, 0, Direction::Sent, &b"READ?\r\n"[..]));
    assert_eq!(rows[7], (14, 1, Direction::Received, &b"1, 4242.424\r\n"[..]));
}

/// A three-day run at the shipped rig's poll rates has about this many events.
const EVENTS_OF_THREE_DAYS: u64 = 600_000;

#[test]
fn a_record_of_three_days_keeps_every_reading() {
    let rounds = u32::try_from(EVENTS_OF_THREE_DAYS / 8).unwrap();
    let bytes = closed_bytes(rounds).unwrap();
    let record = Record::from_journal_bytes(&bytes).unwrap();
    assert_eq!(record.frames, EVENTS_OF_THREE_DAYS + 8);
    assert_eq!(record.sets.iter().map(|set| set.rows()).collect::<Vec<_>>(), [rounds as usize; 2]);
    assert_eq!(record.traffic.sequence.len(), 4 * rounds as usize);
}
