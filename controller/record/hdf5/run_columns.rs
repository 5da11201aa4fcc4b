//! The columns of `run.h5`: readings, raw bytes, events, points, bottles and checks.

use super::attributes::{Attributes, seconds, signed_seconds};
use super::long_name::long_name;
use super::run_write::{Writer, group};
use super::sheet::Sheet;
use crate::event::Event;
use crate::record::{ChannelSet, Series, Stamp};
use ::hdf5::{Group, Result};

/// Why a reading has no value, in the order of their codes.
const STATUS_MEANINGS: [&str; 8] =
    ["valid", "not_ready", "refused", "malformed", "timeout", "disconnected", "out_of_range", "absent"];
/// Kinds of events, in the order of their codes.
const EVENT_MEANINGS: [&str; 4] = ["transition", "command", "trip", "note"];
/// Where bottles were drawn, in the order of their codes.
const DRAWN_MEANINGS: [&str; 4] = ["while_dosing", "before_leg", "after_leg", "pump_reservoir"];
/// On which side of the run checks stand, in the order of their codes.
const BRACKET_MEANINGS: [&str; 2] = ["before", "after"];
/// What checks compare, in the order of their codes.
const CHECKED_MEANINGS: [&str; 4] = ["triple_point", "standard_seawater", "pressure_zero", "cell_in_air"];

impl Writer<'_> {
    /// Writes every group of columns.
    pub(super) fn columns(&self) -> Result<()> {
        self.readings()?;
        self.bytes()?;
        self.events()?;
        self.points()?;
        self.bottles()?;
        // A run without checks has no such group, as before there were any.
        if self.record.checks().is_empty() { Ok(()) } else { self.checks() }
    }

    fn readings(&self) -> Result<()> {
        let parent =
            self.group("readings", "readings", "readings as the drivers understood them, one group per set")?;
        self.record.sets.iter().try_for_each(|set| self.channel_set(&parent, set))
    }

    fn channel_set(&self, parent: &Group, set: &ChannelSet) -> Result<()> {
        let group = group(parent, &set.name)?;
        self.global(&group, &set.name, "readings of channels that are read together")?;
        let time = Attributes::time(self.epoch, "midpoint of the integration, UTC by the monotonic clock");
        let sheet = Sheet::with_scale(
            &group,
            "time",
            &gather(&set.at_ns, |at| seconds(*at)),
            &time.text("axis", "T"),
        )?;
        let monotonic =
            Attributes::variable("ns", "midpoint of the integration, on the run's monotonic clock");
        sheet.numbers("monotonic", &set.at_ns, &monotonic)?;
        sheet.numbers(
            "sequence",
            &set.sequence,
            &Attributes::number("journal sequence of the row's first reading"),
        )?;
        let from = Attributes::number("journal sequence of the last bytes of the reply");
        sheet.numbers("from_sequence", &set.from_sequence, &from)?;
        set.series.iter().try_for_each(|series| self.channel(&sheet, series))
    }

    fn channel(&self, sheet: &Sheet, series: &Series) -> Result<()> {
        let opened = &self.record.opened;
        let Some(channel) = opened.channels.get(usize::from(series.channel)) else { return Ok(()) };
        let variable = series.variable(opened);
        let status = format!("{variable}_status");
        let what = long_name(&channel.name);
        let values = Attributes::variable(&channel.unit, &what)
            .text("instrument", &channel.instrument)
            .text("ancillary_variables", &status)
            .content("physicalMeasurement")
            .double("_FillValue", f64::NAN);
        sheet.numbers(variable, &series.values, &values)?;
        let flags = Attributes::flags(&format!("status of {what}"), &STATUS_MEANINGS);
        sheet.numbers(
            &status,
            &series.status,
            &flags.content("qualityInformation").text("standard_name", "status_flag"),
        )
    }

    fn bytes(&self) -> Result<()> {
        let summary = "raw bytes on all lines in order: a contiguous ragged array, one row for each piece sent or received";
        let group = self.group("bytes", "raw bytes", summary)?;
        let traffic = &self.record.traffic;
        let sheet = self.timed(&group, "frame", &traffic.sequence, &traffic.monotonic_ns, &traffic.utc_ns)?;
        sheet.numbers("link", &traffic.link, &Attributes::number("index into the group `links`"))?;
        sheet.numbers(
            "direction",
            &traffic.direction,
            &Attributes::flags("direction", &["sent", "received"]),
        )?;
        let count = Attributes::number("number of bytes in the row").text("sample_dimension", "byte");
        sheet.numbers("byte_count", &traffic.byte_count, &count)?;
        let bytes = Sheet::without_scale(&group, "byte", traffic.data.len())?;
        bytes.numbers(
            "data",
            &traffic.data,
            &Attributes::number("bytes of all rows, one after the other").content("physicalMeasurement"),
        )
    }

    fn events(&self) -> Result<()> {
        let group = self.group("events", "events", "transitions, commands, trips and notes in order")?;
        let events = &self.record.events;
        let stamps = gather(events, |entry| Stamp { sequence: entry.sequence, time: entry.time });
        let sheet = self.stamped(&group, "event", &stamps)?;
        let parts: Vec<(u8, &str, &str)> =
            events.iter().filter_map(|entry| event_parts(&entry.event)).collect();
        sheet.numbers(
            "kind",
            &gather(&parts, |(kind, ..)| *kind),
            &Attributes::flags("kind of event", &EVENT_MEANINGS),
        )?;
        let subject = Attributes::texts("state left, instrument told, or cause of the trip");
        sheet.texts("subject", parts.iter().map(|(_, subject, _)| *subject), &subject)?;
        let text = Attributes::texts("state entered, command, values that show the cause, or message");
        sheet.texts("text", parts.iter().map(|(.., text)| *text), &text)
    }

    fn points(&self) -> Result<()> {
        let group = self.group(
            "points",
            "points",
            "stable points: set points, and between which times readings count",
        )?;
        let points = self.record.points();
        let sheet = self.stamped(&group, "point", &self.record.point_stamps)?;
        sheet.numbers(
            "index",
            &gather(points, |point| point.index),
            &Attributes::number("number of the point"),
        )?;
        sheet.numbers("leg", &gather(points, |point| point.leg), &Attributes::number("number of the leg"))?;
        let temperature = Attributes::variable("degree_Celsius", "set point of temperature (ITS-90)")
            .content("referenceInformation");
        sheet.numbers("temperature", &gather(points, |point| point.temperature_celsius), &temperature)?;
        let salinity =
            Attributes::number("set point of practical salinity (PSS-78)").content("referenceInformation");
        sheet.numbers("salinity", &gather(points, |point| point.salinity_practical), &salinity)?;
        let pressure = Attributes::variable("MPa", "set point of pressure above one standard atmosphere")
            .content("referenceInformation");
        sheet.numbers("pressure", &gather(points, |point| point.pressure_mpa_sea), &pressure)?;
        let from = Attributes::variable("ns", "readings count from here, on the run's monotonic clock");
        sheet.numbers("from", &gather(points, |point| point.from_ns), &from)?;
        let until = Attributes::variable("ns", "readings count until here, on the run's monotonic clock");
        sheet.numbers("until", &gather(points, |point| point.until_ns), &until)
    }

    fn bottles(&self) -> Result<()> {
        let group =
            self.group("bottles", "bottles", "water samples and what the salinometer made of them")?;
        let bottles = self.record.bottles();
        let sheet = self.stamped(&group, "bottle", &self.record.bottle_stamps)?;
        sheet.numbers(
            "index",
            &gather(bottles, |bottle| bottle.index),
            &Attributes::number("number of the bottle"),
        )?;
        sheet.numbers(
            "leg",
            &gather(bottles, |bottle| bottle.leg),
            &Attributes::number("number of the leg"),
        )?;
        let drawn = Attributes::flags("where and when it was drawn", &DRAWN_MEANINGS);
        sheet.numbers("drawn", &gather(bottles, |bottle| bottle.drawn as u8), &drawn)?;
        let at = Attributes::variable("ns", "when it was drawn, on the run's monotonic clock");
        sheet.numbers("drawn_at", &gather(bottles, |bottle| bottle.drawn_ns), &at)?;
        let salinity = Attributes::number("practical salinity (PSS-78) by the salinometer")
            .content("physicalMeasurement");
        sheet.numbers("salinity", &gather(bottles, |bottle| bottle.salinity_practical), &salinity)
    }

    fn checks(&self) -> Result<()> {
        let summary = "checks of references and items before the first leg and after the last";
        let group = self.group("checks", "checks", summary)?;
        let checks = self.record.checks();
        let sheet = self.stamped(&group, "check", &self.record.check_stamps)?;
        let bracket = Attributes::flags("on which side of the run", &BRACKET_MEANINGS);
        sheet.numbers("bracket", &gather(checks, |check| check.bracket as u8), &bracket)?;
        let checked = Attributes::flags("what was compared", &CHECKED_MEANINGS);
        sheet.numbers("checked", &gather(checks, |check| check.checked as u8), &checked)?;
        let number = Attributes::number("number of the reference thermometer or of the item");
        sheet.numbers("number", &gather(checks, |check| check.number), &number)?;
        let from = Attributes::variable("ns", "readings count from here, on the run's monotonic clock");
        sheet.numbers("from", &gather(checks, |check| check.from_ns), &from)?;
        let until = Attributes::variable("ns", "readings count until here, on the run's monotonic clock");
        sheet.numbers("until", &gather(checks, |check| check.until_ns), &until)?;
        let entered = Attributes::number(
            "entered by the operator: practical salinity (standard seawater) or hPa (pressure zero), else NaN",
        );
        let values = gather(checks, |check| check.entered.unwrap_or(f64::NAN));
        sheet.numbers("entered", &values, &entered.content("physicalMeasurement"))
    }

    /// A dimension whose scale is the journal sequence, with times.
    fn stamped(&self, group: &Group, dimension: &str, stamps: &[Stamp]) -> Result<Sheet> {
        let monotonic = gather(stamps, |stamp| stamp.time.monotonic_ns);
        let utc = gather(stamps, |stamp| stamp.time.utc_ns);
        self.timed(group, dimension, &gather(stamps, |stamp| stamp.sequence), &monotonic, &utc)
    }

    fn timed(
        &self,
        group: &Group,
        dimension: &str,
        sequence: &[u64],
        monotonic_ns: &[u64],
        utc_ns: &[i64],
    ) -> Result<Sheet> {
        let sheet = Sheet::with_scale(group, dimension, sequence, &Attributes::number("journal sequence"))?;
        let times = gather(utc_ns, |at| signed_seconds(at.saturating_sub(self.epoch)));
        sheet.numbers("time", &times, &Attributes::time(self.epoch, "when it was recorded, UTC"))?;
        let sheet = sheet.coordinate("time");
        let monotonic = Attributes::variable("ns", "when it was recorded, on the run's monotonic clock");
        sheet.numbers("monotonic", monotonic_ns, &monotonic)?;
        let utc = Attributes::variable("ns", "when it was recorded, exact UTC from 1970-01-01T00:00:00Z");
        sheet.numbers("utc", utc_ns, &utc)?;
        Ok(sheet)
    }
}

fn gather<R, T>(rows: &[R], value: impl Fn(&R) -> T) -> Vec<T> {
    rows.iter().map(value).collect()
}

/// A low-rate event as its kind and two texts; none for what has a group of its own.
fn event_parts(event: &Event) -> Option<(u8, &str, &str)> {
    match event {
        Event::Transition { from, to } => Some((0, from, to)),
        Event::Command { instrument, what } => Some((1, instrument, what)),
        Event::Trip { cause, detail } => Some((2, cause, detail)),
        Event::Note { text } => Some((3, "", text)),
        _ => None,
    }
}
