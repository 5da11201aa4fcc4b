//! Turns a journal's events into columns.

use super::{ABSENT, ChannelSet, Record, RecordError, Series, Stamp, Traffic, status};
use crate::event::{
    Bottle, Check, Direction, Entry, Event, Opened, Outcome, Point, Reading, Source, Timestamp,
};
use crate::names::channel_set;

/// Collects events, in the journal's order, into a [`Record`].
#[derive(Debug, Default)]
pub struct Builder {
    opened: Option<Opened>,
    places: Vec<(usize, usize)>,
    frames: u64,
    ended: Option<Timestamp>,
    sets: Vec<ChannelSet>,
    traffic: Traffic,
    events: Vec<Entry>,
    points: Vec<(Stamp, Point)>,
    bottles: Vec<(Stamp, Bottle)>,
    checks: Vec<(Stamp, Check)>,
    outcome: Option<Outcome>,
}

impl Builder {
    /// Takes the next event.
    ///
    /// # Errors
    /// An event that names a channel or link that the run was not opened with.
    pub fn push(&mut self, entry: Entry) -> Result<(), RecordError> {
        let Entry { sequence, time, event } = entry;
        let stamp = Stamp { sequence, time };
        self.frames = sequence + 1;
        self.ended = Some(time);
        match event {
            Event::Opened(opened) => self.open(*opened),
            Event::Bytes { link, direction, bytes } => self.bytes(stamp, link, direction, &bytes)?,
            Event::Reading(reading) => self.reading(sequence, &reading)?,
            Event::Point(point) => self.points.push((stamp, point)),
            Event::Bottle(bottle) => self.bottles.push((stamp, bottle)),
            Event::Check(check) => self.checks.push((stamp, check)),
            Event::Closed { outcome } => self.outcome = Some(clean_outcome(outcome)),
            Event::Transition { .. } | Event::Command { .. } | Event::Trip { .. } | Event::Note { .. } => {
                self.events.push(Entry { sequence, time, event: clean(event) });
            }
        }
        Ok(())
    }

    /// The record, with the journal's last hash.
    ///
    /// # Errors
    /// Where no event opened the run.
    pub fn finish(self, head: [u8; 32]) -> Result<Record, RecordError> {
        let opened = self.opened.ok_or(crate::ReadError::Empty)?;
        let ended = self.ended.ok_or(crate::ReadError::Empty)?;
        let (point_stamps, points) = self.points.into_iter().unzip();
        let (bottle_stamps, bottles) = self.bottles.into_iter().unzip();
        let (check_stamps, checks) = self.checks.into_iter().unzip();
        Ok(Record {
            opened,
            head: blake3::Hash::from_bytes(head).to_hex().to_string(),
            frames: self.frames,
            ended,
            sets: self.sets,
            traffic: self.traffic,
            events: self.events,
            point_stamps,
            bottle_stamps,
            check_stamps,
            points,
            bottles,
            checks,
            outcome: self.outcome,
        })
    }

    fn open(&mut self, mut opened: Opened) {
        clean_opened(&mut opened);
        (self.sets, self.places) = empty_sets(&opened);
        self.opened = Some(opened);
    }

    fn bytes(
        &mut self,
        stamp: Stamp,
        link: u16,
        direction: Direction,
        bytes: &[u8],
    ) -> Result<(), RecordError> {
        let sequence = stamp.sequence;
        let unknown = || RecordError::Unknown { sequence, what: format!("link {link}") };
        let known = self.opened.as_ref().is_some_and(|opened| usize::from(link) < opened.links.len());
        known.then_some(()).ok_or_else(unknown)?;
        let count = u32::try_from(bytes.len()).map_err(|_| unknown())?;
        let traffic = &mut self.traffic;
        traffic.sequence.push(sequence);
        traffic.monotonic_ns.push(stamp.time.monotonic_ns);
        traffic.utc_ns.push(stamp.time.utc_ns);
        traffic.link.push(link);
        traffic.direction.push(u8::from(direction == Direction::Received));
        traffic.byte_count.push(count);
        traffic.data.extend_from_slice(bytes);
        Ok(())
    }

    fn reading(&mut self, sequence: u64, reading: &Reading) -> Result<(), RecordError> {
        let place = self.places.get(usize::from(reading.channel)).copied();
        let unknown = || RecordError::Unknown { sequence, what: format!("channel {}", reading.channel) };
        let (set, column) = place.ok_or_else(unknown)?;
        self.sets[set].put(column, sequence, reading);
        Ok(())
    }
}

/// The sets that a run's channels make, without rows, and where in them each channel is.
pub(crate) fn empty_sets(opened: &Opened) -> (Vec<ChannelSet>, Vec<(usize, usize)>) {
    let mut sets: Vec<ChannelSet> = Vec::new();
    let mut places = Vec::new();
    for (channel, index) in opened.channels.iter().zip(0_u16..) {
        let name = channel_set(&channel.name);
        let set = sets.iter().position(|set| set.name == name).unwrap_or_else(|| {
            sets.push(ChannelSet { name: name.to_owned(), ..ChannelSet::default() });
            sets.len() - 1
        });
        places.push((set, sets[set].series.len()));
        sets[set].series.push(Series { channel: index, ..Series::default() });
    }
    (sets, places)
}

impl ChannelSet {
    /// Puts a reading into the last row where it belongs there and its place is free, otherwise into a new row.
    fn put(&mut self, column: usize, sequence: u64, reading: &Reading) {
        let same = self.at_ns.last() == Some(&reading.at_ns)
            && self.from_sequence.last() == Some(&reading.from_sequence)
            && self.series[column].status.last() == Some(&ABSENT);
        if !same {
            self.at_ns.push(reading.at_ns);
            self.from_sequence.push(reading.from_sequence);
            self.sequence.push(sequence);
            self.series.iter_mut().for_each(Series::push_absent);
        }
        let row = self.at_ns.len() - 1;
        let series = &mut self.series[column];
        match reading.value {
            Ok(value) => (series.values[row], series.status[row]) = (value, 0),
            Err(reason) => series.status[row] = status(reason),
        }
    }
}

impl Series {
    fn push_absent(&mut self) {
        self.values.push(f64::NAN);
        self.status.push(ABSENT);
    }
}

/// Text in HDF5 ends at NUL, so NUL is shown by its symbol. The journal keeps what was said.
fn clean_text(text: &mut String) {
    if text.contains('\0') {
        *text = text.replace('\0', "\u{2400}");
    }
}

fn clean_opened(opened: &mut Opened) {
    let Opened { run_id, plant: _, procedure, rig, items, software, epoch_utc_ns: _, links, channels } =
        opened;
    [run_id, software].into_iter().chain(links).for_each(clean_text);
    let clean_source =
        |source: &mut Source| [&mut source.path, &mut source.text].into_iter().for_each(clean_text);
    [procedure, rig].into_iter().chain(items).for_each(clean_source);
    channels
        .iter_mut()
        .for_each(|channel| [&mut channel.unit, &mut channel.instrument].into_iter().for_each(clean_text));
}

fn clean(mut event: Event) -> Event {
    match &mut event {
        Event::Transition { from: one, to: other }
        | Event::Command { instrument: one, what: other }
        | Event::Trip { cause: one, detail: other } => [one, other].into_iter().for_each(clean_text),
        Event::Note { text } => clean_text(text),
        _ => {}
    }
    event
}

fn clean_outcome(mut outcome: Outcome) -> Outcome {
    match &mut outcome {
        Outcome::Tripped { cause: text } | Outcome::Failed { reason: text } => clean_text(text),
        Outcome::Completed | Outcome::Recovered => {}
    }
    outcome
}
